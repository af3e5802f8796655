using System.Text.RegularExpressions;
using Offhook.Calls;
using Offhook.Storage;

namespace Offhook.Server.Calls;

/// <summary>One report of a call, without tokens and without the provider's links.</summary>
/// <param name="Source"><c>intent</c>, <c>reply</c>, <c>callback</c>, <c>event</c>, <c>log</c> or <c>deadline</c>.</param>
/// <param name="ReceivedAt">When it first reached us.</param>
/// <param name="Proof">What a reply proves.</param>
/// <param name="Detail">The provider's own words about a refusal or an unclear answer.</param>
/// <param name="CallId">The provider's id as this source gives it.</param>
/// <param name="ProviderStatus">The status words as they came.</param>
/// <param name="Overall">What is said of the whole call.</param>
/// <param name="AgentLeg">What is said of the agent's side.</param>
/// <param name="CustomerLeg">What is said of the customer's side.</param>
/// <param name="StartedAt">When the provider began.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="DurationSeconds">The whole call.</param>
/// <param name="TalkSeconds">Talk time as reported.</param>
/// <param name="HasRecording">Whether a link to a recording came along.</param>
/// <param name="Flags">Fields that could not be read.</param>
/// <param name="Raw">The words as they came.</param>
/// <param name="Provider">The provider that was to be asked; of an intent only.</param>
/// <param name="Attempt">Which provider's turn it was, where more than one was asked.</param>
/// <param name="IsRunning">Whether the call went on after this was said.</param>
internal sealed partial record ReportView(
    string Source, DateTimeOffset ReceivedAt, string? Proof, string? Detail, string? CallId, string? ProviderStatus, string Overall, string AgentLeg, string CustomerLeg,
    DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, long? DurationSeconds, long? TalkSeconds, bool HasRecording, IReadOnlyList<string> Flags, string? Raw,
    string? Provider, int? Attempt, bool IsRunning)
{
    public static ReportView Of(StoredReport stored)
    {
        var report = stored.Report;
        return new ReportView(
            report.Source.Word(), report.At, report.Proof?.Word(), report.Detail is { } detail ? WithoutLinks(detail) : null, report.ProviderCallId, report.ProviderStatus,
            report.Overall.Word(), report.Agent.Word(), report.Customer.Word(), report.StartedAt, report.EndedAt,
            (long?)report.Duration?.TotalSeconds, (long?)report.Talk?.TotalSeconds, report.RecordingUrl is not null,
            report.Flags?.Split(' ') ?? [], stored.Raw is { } raw ? WithoutLinks(raw) : null,
            report.Wish?.Provider, report.Attempt, report.StillRunning is true);
    }

    // A link to a recording needs no login, so whoever reads it can listen. In a query it stands last and may have spilled into further parameters.
    private static string WithoutLinks(string raw) => QueryLink().Replace(TextLink().Replace(raw, "(link removed)"), "$1(link removed)");

    [GeneratedRegex("""(?:https?:)?(?://|\\/\\/|%2f%2f|%252f%252f)[^"\s<]*""", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex TextLink();

    [GeneratedRegex("""(record_?path=|recording(?:_url)?=).*""", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex QueryLink();
}
