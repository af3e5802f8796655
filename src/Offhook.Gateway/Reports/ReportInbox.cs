using System.Text.RegularExpressions;
using Offhook.Calls;
using Offhook.Gateway.Reconciliation;
using Offhook.Storage;

namespace Offhook.Gateway.Reports;

/// <summary>Where every genuine report arrives, whoever brings it. When a method returns, the report is on the disk.</summary>
public sealed partial class ReportInbox(ICallStore store, TimeProvider clock, ReportLog log)
{
    private const int LongestWordsInLog = 100;

    /// <summary>Keeps a report. If it tells of the end and not of the outcome or the times, the log is asked soon.</summary>
    /// <param name="raw">The words as they came, without any token.</param>
    public async Task<KeepOutcome> KeepAsync(Report report, string? raw, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        var outcome = await store.KeepAsync(new KeptReport(report, raw, IsOfTheEnd(report) ? clock.GetUtcNow() + Deadlines.AfterVagueReport : null), cancellationToken);
        Tell(report, outcome);
        return outcome;
    }

    // What the log itself said must not make us ask it again at once.
    private static bool IsOfTheEnd(Report report) => report.Source is ReportSource.Callback or ReportSource.Event && report.StillRunning is not true;

    private void Tell(Report report, KeepOutcome outcome)
    {
        switch (outcome)
        {
            case KeepOutcome.Orphaned:
                log.Orphaned(report.Reference, report.Source.Word());
                break;
            case KeepOutcome.Kept { Row.Call: var call, Changed: true }:
                log.Changed(call.Reference, call.Status.Word(), report.Source.Word());
                break;
            default:
                log.Repeated(report.Reference, report.Source.Word());
                break;
        }

        if (report.Flags is { } flags)
        {
            log.Unreadable(report.Reference, report.Source.Word(), flags);
        }

        if (report is { StillRunning: not true, ProviderStatus: { } words, Overall: Leg.Unknown, Agent: Leg.Unknown, Customer: Leg.Unknown })
        {
            log.UnknownWord(report.Reference, ForLog(words));
        }
    }

    // A word in no table may be anything, also somebody's number.
    private static string ForLog(string words) => LongNumber().Replace(words.Length <= LongestWordsInLog ? words : words[..LongestWordsInLog] + "…", "(number)");

    [GeneratedRegex("[0-9]{5,}", RegexOptions.NonBacktracking)]
    private static partial Regex LongNumber();
}
