using Offhook.Calls;
using Offhook.Storage;

namespace Offhook.Desk.Tests;

/// <summary>Calls as their reports add up to.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Click = new(2026, 2, 24, 5, 2, 0, TimeSpan.Zero);

    public static CallRow Call(params Func<Report, Report>[] reports) => Call(Click, null, reports);

    public static CallRow Call(DateTimeOffset at, string? agentName, params Func<Report, Report>[] reports)
    {
        var intent = new Report
        {
            Reference = CallReference.New(at),
            Source = ReportSource.Intent,
            At = at,
            Wish = new Wish("kaleyra-legacy", CallKind.ClickToCall, PhoneNumber.FromE164("+919800000012"), PhoneNumber.FromE164("+919800000101"), agentName),
        };
        var others = reports.Select(report => report(new Report { Reference = intent.Reference, Source = ReportSource.Callback, At = at.AddSeconds(30) }));
        return new CallRow(CallFold.Fold(others.Prepend(intent))!, 1, at); // With an intent there is a call.
    }

    public static Report Accepted(Report report) => report with { Source = ReportSource.Reply, Proof = DialProof.Accepted };

    public static Report NoReply(Report report) => report with { Source = ReportSource.Reply, Proof = DialProof.Unknown };

    public static Report Refused(Report report) => report with { Source = ReportSource.Reply, Proof = DialProof.Refused, Detail = "you have no credit" };

    public static Report AgentSilent(Report report) => report with { Agent = Leg.NoAnswer, Customer = Leg.Unknown };

    public static Report SaidAnswered(Report report) => report with { Overall = Leg.Answered, ProviderStatus = "ANSWER" };

    public static Report Talked(Report report) =>
        report with { Agent = Leg.Answered, Customer = Leg.Answered, Talk = TimeSpan.FromSeconds(125), EndedAt = Click.AddMinutes(3) };

    public static Report Deadline(Report report) => report with { Source = ReportSource.Deadline };
}
