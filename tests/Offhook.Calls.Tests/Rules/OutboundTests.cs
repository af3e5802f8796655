using static Offhook.Calls.CallStatus;

namespace Offhook.Calls.Tests.Rules;

/// <summary>An outbound call rings one phone, so every word about it is about the customer's.</summary>
public sealed class OutboundTests
{
    public static TheoryData<Leg, Leg, Leg, int?, CallStatus, string?, bool, Leg> Callbacks => new()
    {
        { Leg.Answered, Leg.Unknown, Leg.Unknown, 18, Answered, null, true, Leg.Answered },
        { Leg.Answered, Leg.Unknown, Leg.Unknown, 0, Answered, null, true, Leg.Answered },
        { Leg.Answered, Leg.Unknown, Leg.Unknown, null, Answered, null, true, Leg.Answered },
        { Leg.Unknown, Leg.Unknown, Leg.Answered, 18, Answered, null, true, Leg.Answered },
        { Leg.Unknown, Leg.Unknown, Leg.Unknown, 18, Answered, null, true, Leg.Answered },
        { Leg.NoAnswer, Leg.Unknown, Leg.Unknown, 0, Missed, "customer_no_answer", true, Leg.NoAnswer },
        { Leg.Busy, Leg.Unknown, Leg.Unknown, null, Busy, "customer_busy", true, Leg.Busy },
        { Leg.DoNotDisturb, Leg.Unknown, Leg.Unknown, 0, Failed, "customer_do_not_disturb", true, Leg.DoNotDisturb },
        { Leg.Unknown, Leg.NoAnswer, Leg.Unknown, 0, Missed, "customer_no_answer", true, Leg.NoAnswer },
        { Leg.Unknown, Leg.Answered, Leg.Unknown, 0, Answered, null, true, Leg.Answered },
        { Leg.Unknown, Leg.Unknown, Leg.Ringing, null, Ringing, null, false, Leg.Ringing },
    };

    [Theory]
    [MemberData(nameof(Callbacks))]
    public void A_callback_about_an_outbound_call_proves(
        Leg overall, Leg first, Leg second, int? talk, CallStatus status, string? reason, bool settled, Leg customerLeg)
    {
        var call = Given.Folded(Given.OutboundIntent, Given.Reply(DialProof.Accepted), Given.Callback(overall, first, second, talk));

        Assert.Equal((status, reason, settled), (call.Status, call.Reason?.Word, call.IsSettled));
        Assert.Equal((Leg.Unknown, customerLeg), (call.AgentLeg, call.CustomerLeg));
        Assert.DoesNotContain("agent_leg", call.Derived);
    }

    [Fact]
    public void What_was_asked_for_is_on_the_call()
    {
        var call = Given.Folded(Given.OutboundIntent);

        Assert.Equal((CallKind.Outbound, "123.sound", "february"), (call.Kind, call.Play, call.Campaign));
        Assert.Null(call.Agent);
    }
}
