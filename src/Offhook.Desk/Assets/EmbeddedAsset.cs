using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Offhook.Desk.Assets;

/// <summary>
/// A file of the page that lies inside the assembly. The version of all of them stands in the path of each, so that browsers may keep a file for good, and a
/// module finds its parts beside itself.
/// </summary>
internal sealed class EmbeddedAsset
{
    private const string ScopedStyles = "scoped/";

    private static readonly Assembly Here = typeof(EmbeddedAsset).Assembly;

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<EmbeddedAsset> All = [Style(), .. Modules()];

    private static readonly string Version = VersionOf(All);

    private readonly string _name;
    private readonly string _type;
    private readonly byte[] _content;

    private EmbeddedAsset(string name, string type, string content) => (_name, _type, _content) = (name, type, Encoding.UTF8.GetBytes(content));

    /// <summary>The route.</summary>
    public string Route => "/desk/{version}/" + _name;

    /// <summary>What the page links to.</summary>
    public static string Address(string name) => $"/desk/{Version}/{name}";

    public async Task HandleAsync(HttpContext context)
    {
        var response = context.Response;
        response.ContentType = _type;
        response.ContentLength = _content.Length;
        response.Headers.XContentTypeOptions = "nosniff";

        // A page of another version asks for what we do not have: it gets ours, but must not keep it under that name.
        response.Headers.CacheControl = context.Request.RouteValues["version"] as string == Version ? "private, max-age=31536000, immutable" : "no-store";
        await response.Body.WriteAsync(_content, context.RequestAborted);
    }

    // The colours and the whole page first, then each component's own.
    private static EmbeddedAsset Style() =>
        new("desk.css", "text/css; charset=utf-8", string.Join('\n', Names(name => name.StartsWith(ScopedStyles, StringComparison.Ordinal)).Prepend("desk.css").Select(Read)));

    private static IEnumerable<EmbeddedAsset> Modules() =>
        Names(name => name.EndsWith(".js", StringComparison.Ordinal)).Select(name => new EmbeddedAsset(name, "text/javascript; charset=utf-8", Read(name)));

    private static IEnumerable<string> Names(Func<string, bool> isMeant) => Here.GetManifestResourceNames().Where(isMeant).Order(StringComparer.Ordinal);

    private static string Read(string name)
    {
        using var reader = new StreamReader(Here.GetManifestResourceStream(name)!); // Its name was just listed, or is built in.
        return reader.ReadToEnd();
    }

    private static string VersionOf(IEnumerable<EmbeddedAsset> assets) =>
        Convert.ToHexStringLower(SHA256.HashData(assets.SelectMany(asset => asset._content).ToArray()).AsSpan(0, 8));
}
