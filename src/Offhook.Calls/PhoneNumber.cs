using System.Diagnostics.CodeAnalysis;

namespace Offhook.Calls;

/// <summary>A telephone number in E.164. Equal numbers are equal however they were spelt.</summary>
/// <remarks>The default value is no number; <see cref="E164"/> of it is empty.</remarks>
public readonly record struct PhoneNumber
{
    private readonly string? _e164;

    private PhoneNumber(string e164) => _e164 = e164;

    /// <summary>All digits with a leading plus, for example <c>+919876543210</c>.</summary>
    public string E164 => _e164 ?? "";

    /// <summary>The last ten digits, or all when there are fewer. Only for joining the provider's rows, never for finding a call.</summary>
    public string Last10 => E164.Length > 11 ? E164[^10..] : E164.TrimStart('+');

    /// <summary>Whether the number is an Indian one.</summary>
    public bool IsIndian => E164.StartsWith("+91", StringComparison.Ordinal);

    /// <summary>What the column <c>mobile_number</c> holds: 10 digits for an Indian number, E.164 otherwise.</summary>
    public string Legacy => IsIndian ? E164[3..] : E164;

    /// <summary>What kind of number it is, which decides whether it may be called.</summary>
    public NumberClass Class => NumberingPlan.Classify(E164);

    /// <summary>For people: <c>98765 43210</c> for an Indian number, E.164 otherwise. Shows all digits.</summary>
    public string Formatted => IsIndian && E164.Length == 13 ? $"{E164[3..8]} {E164[8..]}" : E164;

    /// <summary>Reads a number that a person or a program wrote.</summary>
    /// <remarks>
    /// Understood are E.164 with <c>+</c> or <c>00</c>, and India's national spellings <c>9876543210</c>, <c>09876543210</c> and <c>919876543210</c>;
    /// plain spaces may stand between digits. Only ASCII digits count. Separators that the provider reads as several numbers
    /// (<c>-</c>, <c>^</c>, <c>,</c>) are refused.
    /// </remarks>
    /// <returns>What is wrong, or null when <paramref name="number"/> was read.</returns>
    public static NumberFault? Read(string? text, out PhoneNumber number)
    {
        var fault = NumberingPlan.Read(text, out var e164);
        number = fault is null ? new PhoneNumber(e164) : default;
        return fault;
    }

    /// <summary>Reads a number where it does not matter what is wrong with it, for example in a filter.</summary>
    public static bool TryRead(string? text, out PhoneNumber number) => Read(text, out number) is null;

    /// <summary>A number that was written by <see cref="E164"/>.</summary>
    /// <exception cref="ArgumentException">The text is not a plus followed by 3 to 15 ASCII digits.</exception>
    public static PhoneNumber FromE164([NotNull] string? e164)
    {
        ArgumentNullException.ThrowIfNull(e164);
        return e164.Length is >= 4 and <= 16 && e164[0] == '+' && e164.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0
            ? new PhoneNumber(e164)
            : throw new ArgumentException("not a number in E.164", nameof(e164));
    }

    /// <summary>The safe form: dots and the last four digits.</summary>
    public override string ToString() => E164.Length < 5 ? "••••" : "••••••" + E164[^4..];
}
