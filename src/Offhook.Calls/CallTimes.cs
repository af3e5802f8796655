namespace Offhook.Calls;

/// <summary>The times of a call: reported ones, and those that follow from them by arithmetic. Nothing comes from the time of arrival.</summary>
internal readonly record struct CallTimes(
    DateTimeOffset? AnsweredAt, DateTimeOffset? EndedAt, TimeSpan? Duration, TimeSpan? Talk, bool EndIsDerived, bool DurationIsDerived)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static CallTimes Of(List<WeighedReport> weighed, CallStatus status)
    {
        var started = First(weighed, item => item.Report.StartedAt);
        var reportedEnd = First(weighed, item => item.Report.EndedAt);
        var reportedDuration = First(weighed, item => item.Report.Duration);
        var talk = status is CallStatus.Answered
            ? First(weighed, item => item.Verdict.Status is CallStatus.Answered ? item.Verdict.Talk : null)
            : First(weighed, item => item.Verdict.Talk == TimeSpan.Zero ? item.Verdict.Talk : null);

        var end = reportedEnd ?? started + reportedDuration;
        var duration = reportedDuration ?? (end - started is { } span && span >= TimeSpan.Zero && span <= Day ? span : null);

        // The start of a call is when it was placed. Talk began its own length before the end.
        var answered = status is CallStatus.Answered && talk > TimeSpan.Zero ? end - talk : null;
        return new(answered, end, duration, talk, reportedEnd is null && end is not null, reportedDuration is null && duration is not null);
    }

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
