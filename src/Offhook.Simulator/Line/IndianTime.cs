using System.Globalization;

namespace Offhook.Simulator;

/// <summary>The platform writes times and counts days as clocks in India show them: UTC+05:30, no summer time.</summary>
internal static class IndianTime
{
    private static readonly TimeSpan Offset = new(5, 30, 0);
    private static readonly string[] Local = ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF"];
    private static readonly string[] Zoned = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public static string Text(DateTimeOffset at) => Format(at, "yyyy-MM-dd HH:mm:ss");

    public static string Date(DateTimeOffset at) => Format(at, "yyyy-MM-dd");

    /// <summary>As the vendor's call-masking document writes <c>calltime</c>.</summary>
    public static string CallTime(DateTimeOffset at) => Format(at, "dd/MM/yyyy hh:mm tt");

    public static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(at.ToOffset(Offset).DateTime);

    /// <summary>A text without a zone is Indian time; null: it is no time.</summary>
    public static DateTimeOffset? Read(string text) =>
        DateTime.TryParseExact(text, Local, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) ? new DateTimeOffset(local, Offset)
        : DateTimeOffset.TryParseExact(text, Zoned, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var zoned) ? zoned
        : null;

    private static string Format(DateTimeOffset at, string format) => at.ToOffset(Offset).ToString(format, CultureInfo.InvariantCulture);
}
