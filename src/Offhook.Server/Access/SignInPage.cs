using System.Reflection;
using System.Text;

namespace Offhook.Server.Access;

/// <summary>What a browser without a session sees instead of the desk: one field for the key. It tells nothing about the installation.</summary>
internal static class SignInPage
{
    /// <summary>The page's style sheet, which strangers may read.</summary>
    public const string StylePath = "/sign-in.css";

    private static readonly string Style = Resource("sign-in.css");
    private static readonly string Page = Resource("sign-in.html");

    /// <summary>Whether the request comes from somebody who opened a page, not from a program.</summary>
    public static bool IsWantedBy(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Path == "/"
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    /// <summary>Writes the page with the status that is already set.</summary>
    public static Task WriteAsync(HttpResponse response, bool wrongKey)
    {
        response.ContentType = "text/html; charset=utf-8";
        var error = wrongKey ? """<p class="error" role="alert">That is not the key of this installation.</p>""" : "";
        return response.WriteAsync(Page.Replace("{error}", error, StringComparison.Ordinal), Encoding.UTF8);
    }

    /// <summary>Answers with the style sheet.</summary>
    public static IResult StyleSheet() => Results.Text(Style, "text/css", Encoding.UTF8);

    private static string Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
