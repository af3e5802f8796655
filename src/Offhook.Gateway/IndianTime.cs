namespace Offhook.Gateway;

/// <summary>Indian days and hours: the provider's log is kept in them, and so are the pages. India has no summer time.</summary>
public static class IndianTime
{
    /// <summary>Five and a half hours ahead of UTC.</summary>
    public static readonly TimeSpan Offset = new(5, 30, 0);

    /// <summary>The calendar day of a moment.</summary>
    public static DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.ToOffset(Offset).DateTime);

    /// <summary>The first moment of a calendar day.</summary>
    public static DateTimeOffset StartOf(DateOnly day) => new(day, TimeOnly.MinValue, Offset);
}
