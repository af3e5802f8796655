namespace Offhook.Calls;

/// <summary>The times of a call: reported ones, and those that follow from them by arithmetic. Nothing comes from the time of arrival.</summary>
internal readonly record struct CallTimes(
    DateTimeOffset? AnsweredAt, DateTimeOffset? EndedAt, TimeSpan? Duration, TimeSpan? Talk, bool EndIsDerived, bool DurationIsDerived)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static CallTimes Of(List<WeighedReport> weighed, CallStatus status)
    {
        var started = First(weighed, static item => item.Report.StartedAt);
        var reportedEnd = First(weighed, static item => item.Report.EndedAt);
        var reportedDuration = First(weighed, static item => item.Report.Duration >= TimeSpan.Zero ? item.Report.Duration : null);
        var talk = status is CallStatus.Answered
            ? First(weighed, static item => item.Verdict.Status is CallStatus.Answered ? item.Verdict.Talk : null)
            : First(weighed, static item => item.Verdict.Talk == TimeSpan.Zero ? item.Verdict.Talk : null);

        var end = reportedEnd ?? Moved(started, reportedDuration);
        var duration = reportedDuration ?? (end - started is { } span && span >= TimeSpan.Zero && span <= Day ? span : null);

        // The start of a call is when it was placed. Talk began its own length before the end.
        var answered = status is CallStatus.Answered && talk > TimeSpan.Zero ? Moved(end, -talk) : null;
        return new(
            answered?.ToUniversalTime(), end?.ToUniversalTime(), duration, talk,
            reportedEnd is null && end is not null, reportedDuration is null && duration is not null);
    }

    // Null where the calendar ends: a report may hold any time.
    private static DateTimeOffset? Moved(DateTimeOffset? time, TimeSpan? by) =>
        time?.UtcTicks + by?.Ticks is { } ticks && ticks >= DateTimeOffset.MinValue.UtcTicks && ticks <= DateTimeOffset.MaxValue.UtcTicks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : null;

    private static T? First<T>(List<WeighedReport> weighed, Func<WeighedReport, T?> field)
        where T : struct
    {
        foreach (var item in weighed)
        {
            if (field(item) is { } value)
            {
                return value;
            }
        }

        return null;
    }
}
