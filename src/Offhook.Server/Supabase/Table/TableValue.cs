using System.Globalization;
using Offhook.Storage.Table;

namespace Offhook.Server.Supabase.Table;

/// <summary>A text as a value of a column's type, cast as PostgreSQL casts it in a session in UTC.</summary>
internal static class TableValue
{
    /// <returns>What is wrong, or null when <paramref name="value"/> was made.</returns>
    public static TableFault? Cast(ColumnType type, string text, out object value)
    {
        value = text;
        if (text.Contains('\0', StringComparison.Ordinal) || HasHalfCharacter(text))
        {
            return TableFault.NotStorable;
        }

        return type switch
        {
            ColumnType.Text => null,
            ColumnType.Number => Whole(type, text, int.MinValue, int.MaxValue, number => (int)number, out value),
            ColumnType.BigNumber => Whole(type, text, long.MinValue, long.MaxValue, number => number, out value),
            ColumnType.Uuid => Uuid(text, out value),
            ColumnType.Timestamptz => TimestampText.Read(text, out value),
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "there is no such type"),
        };
    }

    // ASCII blanks around it, a sign, digits: what PostgreSQL's pg_strtoint takes up to version 15. Later ones also take other bases.
    private static TableFault? Whole(ColumnType type, string text, long least, long most, Func<long, object> box, out object value)
    {
        value = text;
        var digits = text.AsSpan().Trim(" \t\n\v\f\r");
        if (!digits.IsEmpty && digits[0] is '+' or '-')
        {
            digits = digits[1..];
        }

        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
        {
            return TableFault.NoSuchForm(type, text);
        }

        if (!long.TryParse(text.AsSpan().Trim(" \t\n\v\f\r"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) || number < least || number > most)
        {
            return TableFault.NumberOutOfRange(type, text);
        }

        value = box(number);
        return null;
    }

    // Braces around it or none, capital or small digits, a hyphen or none after each group of four.
    private static TableFault? Uuid(string text, out object value)
    {
        value = text;
        var rest = text.AsSpan();
        if (rest is ['{', .. var inner, '}'])
        {
            rest = inner;
        }

        Span<char> digits = stackalloc char[32];
        var count = 0;
        for (var i = 0; i < rest.Length; i++)
        {
            if (rest[i] == '-' && count is > 0 and < 32 && count % 4 == 0 && rest[i - 1] != '-')
            {
                continue;
            }

            if (count == 32 || !char.IsAsciiHexDigit(rest[i]))
            {
                return TableFault.NoSuchForm(ColumnType.Uuid, text);
            }

            digits[count++] = rest[i];
        }

        if (count < 32)
        {
            return TableFault.NoSuchForm(ColumnType.Uuid, text);
        }

        value = Guid.ParseExact(digits, "N");
        return null;
    }

    private static bool HasHalfCharacter(string text)
    {
        for (var i = text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff'); i >= 0 && i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !char.IsSurrogatePair(text, i++))
            {
                return true;
            }
        }

        return false;
    }
}
