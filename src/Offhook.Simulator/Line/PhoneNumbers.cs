namespace Offhook.Simulator;

/// <summary>Phone numbers as the platform sees them: ten digits, and what stands before them.</summary>
internal static class PhoneNumbers
{
    private static readonly string[] Carriers = ["JIO", "AIRTEL", "VI", "BSNL"];
    private static readonly string[] Circles = ["BIHAR", "UP EAST", "KARNATAKA", "MUMBAI", "TAMIL NADU"];

    /// <summary>Whether a dial may name it: ten digits (documented by the vendor), or 91 before them (observed in production integrations).</summary>
    public static bool IsDialable(string number) =>
        (number.Length == 10 || (number.Length == 12 && number.StartsWith("91", StringComparison.Ordinal))) && number.All(char.IsAsciiDigit);

    /// <summary>Whether a dial on kaleyra.io may name it: digits only, the country code first (documented by the vendor), at most the 15 of E.164.</summary>
    public static bool IsWithCountry(string number) => number.Length is >= 11 and <= 15 && number[0] != '0' && number.All(char.IsAsciiDigit);

    /// <summary>The ten digits by which numbers are compared; an IVR's name stays as it is.</summary>
    public static string LastTen(string number)
    {
        if (number.StartsWith("ivr:", StringComparison.Ordinal))
        {
            return number;
        }

        var digits = string.Concat(number.Where(char.IsAsciiDigit));
        return digits.Length > 10 ? digits[^10..] : digits;
    }

    public static string InForm(string number, NumberForm form) => number.StartsWith("ivr:", StringComparison.Ordinal) || number.Length == 0 ? number : form switch
    {
        NumberForm.National => LastTen(number),
        NumberForm.WithCountry => "91" + LastTen(number),
        NumberForm.WithPlus => "+91" + LastTen(number),
        NumberForm.WithZero => "0" + LastTen(number),
        _ => throw new ArgumentOutOfRangeException(nameof(form), form, null),
    };

    public static string CarrierOf(string number) => Carriers[Sum(number) % Carriers.Length];

    public static string CircleOf(string number) => Circles[Sum(number) % Circles.Length];

    private static int Sum(string number) => number.Where(char.IsAsciiDigit).Sum(digit => digit - '0');
}
