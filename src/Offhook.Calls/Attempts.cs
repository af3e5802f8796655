namespace Offhook.Calls;

/// <summary>The intents of a call: as a rule one, and one more for each provider that was asked because the one before provably rang nobody.</summary>
/// <param name="First">The click.</param>
/// <param name="Last">The attempt that counts.</param>
internal sealed record Attempts(Report First, Report Last)
{
    /// <returns>Null without an intent.</returns>
    public static Attempts? Of(Dictionary<string, Report> distinct)
    {
        (string Content, Report Report)? first = null;
        (string Content, Report Report)? last = null;
        foreach (var (content, report) in distinct)
        {
            if (report is not { Source: ReportSource.Intent, Wish: not null })
            {
                continue;
            }

            if (first is null || Compare(content, report, first.Value) < 0)
            {
                first = (content, report);
            }

            // Should one attempt have two intents, the same order decides for both ends, so that it does not depend on who came first.
            if (last is null || NumberOf(report) > NumberOf(last.Value.Report) || (NumberOf(report) == NumberOf(last.Value.Report) && Compare(content, report, last.Value) < 0))
            {
                last = (content, report);
            }
        }

        return first is { } click && last is { } counting ? new(click.Report, counting.Report) : null;
    }

    /// <summary>Whether this is the word of a provider that another one was asked after, so that it no longer says anything of the call.</summary>
    public bool IsOver(Report report) => NumberOf(Last) > 1 && (report.Source is ReportSource.Reply
        ? report.Attempt < NumberOf(Last)
        : report.Provider is { } provider && provider != Last.Wish?.Provider);

    private static int Compare(string content, Report report, (string Content, Report Report) other) =>
        NumberOf(report).CompareTo(NumberOf(other.Report)) is var byNumber and not 0 ? byNumber : string.CompareOrdinal(content, other.Content);

    private static int NumberOf(Report report) => report.Attempt ?? 1;
}
