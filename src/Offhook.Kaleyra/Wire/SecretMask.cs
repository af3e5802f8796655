using System.Text.Json;
using System.Text.RegularExpressions;

namespace Offhook.Kaleyra.Wire;

/// <summary>Takes a secret out of what others wrote, in every spelling in which they may have echoed it.</summary>
internal sealed class SecretMask(string secret)
{
    private const int LongestReason = 200;
    private const int LongestRaw = 4096;

    private static readonly Regex LongNumber = new("[0-9]{6,}([0-9]{4})", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private readonly string[] _spellings = secret.Length == 0
        ? []
        : [.. new[] { secret, Uri.EscapeDataString(secret), JsonEncodedText.Encode(secret).ToString(), secret.Replace("/", "\\/", StringComparison.Ordinal) }.Distinct()];

    /// <summary>The text without the secret, fit for any store.</summary>
    public string Apply(string text)
    {
        // First what is taken out anyway: a NUL in the middle would hide the secret from the search.
        text = TolerantText.Storable(text);
        foreach (var spelling in _spellings)
        {
            text = text.Replace(spelling, "***", StringComparison.OrdinalIgnoreCase);
        }

        return text;
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

    /// <summary>A body fit for keeping: its first 4 kB without the secret; null for HTML.</summary>
    public string? Raw(WireBody body) =>
        body.Form is BodyForm.Html or BodyForm.Empty ? null : TolerantText.Cut(Apply(body.Text), LongestRaw);

    /// <summary>The text with every run of ten digits or more shortened to its last four.</summary>
    public static string Numbers(string text) => LongNumber.Replace(text, "••••••$1");
}
