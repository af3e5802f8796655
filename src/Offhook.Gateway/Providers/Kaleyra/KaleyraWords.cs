using Offhook.Calls;
using Offhook.Kaleyra;

namespace Offhook.Gateway.Providers.Kaleyra;

/// <summary>Kaleyra's status words as the domain's: what is said of the whole, of the agent's side and of the customer's.</summary>
internal readonly record struct KaleyraWords(Leg Overall, Leg Agent, Leg Customer, string? Raw)
{
    /// <summary>Reads the words of a callback or a log row.</summary>
    /// <param name="isOutbound">The only phone is the customer's, so a word for the whole is about the customer.</param>
    public static KaleyraWords Read(string? overall, string? agent, string? customer, bool isOutbound)
    {
        var (whole, first, second) = (KaleyraStatus.Read(overall), KaleyraStatus.Read(agent), KaleyraStatus.Read(customer));
        var raw = string.Join('/', whole.Raw, first.Raw, second.Raw).TrimEnd('/') is { Length: > 0 } text ? text : null;
        if (isOutbound)
        {
            var word = LegOf(whole.Outcome, isOutbound: true);
            return new(Leg.Unknown, Leg.Unknown, word is Leg.Unknown ? LegOf(second.Outcome, isOutbound: true) : word, raw);
        }

        var (agentLeg, customerLeg) = (LegOf(first.Outcome, false), LegOf(second.Outcome, false));
        var overallLeg = LegOf(whole.Outcome, false);

        // Seen in account logs and in no document. Assumed: A means that only the first party answered, B that the second did.
        if (whole.Outcome is StatusOutcome.AnsweredByAgentOnly)
        {
            return new(Leg.Unknown, Leg.Answered, Said(customerLeg, Leg.NoAnswer), raw);
        }

        if (whole.Outcome is StatusOutcome.AnsweredByCustomer)
        {
            return new(Leg.Answered, agentLeg, Said(customerLeg, Leg.Answered), raw);
        }

        return whole.Leg switch
        {
            1 => new(Leg.Unknown, Said(agentLeg, overallLeg), customerLeg, raw),
            2 => new(Leg.Unknown, agentLeg, Said(customerLeg, overallLeg), raw),
            _ => new(overallLeg, agentLeg, customerLeg, raw),
        };
    }

    private static Leg Said(Leg word, Leg otherwise) => word is Leg.Unknown ? otherwise : word;

    private static Leg LegOf(StatusOutcome outcome, bool isOutbound) => outcome switch
    {
        StatusOutcome.Answered => Leg.Answered,
        StatusOutcome.AnsweredByCustomer => Leg.Answered,
        StatusOutcome.Completed => isOutbound ? Leg.Answered : Leg.Unknown,
        StatusOutcome.NoAnswer or StatusOutcome.TimedOut => Leg.NoAnswer,
        StatusOutcome.Rejected => Leg.Rejected,
        StatusOutcome.Busy => Leg.Busy,
        StatusOutcome.Cancelled => Leg.Cancelled,
        StatusOutcome.Congestion => Leg.Congestion,
        StatusOutcome.ChannelUnavailable => Leg.ChannelUnavailable,
        StatusOutcome.NoRoute => Leg.NoRoute,
        StatusOutcome.DoNotDisturb => Leg.DoNotDisturb,
        StatusOutcome.Blocked => Leg.Blocked,
        StatusOutcome.NotAllowed => Leg.NotAllowed,
        StatusOutcome.OutgoingRestricted => Leg.OutgoingRestricted,
        StatusOutcome.OffHours => Leg.OffHours,
        StatusOutcome.LinesBusy => Leg.LinesBusy,
        StatusOutcome.BridgeUnavailable => Leg.BridgeUnavailable,
        StatusOutcome.Failed => Leg.Failed,
        StatusOutcome.AnsweredByAgentOnly or StatusOutcome.NoOutcome or StatusOutcome.Unknown => Leg.Unknown,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };
}
