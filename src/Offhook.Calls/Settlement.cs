namespace Offhook.Calls;

/// <summary>Whose word makes a call final.</summary>
internal static class Settlement
{
    /// <param name="weighed">All reports, strongest first.</param>
    /// <param name="winner">The report that decides the outcome; null while there is none.</param>
    /// <returns>Null while the call is open.</returns>
    public static ReportSource? Of(List<WeighedReport> weighed, WeighedReport? winner) => winner switch
    {
        null => null,

        // That the customer is there says nothing of the end; whoever tells of it closes the call.
        { IsLive: true } => weighed.Find(static item => item.IsOfTheEnd)?.Report.Source ?? DeadlineAmong(weighed),

        // An answer that nothing proves closes a call only once the log says no more or the deadline passed: then no better source is left to ask.
        _ when winner.Verdict.Strength.Rank <= Evidence.Unproven.Rank =>
            weighed.Exists(static item => item.Report.Source is ReportSource.Log && item.Verdict.Status is not null) ? ReportSource.Log : DeadlineAmong(weighed),
        _ => winner.Report.Source,
    };

    private static ReportSource? DeadlineAmong(List<WeighedReport> weighed) =>
        weighed.Exists(static item => item.Report.Source is ReportSource.Deadline) ? ReportSource.Deadline : null;
}
