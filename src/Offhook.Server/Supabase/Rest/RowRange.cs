using System.Globalization;
using Offhook.Server.Supabase.Table;

namespace Offhook.Server.Supabase.Rest;

/// <summary>Which rows of a list are wanted.</summary>
/// <param name="Offset">How many are left out.</param>
/// <param name="Limit">How many at most.</param>
internal readonly record struct RowRange(long Offset, int Limit)
{
    /// <summary>How many rows an answer has at most, however many are asked for.</summary>
    public const int MostRows = 1000;

    /// <summary>What <c>limit</c>, <c>offset</c> and the header <c>Range</c> have in common.</summary>
    /// <returns>What is wrong, or null when <paramref name="range"/> was read.</returns>
    public static TableFault? Read(string? limit, string? offset, string? header, out RowRange range)
    {
        range = default;
        if (Number(limit, "limit", MostRows, out var most) is { } limitFault)
        {
            return limitFault;
        }

        if (Number(offset, "offset", 0, out var first) is { } offsetFault)
        {
            return offsetFault;
        }

        var end = first > long.MaxValue - most ? long.MaxValue : first + most;
        if (ReadHeader(header) is var (lower, upper))
        {
            if (lower > upper)
            {
                return Unsatisfiable("The lower boundary must be lower than or equal to the upper boundary in the Range header.");
            }

            (first, end) = (Math.Max(first, lower), upper == long.MaxValue ? end : Math.Min(end, upper + 1));
        }

        range = new RowRange(first, (int)Math.Clamp(end - first, 0, MostRows));
        return null;
    }

    /// <summary>The offset lies behind the last row.</summary>
    public TableFault Beyond(long total) => Unsatisfiable(string.Create(CultureInfo.InvariantCulture, $"An offset of {Offset} was requested, but there are only {total} rows."));

    /// <summary>The header <c>Content-Range</c>: <c>0-9/42</c>, <c>*/0</c>; a total that was not counted is <c>*</c>.</summary>
    public string Text(long count, long? total)
    {
        var rows = count == 0 ? "*" : string.Create(CultureInfo.InvariantCulture, $"{Offset}-{Offset + count - 1}");
        return $"{rows}/{total?.ToString(CultureInfo.InvariantCulture) ?? "*"}";
    }

    private static TableFault? Number(string? text, string name, long standard, out long number)
    {
        number = standard;
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number))
        {
            return TableFault.Unreadable($"\"failed to parse {name} parameter ({TableFault.Cut(text)})\"", "a whole number is needed");
        }

        return number < 0 ? Unsatisfiable($"The {name} must be greater than or equal to zero.") : null;
    }

    // A header of another form is as good as none.
    private static (long Lower, long Upper)? ReadHeader(string? header)
    {
        if (header?.Split('-') is not [var first, var last] || !long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var lower))
        {
            return null;
        }

        return last.Length == 0 ? (lower, long.MaxValue)
            : long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var upper) ? (lower, upper)
            : null;
    }

    private static TableFault Unsatisfiable(string details) => new("PGRST103", "Requested range not satisfiable", details);
}
