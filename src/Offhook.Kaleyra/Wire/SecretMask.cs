using System.Text.Json;
using System.Text.RegularExpressions;

namespace Offhook.Kaleyra.Wire;

/// <summary>Takes secrets out of what others wrote, in every spelling in which they may have echoed them.</summary>
internal sealed class SecretMask(params string[] secrets)
{
    /// <summary>Length of the longest reason, in characters.</summary>
    public const int LongestReason = 200;

    private const int LongestRaw = 4096;
    private const int ShortestToken = 8;

    private static readonly Regex LongNumber = new("[0-9]{6,}([0-9]{4})", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    // The token in a callback address of ours, whichever call it was for: escaped for a form (once or more), for JSON, or not at all.
    private static readonly Regex CallbackToken = new(
        @"((?:^|[^a-z0-9_]|%(?:25)*(?:26|3F)|\\u00(?:26|3F))t(?:=|%(?:25)*3D|\\u003D))[0-9a-f]{32,}",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private readonly string[] _spellings = [.. secrets.Where(secret => secret.Length > 0).SelectMany(Spellings).Distinct()];

    /// <summary>The same mask for one more secret; one so short that it would blot out ordinary words is left.</summary>
    public SecretMask And(string? token) => token is { Length: >= ShortestToken } ? new([.. secrets, token]) : this;

    /// <summary>The text without the secrets, fit for any store.</summary>
    public string Apply(string text)
    {
        // First what is taken out anyway: a NUL in the middle would hide the secret from the search.
        text = TolerantText.Storable(text);
        foreach (var spelling in _spellings)
        {
            text = text.Replace(spelling, "***", StringComparison.OrdinalIgnoreCase);
        }

        return CallbackToken.Replace(text, "$1***");
    }

    /// <summary>A reason fit for a screen and a log: one line of at most 200 characters, no secret, no HTML page, no full phone number.</summary>
    public string Reason(string text)
    {
        if (WireBody.HoldsHtml(text))
        {
            return "an HTML page";
        }

        var line = Apply(TolerantText.WithoutControls(text)).Trim();
        return TolerantText.Cut(Numbers(line), LongestReason);
    }

    /// <summary>A body fit for keeping: its first 4 kB without the secrets; null for HTML.</summary>
    public string? Raw(WireBody body) =>
        body.Form is BodyForm.Html or BodyForm.Empty ? null : TolerantText.Cut(Apply(body.Text), LongestRaw);

    /// <summary>The text with every run of ten digits or more shortened to its last four.</summary>
    public static string Numbers(string text) => LongNumber.Replace(text, "••••••$1");

    private static string[] Spellings(string secret) =>
        [secret, Uri.EscapeDataString(secret), JsonEncodedText.Encode(secret).ToString(), secret.Replace("/", "\\/", StringComparison.Ordinal)];
}
