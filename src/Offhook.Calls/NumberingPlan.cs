using System.Buffers;
using System.Collections.Frozen;

namespace Offhook.Calls;

/// <summary>
/// What can be told from the digits alone. Source: India's National Numbering Plan (mobile numbers begin with 6 to 9, area codes with 1 to 8; ten digits in
/// all; 1800 and 1860 are toll-free and shared cost, 1900 premium; short codes begin with 1 or 5) and E.164.
/// </summary>
internal static class NumberingPlan
{
    private const int MaxTextLength = 40;

    private static readonly SearchValues<char> NumberText = SearchValues.Create("+ 0123456789");

    // 100 police, 101 fire, 102 and 108 ambulance, 112 all of them, 1098 children, 1091 and 181 women, 1930 cyber crime and their like.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Emergency = FrozenSet.ToFrozenSet(
    [
        "100", "101", "102", "103", "104", "106", "107", "108", "109", "112", "181", "911", "999",
        "1033", "1070", "1072", "1073", "1075", "1077", "1078", "1090", "1091", "1093", "1094", "1095", "1096", "1097", "1098", "1099",
        "1363", "1512", "1551", "1906", "1915", "1930", "14416", "14567",
    ]).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Turns a text into E.164.</summary>
    public static NumberFault? Read(string? text, out string e164)
    {
        e164 = "";
        var trimmed = text.AsSpan().Trim(' ');
        if (trimmed.IsEmpty)
        {
            return NumberFault.Missing;
        }

        if (trimmed.Length > MaxTextLength)
        {
            return trimmed.IndexOfAnyExcept(NumberText) < 0 ? NumberFault.TooLong : NumberFault.NotDigits;
        }

        var international = trimmed[0] == '+';
        Span<char> buffer = stackalloc char[MaxTextLength];
        var count = 0;
        foreach (var c in international ? trimmed[1..] : trimmed)
        {
            if (char.IsAsciiDigit(c))
            {
                buffer[count++] = c;
            }
            else if (c != ' ')
            {
                return NumberFault.NotDigits;
            }
        }

        ReadOnlySpan<char> digits = buffer[..count];
        if (digits.IsEmpty)
        {
            return NumberFault.NotDigits;
        }

        if (!international && digits.StartsWith("00"))
        {
            international = true;
            digits = digits[2..];
        }

        return international && !digits.StartsWith("91") ? ReadForeign(digits, out e164)
            : ReadIndian(StripIndianPrefix(digits, international), out e164);
    }

    /// <summary>What kind of number an E.164 text is.</summary>
    public static NumberClass Classify(ReadOnlySpan<char> e164)
    {
        if (e164.StartsWith("+91"))
        {
            var national = e164[3..];
            return national.StartsWith("1800") || national.StartsWith("1860") || national.StartsWith("1900") ? NumberClass.Service : NumberClass.Subscriber;
        }

        // Country codes of no country: toll-free (800), shared cost (808), satellite and networks (870, 878, 881 to 883), premium (979), trials (888, 991).
        foreach (var prefix in (ReadOnlySpan<string>)["+800", "+808", "+87", "+88", "+979", "+991"])
        {
            if (e164.StartsWith(prefix) && !e164.StartsWith("+880") && !e164.StartsWith("+886"))
            {
                return NumberClass.Service;
            }
        }

        return e164.StartsWith("+1900") ? NumberClass.Service : NumberClass.Subscriber;
    }

    private static ReadOnlySpan<char> StripIndianPrefix(ReadOnlySpan<char> digits, bool international) =>
        international ? digits[2..]
        : digits.Length == 12 && digits.StartsWith("91") ? digits[2..]
        : digits.Length > 1 && digits[0] == '0' ? digits[1..]
        : digits;

    private static NumberFault? ReadIndian(ReadOnlySpan<char> national, out string e164)
    {
        e164 = "";
        if (Emergency.Contains(national))
        {
            return NumberFault.Emergency;
        }

        // Toll-free numbers have 10 or 11 digits (1800 and six or seven more).
        var isLongService = national.Length == 11 && (national.StartsWith("1800") || national.StartsWith("1860"));
        if (national.Length < 10)
        {
            return national.Length is >= 3 and <= 6 && national[0] is '1' or '5' ? NumberFault.ShortCode : NumberFault.TooShort;
        }

        if (national.Length > 10 && !isLongService)
        {
            return NumberFault.TooLong;
        }

        if (national[0] == '0')
        {
            return NumberFault.NotAssigned;
        }

        e164 = $"+91{national}";
        return null;
    }

    private static NumberFault? ReadForeign(ReadOnlySpan<char> digits, out string e164)
    {
        e164 = "";
        if (Emergency.Contains(digits))
        {
            return NumberFault.Emergency;
        }

        if (digits.Length is < 8 or > 15)
        {
            return digits.Length < 8 ? NumberFault.TooShort : NumberFault.TooLong;
        }

        if (digits[0] == '0')
        {
            return NumberFault.NotAssigned;
        }

        e164 = $"+{digits}";
        return null;
    }
}
