namespace Offhook.Calls.Tests.Rules;

/// <summary>What is seen while a call goes on, and what its end makes of it.</summary>
public sealed class LiveEventTests
{
    private static readonly Report AgentRings = Given.Seen(agent: Leg.Ringing);
    private static readonly Report AgentThere = Given.Seen(agent: Leg.Answered);
    private static readonly Report CustomerRings = Given.Seen(customer: Leg.Ringing);
    private static readonly Report CustomerThere = Given.Seen(customer: Leg.Answered);

    // (what was seen on the way, the report of the end, what the call is then)
    private static readonly Dictionary<string, (Report[] Seen, Report End, CallStatus Status, string? Reason)> Stories = new()
    {
        ["talked"] = ([AgentRings, AgentThere, CustomerRings, CustomerThere], Given.CallEnd(Leg.Answered, talk: 41), CallStatus.Answered, null),
        ["talked, told by the end report"] = ([AgentRings, AgentThere, CustomerRings, CustomerThere], Given.Callback(Leg.Answered, talk: 41), CallStatus.Answered, null),
        ["customer did not answer"] = ([AgentRings, AgentThere, CustomerRings], Given.CallEnd(customer: Leg.NoAnswer, talk: 0), CallStatus.Missed, "customer_no_answer"),
        ["customer busy"] = ([AgentRings, AgentThere, CustomerRings], Given.CallEnd(customer: Leg.Busy), CallStatus.Busy, "customer_busy"),
        ["agent did not answer"] = ([AgentRings], Given.CallEnd(agent: Leg.NoAnswer), CallStatus.Missed, "agent_no_answer"),
        ["agent declined"] = ([AgentRings], Given.Callback(agent: Leg.Rejected), CallStatus.Missed, "agent_rejected"),
    };

