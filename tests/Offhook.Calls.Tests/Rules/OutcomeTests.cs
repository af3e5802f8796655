using static Offhook.Calls.CallStatus;

namespace Offhook.Calls.Tests.Rules;

/// <summary>What one callback about a click-to-call proves.</summary>
public sealed class OutcomeTests
{
    // overall word, agent's leg, customer's leg, talk in seconds → status, reason, settled, agent's leg, customer's leg
    public static TheoryData<Leg, Leg, Leg, int?, CallStatus, string?, bool, Leg, Leg> Callbacks => new()
    {
        // The customer's answer, or talk beside an answer, decides before everything else.
        { Leg.Answered, Leg.Answered, Leg.Answered, 41, Answered, null, true, Leg.Answered, Leg.Answered },
        { Leg.Answered, Leg.Answered, Leg.Answered, 0, Answered, null, true, Leg.Answered, Leg.Answered },
        { Leg.Unknown, Leg.Unknown, Leg.Answered, null, Answered, null, true, Leg.Unknown, Leg.Answered },
        { Leg.Unknown, Leg.Unknown, Leg.Answered, 41, Answered, null, true, Leg.Answered, Leg.Answered },
        { Leg.Answered, Leg.Unknown, Leg.Unknown, 41, Answered, null, true, Leg.Answered, Leg.Answered },
        { Leg.Answered, Leg.Answered, Leg.Unknown, 41, Answered, null, true, Leg.Answered, Leg.Answered },
        { Leg.Answered, Leg.Answered, Leg.NoAnswer, 41, Answered, null, true, Leg.Answered, Leg.Answered },
        { Leg.Failed, Leg.Answered, Leg.Answered, 0, Answered, null, true, Leg.Answered, Leg.Answered },
        { Leg.Answered, Leg.NoAnswer, Leg.Answered, 41, Answered, null, true, Leg.Unknown, Leg.Answered },
        { Leg.Unknown, Leg.Unknown, Leg.Unknown, 41, Answered, null, true, Leg.Answered, Leg.Answered },

        // Then the agent's failure.
        { Leg.NoAnswer, Leg.NoAnswer, Leg.Unknown, 0, Missed, "agent_no_answer", true, Leg.NoAnswer, Leg.Unknown },
        { Leg.Unknown, Leg.NoAnswer, Leg.Unknown, null, Missed, "agent_no_answer", true, Leg.NoAnswer, Leg.Unknown },
        { Leg.Answered, Leg.NoAnswer, Leg.Unknown, 0, Missed, "agent_no_answer", true, Leg.NoAnswer, Leg.Unknown },
        { Leg.Unknown, Leg.Failed, Leg.Unknown, 0, Failed, "agent_failed", true, Leg.Failed, Leg.Unknown },
        { Leg.Busy, Leg.Busy, Leg.Unknown, 0, Busy, "agent_busy", true, Leg.Busy, Leg.Unknown },
        { Leg.NoAnswer, Leg.Rejected, Leg.Cancelled, 0, Missed, "agent_rejected", true, Leg.Rejected, Leg.Cancelled },

        // Then the customer's.
        { Leg.NoAnswer, Leg.Answered, Leg.NoAnswer, 0, Missed, "customer_no_answer", true, Leg.Answered, Leg.NoAnswer },
        { Leg.Unknown, Leg.Answered, Leg.NoAnswer, null, Missed, "customer_no_answer", true, Leg.Answered, Leg.NoAnswer },
        { Leg.Unknown, Leg.Answered, Leg.NoAnswer, 12, Missed, "customer_no_answer", true, Leg.Answered, Leg.NoAnswer },
        { Leg.Answered, Leg.Answered, Leg.Busy, 0, Busy, "customer_busy", true, Leg.Answered, Leg.Busy },
        { Leg.Unknown, Leg.Unknown, Leg.Failed, 0, Failed, "customer_failed", true, Leg.Unknown, Leg.Failed },
        { Leg.Cancelled, Leg.Answered, Leg.Cancelled, 0, Cancelled, "customer_cancelled", true, Leg.Answered, Leg.Cancelled },
        { Leg.Unknown, Leg.Answered, Leg.DoNotDisturb, 0, Failed, "customer_do_not_disturb", true, Leg.Answered, Leg.DoNotDisturb },

        // Then the word for the whole: on the customer's side when the agent was there, unless somebody hung up.
        { Leg.Busy, Leg.Answered, Leg.Unknown, 0, Busy, "customer_busy", true, Leg.Answered, Leg.Busy },
        { Leg.Cancelled, Leg.Answered, Leg.Unknown, 0, Cancelled, "cancelled", true, Leg.Answered, Leg.Unknown },
        { Leg.NoAnswer, Leg.Unknown, Leg.Unknown, null, Missed, "no_answer", true, Leg.Unknown, Leg.Unknown },
        { Leg.Congestion, Leg.Unknown, Leg.Unknown, 0, Failed, "congestion", true, Leg.Unknown, Leg.Unknown },
        { Leg.LinesBusy, Leg.Unknown, Leg.Unknown, null, Failed, "lines_busy", true, Leg.Unknown, Leg.Unknown },

        // An answer that nothing proves, and an agent about whose customer nothing is said, leave the call open.
        { Leg.Answered, Leg.Unknown, Leg.Unknown, 0, Answered, "talk_unproven", false, Leg.Unknown, Leg.Unknown },
        { Leg.Answered, Leg.Unknown, Leg.Unknown, null, Answered, "talk_unproven", false, Leg.Unknown, Leg.Unknown },
        { Leg.Answered, Leg.Answered, Leg.Unknown, 0, Unconfirmed, "customer_not_reported", false, Leg.Answered, Leg.Unknown },
        { Leg.Unknown, Leg.Answered, Leg.Unknown, null, Unconfirmed, "customer_not_reported", false, Leg.Answered, Leg.Unknown },
        { Leg.Unknown, Leg.Answered, Leg.Unknown, 12, Unconfirmed, "customer_not_reported", false, Leg.Answered, Leg.Unknown },

        // Phones that ring.
        { Leg.Unknown, Leg.Ringing, Leg.Unknown, null, Ringing, null, false, Leg.Ringing, Leg.Unknown },
        { Leg.Unknown, Leg.Answered, Leg.Ringing, null, Ringing, null, false, Leg.Answered, Leg.Ringing },
    };

