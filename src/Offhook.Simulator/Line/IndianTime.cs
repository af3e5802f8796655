using System.Globalization;

namespace Offhook.Simulator;

/// <summary>The platform writes times and counts days as clocks in India show them: UTC+05:30, no summer time.</summary>
internal static class IndianTime
{
    private static readonly TimeSpan Offset = new(5, 30, 0);

    public static string Text(DateTimeOffset at) => Format(at, "yyyy-MM-dd HH:mm:ss");

    public static string Date(DateTimeOffset at) => Format(at, "yyyy-MM-dd");

    /// <summary>As the vendor's call-masking document writes <c>calltime</c>.</summary>
    public static string CallTime(DateTimeOffset at) => Format(at, "dd/MM/yyyy hh:mm tt");

    public static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(at.ToOffset(Offset).DateTime);

    private static string Format(DateTimeOffset at, string format) => at.ToOffset(Offset).ToString(format, CultureInfo.InvariantCulture);
}
