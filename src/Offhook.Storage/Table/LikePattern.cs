namespace Offhook.Storage.Table;

/// <summary>A pattern of SQL's <c>like</c>: <c>%</c> is any text, <c>_</c> any one character, <c>\</c> takes the next one as it is.</summary>
public static class LikePattern
{
    /// <summary>Whether a pattern can be used. One that ends in a single <c>\</c> cannot.</summary>
    public static bool IsWhole(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        var escapes = pattern.Length - pattern.AsSpan().TrimEnd('\\').Length;
        return escapes % 2 == 0;
    }

    /// <summary>Whether the whole text is of the pattern. The work is at most the product of both lengths.</summary>
    /// <param name="ignoreCase">Whether capital and small letters are equal, in all scripts.</param>
    public static bool Matches(string text, string pattern, bool ignoreCase)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(pattern);
        var (at, place) = (0, 0);

        // Where to go on when what follows the last % does not fit: one character later.
        var (afterAny, retry) = (-1, 0);
        while (at < text.Length)
        {
            if (place < pattern.Length && pattern[place] == '%')
            {
                (afterAny, retry) = (++place, at);
            }
            else if (TryTake(text, at, pattern, place, ignoreCase, out var taken, out var read))
            {
                (at, place) = (at + taken, place + read);
            }
            else if (afterAny >= 0)
            {
                retry += Width(text, retry);
                (at, place) = (retry, afterAny);
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(place).TrimStart('%').IsEmpty;
    }

    private static bool TryTake(string text, int at, string pattern, int place, bool ignoreCase, out int taken, out int read)
    {
        (taken, read) = (1, 1);
        if (place == pattern.Length)
        {
            return false;
        }

        if (pattern[place] == '_')
        {
            taken = Width(text, at);
            return true;
        }

        if (pattern[place] == '\\' && place + 1 < pattern.Length)
        {
            read = 2;
        }

        var (a, b) = (text[at], pattern[place + read - 1]);
        return a == b || (ignoreCase && char.ToLowerInvariant(a) == char.ToLowerInvariant(b));
    }

    // A character above U+FFFF is one character, though it has two halves.
    private static int Width(string text, int at) => char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;
}
