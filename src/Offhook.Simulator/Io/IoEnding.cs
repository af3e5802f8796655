namespace Offhook.Simulator;

/// <summary>How calls end, in kaleyra.io's words: the vendor's list of call statuses. Which of them belongs to which end is assumed from their names.</summary>
internal static class IoEnding
{
    /// <summary>The word of a click-to-call that ended on this leg.</summary>
    public static string OnLeg(Side side, LegOutcome outcome)
    {
        var channel = side is Side.Agent ? "_CHANNEL1" : "_CHANNEL2";
        return outcome switch
        {
            LegOutcome.NoAnswer or LegOutcome.Person => "NOANSWER" + channel,
            LegOutcome.Busy => "BUSY" + channel,
            LegOutcome.Fail or LegOutcome.Congestion => "FAILED" + channel,
            LegOutcome.AgentGone => "CANCEL",
            _ => OnOneLeg(outcome, inFlow: false),
        };
    }

    /// <summary>The word of an outbound call.</summary>
    public static string OnOneLeg(LegOutcome outcome, bool inFlow) => outcome switch
    {
        LegOutcome.Answer => inFlow ? "FLOW_EXECUTED" : "ANSWER",
        LegOutcome.NoAnswer or LegOutcome.Person or LegOutcome.AgentGone => "NOANSWER",
        LegOutcome.Busy => "BUSY",
        LegOutcome.Decline => "REJECTED",
        LegOutcome.Fail or LegOutcome.Congestion => "FAILED",
        LegOutcome.Unavailable => "NOROUTE",

        // Assumed: there is no word of its own for the do-not-disturb register.
        LegOutcome.Dnd or LegOutcome.NotAllowed => "OUTGOING_RESTRICTED",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };

    /// <summary>A script's own word as kaleyra.io spells it; a word that the legacy platform does not have stays as it is.</summary>
    public static string Spelt(string word) => word switch
    {
        "ANSWERED-B" or "COMPLETED" => "ANSWER",
        "ANSWERED-A" => "NOANSWER_CHANNEL2",
        "MAX-USE" => "MAXUSE",
        "BLOCKED" or "OFF-HOUR" or "DND" or "DNDNUMB" or "NOTALLOWED" => "OUTGOING_RESTRICTED",
        _ => word.Replace("_LEG", "_CHANNEL", StringComparison.Ordinal),
    };

    /// <summary>What a whole script comes to when nobody touches a phone: for the table in the documentation.</summary>
    public static (string TwoLegs, string OneLeg) Of(Script script)
    {
        var leg = Ending.OneLeg(script);
        var onAgent = script.Agent.Outcome is not LegOutcome.Answer;
        var twoLegs = script.Words?.Status ?? script.Stopped ?? (onAgent ? OnLeg(Side.Agent, script.Agent.Outcome) : OnLeg(Side.Customer, script.Customer.Outcome));
        return (Spelt(twoLegs), Spelt(script.ObdStatus ?? script.Stopped ?? OnOneLeg(leg.Outcome, inFlow: false)));
    }
}