    public static TheoryData<string> Names => [.. Stories.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Whatever_was_seen_and_in_whichever_order_the_end_decides(string name)
    {
        var (seen, end, status, reason) = Stories[name];
        foreach (var some in Subsets(seen))
        {
            Report[] story = [Given.Intent, Given.Reply(DialProof.Accepted), .. some, end];
            var expected = Given.Folded(story);

            Assert.Equal((status, reason, end.Source), (expected.Status, expected.Reason?.Word, expected.SettledBy));
            Assert.All(Orders(story), order => Assert.Equal(expected, Given.Folded([.. order, .. order])));
        }
    }

    [Fact]
    public void Each_step_is_shown_and_none_is_taken_back()
    {
        Report[] steps = [AgentRings, AgentThere, CustomerRings, CustomerThere];
        (CallStatus, Leg, Leg)[] shown =
        [
            (CallStatus.Ringing, Leg.Ringing, Leg.Unknown), (CallStatus.Ringing, Leg.Answered, Leg.Unknown),
            (CallStatus.Ringing, Leg.Answered, Leg.Ringing), (CallStatus.Answered, Leg.Answered, Leg.Answered),
        ];

        for (var count = 1; count <= steps.Length; count++)
        {
            var call = Given.Folded([Given.Intent, .. steps.Take(count).Reverse()]);

            Assert.Equal(shown[count - 1], (call.Status, call.AgentLeg, call.CustomerLeg));
            Assert.False(call.IsSettled);
            Assert.Null(call.Reason);
        }
    }

    [Fact]
    public void A_customer_who_rings_shows_that_the_agent_picked_up()
    {
        var call = Given.Folded(Given.Intent, CustomerRings);

        Assert.Equal((Leg.Answered, Leg.Ringing), (call.AgentLeg, call.CustomerLeg));
        Assert.Equal(["agent_leg"], call.Derived);
    }

    [Fact]
    public void An_end_that_tells_nothing_is_never_an_answer()
    {
        var call = Given.Folded(Given.Intent, AgentRings, AgentThere, CustomerRings, Given.CallEnd());

        Assert.Equal((CallStatus.Unconfirmed, Reason.EndUnexplained, null), (call.Status, call.Reason, call.SettledBy));
    }

    [Fact]
    public void An_end_report_that_tells_nothing_is_as_good_as_an_event_that_does_not()
    {
        var call = Given.Folded(Given.Intent, AgentRings, AgentThere, CustomerRings, Given.Callback());

        Assert.Equal((CallStatus.Unconfirmed, Reason.EndUnexplained, Leg.Answered, Leg.Unknown), (call.Status, call.Reason, call.AgentLeg, call.CustomerLeg));
    }

    [Fact]
    public void After_the_end_no_phone_rings()
    {
        var call = Given.Folded(Given.Intent, AgentRings, Given.CallEnd(Leg.Cancelled));

        Assert.Equal((CallStatus.Cancelled, Leg.Unknown), (call.Status, call.AgentLeg));
    }

    [Fact]
    public void An_end_that_tells_nothing_ends_a_call_whose_customer_was_seen_to_pick_up()
    {
        var call = Given.Folded(Given.Intent, CustomerThere, Given.CallEnd());

        Assert.Equal((CallStatus.Answered, ReportSource.Event, null), (call.Status, call.SettledBy, call.Reason));
        Assert.True(call.LacksTimes);
    }

    [Fact]
    public void A_word_that_proves_nothing_is_believed_when_the_customer_was_seen_to_pick_up()
    {
        var call = Given.Folded(Given.Intent, CustomerThere, Given.Callback(Leg.Answered));

        Assert.Equal((CallStatus.Answered, ReportSource.Callback, null), (call.Status, call.SettledBy, call.Reason));
    }

    [Fact]
    public void What_the_end_says_of_the_customer_wins_over_what_was_seen()
    {
        var call = Given.Folded(Given.Intent, CustomerThere, Given.CallEnd(customer: Leg.NoAnswer, talk: 0));

        Assert.Equal((CallStatus.Missed, Leg.NoAnswer), (call.Status, call.CustomerLeg));
    }

    [Fact]
    public void A_call_whose_end_is_never_told_says_so()
    {
        var call = Given.Folded(Given.Intent, CustomerThere, Given.Deadline);

        Assert.Equal((CallStatus.Answered, Reason.EndNeverReported, ReportSource.Deadline), (call.Status, call.Reason, call.SettledBy));
    }

    [Fact]
    public void A_refused_call_is_final_until_the_end_tells_that_it_was_placed_after_all()
    {
        var seen = Given.Folded(Given.Intent, Given.Reply(DialProof.Refused), CustomerThere);
        var over = Given.Folded(Given.Intent, Given.Reply(DialProof.Refused), CustomerThere, Given.CallEnd(Leg.Answered, talk: 41));

        Assert.Equal((CallStatus.Failed, ReportSource.Reply), (seen.Status, seen.SettledBy));
        Assert.Equal((CallStatus.Answered, ReportSource.Event), (over.Status, over.SettledBy));
    }

    [Fact]
    public void On_an_outbound_call_the_only_phone_is_the_customers()
    {
        var ringing = Given.Folded(Given.OutboundIntent, Given.Seen(customer: Leg.Ringing));
        var there = Given.Folded(Given.OutboundIntent, Given.Seen(customer: Leg.Ringing), Given.Seen(customer: Leg.Answered));

        Assert.Equal((CallStatus.Ringing, Leg.Unknown, Leg.Ringing), (ringing.Status, ringing.AgentLeg, ringing.CustomerLeg));
        Assert.Equal((CallStatus.Answered, Leg.Unknown, Leg.Answered), (there.Status, there.AgentLeg, there.CustomerLeg));
    }

    private static IEnumerable<Report[]> Subsets(Report[] reports) =>
        Enumerable.Range(0, 1 << reports.Length).Select(set => reports.Where((_, i) => (set & (1 << i)) != 0).ToArray());

    private static IEnumerable<Report[]> Orders(Report[] reports) => reports.Length < 2
        ? [reports]
        : reports.SelectMany((first, i) => Orders([.. reports[..i], .. reports[(i + 1)..]]).Select(rest => (Report[])[first, .. rest]));
}
