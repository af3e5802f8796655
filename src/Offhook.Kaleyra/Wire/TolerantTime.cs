using System.Globalization;

namespace Offhook.Kaleyra.Wire;

/// <summary>How a moment is read. What cannot be read is absent; it is never filled with now.</summary>
internal static class TolerantTime
{
    private const int EpochSecondsLength = 10;
    private const int EpochMillisecondsLength = 13;

    /// <summary>Indian time. It has no daylight saving, so no time-zone data is needed.</summary>
    public static readonly TimeSpan India = new(5, 30, 0);

    private static readonly DateTimeOffset Earliest = new(2015, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(1);

    private static readonly string[] LocalFormats =
    [
        "yyyy-MM-dd HH:mm:ss", "yyyy/MM/dd HH:mm:ss", "dd-MM-yyyy HH:mm:ss", "dd/MM/yyyy HH:mm:ss",
        "dd/MM/yyyy hh:mm tt", "dd/MM/yyyy hh:mm:ss tt", "dd-MM-yyyy hh:mm tt", "dd-MM-yyyy hh:mm:ss tt",
        "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF",
    ];

    private static readonly string[] OffsetFormats =
    [
        "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd HH:mm:sszzz",
        "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd HH:mm:ss'Z'",
    ];

    /// <summary>Reads epoch seconds (10 digits), epoch milliseconds (13), Indian local text, or ISO 8601 with an offset; the result is in UTC.</summary>
    /// <param name="fault">Why nothing could be read, in words; null when the text was absent, stood for "not set", or was fine.</param>
    public static DateTimeOffset? Read(string? text, DateTimeOffset now, out string? fault) => Read(text, now, India, out fault);

    /// <summary>Reads the same forms; text without an offset has the given one.</summary>
    /// <param name="offset">Null when nobody knows it: such text is then not read.</param>
    /// <param name="fault">As in the other form.</param>
    public static DateTimeOffset? Read(string? text, DateTimeOffset now, TimeSpan? offset, out string? fault)
    {
        fault = null;
        if (TolerantText.Present(text) is not { } value || IsNotSet(value))
        {
            return null;
        }

        if (Parse(value, offset ?? TimeSpan.Zero, out var isLocal) is not { } moment)
        {
            fault = "not a time";
            return null;
        }

        if (isLocal && offset is null)
        {
            fault = "a time without an offset";
            return null;
        }

        if (moment < Earliest)
        {
            fault = "before 2015";
            return null;
        }

        if (moment - now > Ahead)
        {
            fault = "more than a day ahead";
            return null;
        }

        return moment.ToUniversalTime();
    }

    private static bool IsNotSet(string value) =>
        value.AsSpan().Trim('0').Length == 0
        || value.StartsWith("0000-00-00", StringComparison.Ordinal)
        || value.StartsWith("1970-01-01", StringComparison.Ordinal);

    private static DateTimeOffset? Parse(string value, TimeSpan offset, out bool isLocal)
    {
        isLocal = false;
        var whole = value.EndsWith(".0", StringComparison.Ordinal) ? value.AsSpan(0, value.Length - 2) : value;
        if (TolerantText.IsDigits(whole))
        {
            return whole.Length switch
            {
                EpochSecondsLength => DateTimeOffset.FromUnixTimeSeconds(long.Parse(whole, CultureInfo.InvariantCulture)),
                EpochMillisecondsLength => DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(whole, CultureInfo.InvariantCulture)),
                _ => null,
            };
        }

        if (DateTime.TryParseExact(value, LocalFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            // Year 1 minus five and a half hours is no date any more, nor is the last day of 9999 plus some.
            isLocal = true;
            return local.Year switch { < 1900 => DateTimeOffset.MinValue, 9999 => DateTimeOffset.MaxValue, _ => new DateTimeOffset(local, offset) };
        }

        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParseExact(WithPlus(value), OffsetFormats, CultureInfo.InvariantCulture, Utc, out var moment) ? moment : null;
    }

    // In a query "+05:30" arrives as " 05:30" when nobody escaped the plus.
    private static string WithPlus(string value) =>
        value.Length > 20 && value[^6] == ' ' && value[^3] == ':' ? $"{value[..^6]}+{value[^5..]}" : value;
}
