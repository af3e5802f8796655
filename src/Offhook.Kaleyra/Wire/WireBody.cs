using System.Text.RegularExpressions;

namespace Offhook.Kaleyra.Wire;

/// <summary>What a body turned out to hold. It is told by its content: the provider answers text or HTML under any content type.</summary>
internal enum BodyForm
{
    Empty,
    Json,
    Xml,
    Html,
    Text,
    Unreadable,
}

/// <summary>A body by its content.</summary>
/// <param name="Value">Set for JSON and XML.</param>
internal sealed record WireBody(BodyForm Form, string Text, WireValue? Value = null)
{
    // Linear by construction, so no answer can keep it busy.
    private static readonly Regex Jsonp = new(@"^[\w$.]{1,64}\s*\(\s*([{\[][\s\S]*)\)\s*;?$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private static readonly Regex HtmlRoot =
        new(@"^(<[!?][^>]*>\s*)*<\s*html\b|^<!doctype\s+html", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly Regex HtmlOpening =
        new(@"<\s*(!doctype\s+html|html|head|body|title|h1|center|div|p|script|meta)\b", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    public static WireBody Read(string body)
    {
        var text = body.Trim('\uFEFF', ' ', '\t', '\r', '\n', '\0');
        if (text.Length == 0)
        {
            return new(BodyForm.Empty, text);
        }

        return ByFirstCharacter(Unwrapped(text));
    }

    /// <summary>The JSON inside a call of a function (JSONP), white space around it left out; any other text as it is.</summary>
    public static string Unwrapped(string text) => Jsonp.Match(text.Trim('\uFEFF', ' ', '\t', '\r', '\n')) is { Success: true } wrapped ? wrapped.Groups[1].Value : text;

    /// <summary>Whether HTML stands anywhere in the text.</summary>
    public static bool HoldsHtml(string text) => HtmlOpening.IsMatch(text);

    private static WireBody ByFirstCharacter(string text) => text[0] switch
    {
        '{' or '[' => WireJson.Read(text) is { } json ? new(BodyForm.Json, text, json) : new(BodyForm.Unreadable, text),
        '<' when !HtmlRoot.IsMatch(text) && WireXml.Read(text) is { } xml => new(BodyForm.Xml, text, xml),
        _ when HoldsHtml(text) => new(BodyForm.Html, text),
        '<' => new(BodyForm.Unreadable, text),
        _ => new(BodyForm.Text, text),
    };
}
