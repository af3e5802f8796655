using System.Text.RegularExpressions;

namespace Offhook.Desk.Tests;

/// <summary>The form of the desk as a browser without scripts sends it.</summary>
internal static partial class DeskForm
{
    public static readonly Uri Desk = new("/", UriKind.Relative);
    public static readonly Uri Dial = new("/desk/dial", UriKind.Relative);

    /// <summary>Opens the page and fills in its first form, keys included.</summary>
    public static async Task<Dictionary<string, string>> OpenAsync(HttpClient client, CancellationToken cancellationToken, params (string Name, string Value)[] typed)
    {
        var page = await client.GetStringAsync(Desk, cancellationToken);
        var form = page[page.IndexOf("id=\"click-to-call\"", StringComparison.Ordinal)..];
        var fields = Hidden().Matches(form[..form.IndexOf("</form>", StringComparison.Ordinal)]).ToDictionary(field => field.Groups[1].Value, field => field.Groups[2].Value);
        foreach (var (name, value) in typed)
        {
            fields[name] = value;
        }

        return fields;
    }

    /// <summary>Sends it. The answer is the redirect.</summary>
    public static async Task<HttpResponseMessage> SendAsync(HttpClient client, Dictionary<string, string> fields, CancellationToken cancellationToken)
    {
        using var content = new FormUrlEncodedContent(fields);
        return await client.PostAsync(Dial, content, cancellationToken);
    }

    /// <summary>The outcome on the page to which the answer leads: its sentence, and whether it is a problem.</summary>
    public static async Task<(string Sentence, bool IsProblem)> OutcomeAsync(HttpClient client, CancellationToken cancellationToken)
    {
        var page = await client.GetStringAsync(Desk, cancellationToken);
        var outcome = Outcome().Match(page);
        return (System.Net.WebUtility.HtmlDecode(outcome.Groups[2].Value), outcome.Groups[1].Value.Contains("data-problem", StringComparison.Ordinal));
    }

    [GeneratedRegex("""<input type="hidden" name="([^"]+)" value="([^"]*)"[^>]*>""")]
    private static partial Regex Hidden();

    [GeneratedRegex("""<p id="outcome"([^>]*)>([^<]*)</p>""")]
    private static partial Regex Outcome();
}
