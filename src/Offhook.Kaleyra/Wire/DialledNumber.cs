namespace Offhook.Kaleyra.Wire;

/// <summary>Phone numbers on their way out: one number, ASCII digits, nothing that the provider could read as a list or a command.</summary>
internal static class DialledNumber
{
    private const string India = "91";
    private const int National = 10;

    /// <summary>Gives the number back when it is <c>+</c> and 8 to 15 digits, 11 to 15 digits with the country code, or the ten digits of an Indian number.</summary>
    /// <exception cref="ArgumentException">It is none of these. The message never holds the number.</exception>
    public static string Checked(string? number, string name)
    {
        _ = International(number) ?? throw new ArgumentException(
            "One phone number is needed: ten digits, or the country code and the number, with or without a plus; ASCII digits and nothing between them.", name);
        return number!;
    }

    /// <summary>The number's E.164 digits without the plus, or null when it is no single phone number.</summary>
    public static string? International(string? number)
    {
        var digits = number.AsSpan();
        var isInternational = digits.StartsWith("+");
        digits = isInternational ? digits[1..] : digits;
        if (!TolerantText.IsDigits(digits) || digits[0] == '0' || digits.Length is < 8 or > 15)
        {
            return null;
        }

        if (digits.Length == National)
        {
            // Ten digits are an Indian number to the provider, so another country's ten digits would ring a stranger.
            return isInternational ? null : $"{India}{digits}";
        }

        var isWhole = isInternational || digits.Length > National;
        return isWhole && (!digits.StartsWith(India) || digits.Length == India.Length + National) ? digits.ToString() : null;
    }

    /// <summary>The digits of a number of the account's own, which is shown and never dialled: with a plus, whatever follows it; otherwise as <see cref="International"/> reads it.</summary>
    /// <returns>Null when it is no single phone number.</returns>
    public static string? Own(string? number) =>
        number is ['+', not '0', .. var rest] && rest.Length is >= 7 and <= 14 && TolerantText.IsDigits(number.AsSpan(1)) ? number[1..] : International(number);

    /// <summary>The ten digits of an Indian number; another country's number keeps its country code.</summary>
    public static string WithoutCountry(string international) =>
        international.StartsWith(India, StringComparison.Ordinal) ? international[India.Length..] : international;

    /// <summary>The last four digits, the others hidden.</summary>
    public static string Masked(string? number) => number is { Length: > 4 } ? $"••••••{number[^4..]}" : "••••";
}
