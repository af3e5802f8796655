namespace Offhook.Calls.Tests.Laws;

public sealed class FoldLawTests
{
    [Fact]
    public void Neither_the_order_nor_the_repetition_of_reports_changes_the_call() => Law.Holds(History.Any, history =>
    {
        var once = CallFold.Fold(history.Reports);
        var again = CallFold.Fold(history.ShuffledAndRepeated());

        Assert.Equal(once, again);
        Assert.Equal(once?.GetHashCode(), again?.GetHashCode());
        Assert.Equal(EveryFact.Of(once), EveryFact.Of(again));
    }, cases: 10_000);

    [Fact]
    public void Without_an_intent_there_is_no_call() => Law.Holds(History.OfOneIntent, history =>
        Assert.Null(CallFold.Fold(history.Reports.Where(report => report.Source is not ReportSource.Intent))));

    [Fact]
    public void A_settled_call_never_opens_again() => Law.Holds(History.OfOneIntent, history =>
        EachStep(history, (before, after, _) => Assert.True(after.IsSettled || !before.IsSettled, "a report opened a settled call")));

    [Fact]
    public void The_status_of_a_decided_call_is_one_that_its_strongest_report_gives() => Law.Holds(History.OfOneIntent, history =>
    {
        var call = Given.Folded([.. history.Reports]);
        var deciding = Deciding(history.Reports, call.Kind!.Value).ToList();
        if (deciding.Count > 0)
        {
            var strongest = deciding.Max(verdict => verdict.Strength.Rank);

            Assert.Contains(deciding, verdict => verdict.Strength.Rank == strongest && verdict.Status == call.Status);
        }
    });

    [Fact]
    public void A_weaker_report_never_changes_the_status() => Law.Holds(History.OfOneIntent, history =>
        EachStep(history, (before, after, added) =>
        {
            var earlier = Deciding(history.Reports.TakeWhile(report => report != added), before.Kind!.Value);
            var held = earlier.Select(verdict => verdict.Strength.Rank).DefaultIfEmpty(-1).Max();
            if (Verdict.Of(added, before.Kind!.Value).Strength.Rank < held)
            {
                Assert.Equal(before.Status, after.Status);
            }
        }));

    [Fact]
    public void The_times_of_arrival_reach_nothing_but_the_time_of_the_click() => Law.Holds(History.OfOneIntent, history =>
    {
        var call = CallFold.Fold(history.Reports);
        var later = CallFold.Fold(history.Reports.Select(report => report with { At = report.At.AddDays(3) }));

        Assert.Equal(EveryFact.Of(call, nameof(PhoneCall.ReceivedAt)), EveryFact.Of(later, nameof(PhoneCall.ReceivedAt)));
        Assert.Equal(call!.ReceivedAt.AddDays(3), later!.ReceivedAt);
    });

    [Fact]
    public void Every_time_was_reported_or_is_named_as_derived() => Law.Holds(History.OfOneIntent, history =>
    {
        var call = Given.Folded([.. history.Reports]);

        Assert.True(call.EndedAt is null || call.Derived.Contains("ended_at") || history.Reports.Any(report => report.EndedAt == call.EndedAt));
        Assert.True(call.Duration is null || call.Derived.Contains("duration_seconds") || history.Reports.Any(report => report.Duration == call.Duration));
        Assert.True(call.Talk is null || history.Reports.Any(report => report.Talk == call.Talk));
        Assert.Equal(call.AnsweredAt is not null, call.Derived.Contains("answered_at"));
        Assert.True(call.AnsweredAt is null || (call.Status is CallStatus.Answered && call.AnsweredAt + call.Talk == call.EndedAt));
        Assert.True(!(call.Talk < TimeSpan.Zero) && !(call.Duration < TimeSpan.Zero));
        Assert.Equal(call.Derived.Order(StringComparer.Ordinal).Distinct(), call.Derived);
    });

    [Fact]
    public void The_legs_agree_with_the_status_and_the_reason() => Law.Holds(History.OfOneIntent, history =>
    {
        var call = Given.Folded([.. history.Reports]);

        if (call.Reason is { Side: not Side.Unsaid } reason && reason != Reason.CustomerNotReported)
        {
            var leg = reason.Side is Side.Agent ? call.AgentLeg : call.CustomerLeg;
            Assert.True(leg.IsFailure(), $"{reason.Word} with the leg {leg}");
            Assert.Equal(reason, Reason.Of(reason.Side, leg));
        }

        Assert.False(call.IsSettled && (call.AgentLeg is Leg.Ringing || call.CustomerLeg is Leg.Ringing), "a phone rings after the end");
        Assert.True(call.Kind is CallKind.ClickToCall || call.AgentLeg is Leg.Unknown, "an outbound call has no agent");
        Assert.True(call.CustomerLeg is not Leg.Answered || call.Status is CallStatus.Answered, "the customer answered, the call did not");
        Assert.True(call.Status is not CallStatus.Answered || call.Reason is null || call.Reason == Reason.TalkUnproven || call.Reason == Reason.EndNeverReported);
        Assert.True(call.Status is not (CallStatus.Busy or CallStatus.Missed or CallStatus.Cancelled or CallStatus.Failed) || call.Reason is not null);
    }, cases: 10_000);

    [Fact]
    public void A_broken_law_prints_a_seed_that_finds_the_same_case_again()
    {
        static void Wrong(History history) => Assert.DoesNotContain(history.Reports, report => report.Source is ReportSource.Log);

        var broken = Assert.ThrowsAny<Exception>(() => Law.Holds(History.Any, Wrong, 500, seed: null));
        var seed = broken.Message[(broken.Message.LastIndexOf('=') + 1)..].Trim();
        var again = Assert.ThrowsAny<Exception>(() => Law.Holds(History.Any, Wrong, 1, seed));

        Assert.Equal(seed, again.Message[(again.Message.LastIndexOf('=') + 1)..].Trim());
    }

    private static IEnumerable<Verdict> Deciding(IEnumerable<Report> reports, CallKind kind) =>
        reports.Select(report => Verdict.Of(report, kind)).Where(verdict => verdict.Status is not null);

    // The intent is the first; then the reports arrive one by one.
    private static void EachStep(History history, Action<PhoneCall, PhoneCall, Report> check)
    {
        var before = Given.Folded(history.Reports[0]);
        for (var count = 2; count <= history.Reports.Count; count++)
        {
            var after = Given.Folded([.. history.Reports.Take(count)]);
            check(before, after, history.Reports[count - 1]);
            before = after;
        }
    }
}
