using System.Globalization;
using System.Text.RegularExpressions;
using Offhook.Storage.Table;

namespace Offhook.Server.Supabase.Table;

/// <summary>
/// A time as browsers write it: <c>2026-03-01</c>, <c>2026-03-01T06:00:00.125Z</c>, <c>2026-03-01 11:30:00+05:30</c>. Without a zone it is UTC. The
/// fraction is rounded to microseconds. PostgreSQL understands more, such as <c>today</c> and <c>1 March 2026</c>; that is not understood here.
/// </summary>
internal static partial class TimestampText
{
    private const string Form = """
        ^\s*(?<year>[0-9]{4,6})-(?<month>[0-9]{1,2})-(?<day>[0-9]{1,2})
        (?:(?:[Tt][ ]*|[ ]+)(?<hour>[0-9]{1,2}):(?<minute>[0-9]{2})(?::(?<second>[0-9]{2})(?:\.(?<fraction>[0-9]{0,12}))?)?
            (?:[ ]*(?<sign>[+-])(?<zonehour>[0-9]{1,2})(?::?(?<zoneminute>[0-9]{2}))?)?)?
        (?:[ ]*(?:[Zz]|UTC|utc))?\s*$
        """;

    /// <returns>What is wrong, or null when <paramref name="value"/> is a <see cref="DateTimeOffset"/> in UTC.</returns>
    public static TableFault? Read(string text, out object value)
    {
        value = text;
        if (text.Length > 100 || Pattern().Match(text) is not { Success: true } parts)
        {
            return TableFault.NoSuchForm(ColumnType.Timestamptz, text);
        }

        var (year, month, day) = (Number(parts, "year"), Number(parts, "month"), Number(parts, "day"));
        var (hour, minute, second) = (Number(parts, "hour"), Number(parts, "minute"), Number(parts, "second"));
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || minute > 59 || second > 60 || hour > 24 || (hour == 24 && minute + second > 0))
        {
            return TableFault.TimeOutOfRange(text);
        }

        var (zoneHour, zoneMinute) = (Number(parts, "zonehour"), Number(parts, "zoneminute"));
        if (zoneHour > 15 || zoneMinute > 59)
        {
            return TableFault.ZoneOutOfRange(text);
        }

        var zone = new TimeSpan(zoneHour, zoneMinute, 0);
        var moment = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).Ticks + new TimeSpan(hour, minute, second).Ticks
            + (Microseconds(parts.Groups["fraction"].Value) * TimeSpan.TicksPerMicrosecond)
            + (parts.Groups["sign"].Value == "-" ? zone.Ticks : -zone.Ticks);
        if (moment < DateTime.MinValue.Ticks || moment > DateTime.MaxValue.Ticks)
        {
            return TableFault.TimeOutOfRange(text);
        }

        value = new DateTimeOffset(moment, TimeSpan.Zero);
        return null;
    }

    private static int Number(Match parts, string name) =>
        parts.Groups[name] is { Success: true, ValueSpan: var digits } ? int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    private static long Microseconds(string fraction) =>
        fraction.Length == 0 ? 0 : (long)decimal.Round(decimal.Parse("0." + fraction, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * 1_000_000m, MidpointRounding.ToEven);

    [GeneratedRegex(Form, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