    public static TheoryData<Leg> Failures => [.. Enum.GetValues<Leg>().Where(leg => leg.IsFailure())];

    [Theory]
    [MemberData(nameof(Callbacks))]
    public void A_callback_proves(
        Leg overall, Leg agent, Leg customer, int? talk, CallStatus status, string? reason, bool settled, Leg agentLeg, Leg customerLeg)
    {
        var call = Given.Folded(Given.Intent, Given.Reply(DialProof.Accepted), Given.Callback(overall, agent, customer, talk));

        Assert.Equal((status, reason, settled), (call.Status, call.Reason?.Word, call.IsSettled));
        Assert.Equal((agentLeg, customerLeg), (call.AgentLeg, call.CustomerLeg));
        Assert.Equal(settled ? ReportSource.Callback : null, call.SettledBy);
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public void Every_failure_ends_the_call_on_the_side_that_is_named(Leg failure)
    {
        var ofAgent = Given.Folded(Given.Intent, Given.Callback(agent: failure));
        var ofCustomer = Given.Folded(Given.Intent, Given.Callback(agent: Leg.Answered, customer: failure));
        var ofNobody = Given.Folded(Given.Intent, Given.Callback(failure));

        Assert.All([ofAgent, ofCustomer, ofNobody], call => Assert.Equal(failure.Outcome(), call.Status));
        Assert.Equal(Reason.Of(Side.Agent, failure), ofAgent.Reason);
        Assert.Equal(Reason.Of(Side.Customer, failure), ofCustomer.Reason);
        Assert.Equal(Reason.Of(Side.Unsaid, failure), ofNobody.Reason);
    }

    [Fact]
    public void A_word_that_nobody_knows_leaves_the_call_open_and_is_kept()
    {
        var call = Given.Folded(Given.Intent, Given.Reply(DialProof.Accepted), Given.Callback() with { ProviderStatus = "FORWARDED" });

        Assert.Equal((Ringing, false, "FORWARDED"), (call.Status, call.IsSettled, call.ProviderStatus));
    }

    [Fact]
    public void Talk_beside_a_word_that_nobody_knows_proves_nothing()
    {
        var call = Given.Folded(Given.Intent, Given.Callback(talk: 41) with { ProviderStatus = "MISWIG" });

        Assert.Equal((Ringing, false), (call.Status, call.IsSettled));
        Assert.Null(call.Talk);
    }

    [Theory]
    [InlineData(DialProof.Accepted, Ringing, null, false)]
    [InlineData(DialProof.Refused, Failed, "provider_refused", true)]
    [InlineData(DialProof.SlowDown, Failed, "slow_down", true)]
    [InlineData(DialProof.NotSent, Failed, "never_connected", true)]
    [InlineData(DialProof.Unknown, Unconfirmed, "reply_unknown", false)]
    public void The_reply_to_the_dial_proves(DialProof proof, CallStatus status, string? reason, bool settled)
    {
        var call = Given.Folded(Given.Intent, Given.Reply(proof, detail: "as the provider said"));

        Assert.Equal((status, reason, settled), (call.Status, call.Reason?.Word, call.IsSettled));
        Assert.Equal(reason is null ? null : "as the provider said", call.ReasonDetail);
        Assert.Equal(settled ? ReportSource.Reply : null, call.SettledBy);
    }

    [Fact]
    public void An_intent_alone_is_a_request()
    {
        var call = Given.Folded(Given.Intent);

        Assert.Equal((Requested, false), (call.Status, call.IsSettled));
        Assert.Equal((CallKind.ClickToCall, Given.Customer, Given.Agent, "Asha"), (call.Kind, call.Customer, call.Agent!.Value, call.AgentName));
        Assert.Equal((Given.Clicked, Given.Reference.ToString()), (call.ReceivedAt, call.CallId));
    }

    [Fact]
    public void Reports_of_two_calls_are_not_added_up()
    {
        var other = Given.Callback(Leg.Busy) with { Reference = new Guid("019c8e0a-4a80-7000-8000-000000000002") };

        Assert.Throws<ArgumentException>(() => CallFold.Fold([Given.Intent, other]));
    }
}
