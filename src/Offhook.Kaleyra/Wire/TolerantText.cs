using System.Buffers;
using System.Net;
using System.Text;

namespace Offhook.Kaleyra.Wire;

/// <summary>How text from the provider is read: what counts as absent, what is taken out, what is never taken for a digit.</summary>
internal static class TolerantText
{
    private const int LongestId = 128;

    private static readonly SearchValues<string> NullWords =
        SearchValues.Create(["null", "NA", "N/A", "-", "undefined"], StringComparison.OrdinalIgnoreCase);

    /// <summary>The value trimmed and without control characters, or null when it stands for nothing: empty, a null word, or a variable nobody replaced.</summary>
    public static string? Present(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var value = WithoutControls(text).Trim();
        return value.Length == 0 || NullWords.Contains(value) || IsPlaceholder(value) ? null : value;
    }

    /// <summary>An id: one word of at most 128 characters. What says that there is nothing (<c>0</c>, <c>false</c>) is none.</summary>
    public static string? Id(string? text) =>
        Present(text) is { Length: <= LongestId } id && !id.Contains(' ', StringComparison.Ordinal) && id.ToUpperInvariant() is not ("0" or "TRUE" or "FALSE") ? id : null;

    /// <summary>One line that any store takes: line ends and tabs are spaces, other control characters (NUL among them) removed, lone surrogates U+FFFD.</summary>
    public static string WithoutControls(string text)
    {
        var isClean = true;
        foreach (var c in text)
        {
            isClean &= !char.IsControl(c) && !char.IsSurrogate(c);
        }

        if (isClean)
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '\n' or '\t')
            {
                clean.Append(' ');
            }
            else if (!Rune.IsControl(rune))
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString();
    }

    /// <summary>The text as it came, except for what no database column takes: NUL is dropped, a lone surrogate becomes U+FFFD.</summary>
    public static string Storable(string text)
    {
        var whole = text.Replace("\0", "", StringComparison.Ordinal);
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(whole));
    }

    /// <summary>Undoes one percent-encoding; invalid bytes become U+FFFD, a cut-off escape stays as it is.</summary>
    public static string Decode(string text, bool plusIsSpace) =>
        WebUtility.UrlDecode(plusIsSpace ? text : text.Replace("+", "%2B", StringComparison.Ordinal));

    /// <summary>Whether an escape such as <c>%7B</c> is left in the text.</summary>
    public static bool HasEscape(ReadOnlySpan<char> text)
    {
        for (var i = text.IndexOf('%'); i >= 0 && i + 2 < text.Length;)
        {
            if (char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                return true;
            }

            var next = text[(i + 1)..].IndexOf('%');
            i = next < 0 ? -1 : i + 1 + next;
        }

        return false;
    }

    /// <summary>Whether every character is one of 0 to 9; digits of other scripts do not count.</summary>
    public static bool IsDigits(ReadOnlySpan<char> text) => text.Length > 0 && !text.ContainsAnyExceptInRange('0', '9');

    /// <summary>Whether the text holds only <c>A-Z a-z 0-9 _ -</c>.</summary>
    public static bool IsPlain(string? text)
    {
        foreach (var c in text ?? "")
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>At most <paramref name="most"/> characters, never half a surrogate pair.</summary>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        return text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
    }

    // {word}, {{word}}, %7Bword%7D, and any of them cut off before its end.
    private static bool IsPlaceholder(ReadOnlySpan<char> value)
    {
        var rest = value;
        if (rest[0] == '{')
        {
            rest = rest.TrimStart('{').TrimEnd('}');
        }
        else if (rest.StartsWith("%7B", StringComparison.OrdinalIgnoreCase))
        {
            rest = rest[3..];
            rest = rest.EndsWith("%7D", StringComparison.OrdinalIgnoreCase) ? rest[..^3] : rest;
        }
        else
        {
            return false;
        }

        foreach (var c in rest)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or ' ' or '.' or '%'))
            {
                return false;
            }
        }

        return true;
    }
}
