namespace Offhook.Simulator;

/// <summary>How calls end, in the provider's words. The shapes follow the vendor's list of operator statuses and callbacks observed in production integrations.</summary>
internal static class Ending
{
    /// <summary>Words of a click-to-call that ended on the agent's leg; the customer was never dialled.</summary>
    public static StatusWords OnAgentLeg(LegOutcome outcome) => new(
        outcome switch
        {
            LegOutcome.NoAnswer or LegOutcome.Person => "NOANSWER_LEG1",
            LegOutcome.Busy => "BUSY_LEG1",
            LegOutcome.Fail => "FAILED_LEG1",
            _ => Word(outcome),
        },
        Word(outcome),
        "");

    /// <summary>Words of a click-to-call whose agent answered.</summary>
    public static StatusWords OnCustomerLeg(LegOutcome outcome) =>
        new(outcome is LegOutcome.Fail ? "FAILED_LEG2" : Word(outcome), "ANSWER", Word(outcome));

    /// <summary>Words of a click-to-call whose agent was put through to an IVR. Assumed: the second leg carries the word too.</summary>
    public static StatusWords InIvr { get; } = new("IVR-ANSWER", "ANSWER", "IVR-ANSWER");

    /// <summary>The word of an outbound call. COMPLETED, NOANSWER, BUSY, CONGESTION, FAILED and DNDNUMB were observed in a production integration.</summary>
    public static string Outbound(LegOutcome outcome) => outcome switch
    {
        LegOutcome.Answer => "COMPLETED",
        LegOutcome.NoAnswer or LegOutcome.Person or LegOutcome.AgentGone => "NOANSWER",
        LegOutcome.Busy or LegOutcome.Decline => "BUSY",
        LegOutcome.Congestion => "CONGESTION",
        LegOutcome.Dnd => "DNDNUMB",
        _ => "FAILED",
    };

    /// <summary>The same for a person who looks at the phone.</summary>
    public static string InWords(LegOutcome outcome) => outcome switch
    {
        LegOutcome.Answer => "hung up",
        LegOutcome.NoAnswer or LegOutcome.Person => "no answer",
        LegOutcome.Decline => "declined",
        LegOutcome.AgentGone => "the agent hung up",
        LegOutcome.Busy => "busy",
        LegOutcome.Fail => "failed",
        LegOutcome.Congestion => "network congested",
        LegOutcome.Unavailable => "no channel",
        LegOutcome.Dnd => "on the do-not-disturb register",
        LegOutcome.NotAllowed => "not allowed",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };

    /// <summary>What a whole script comes to when nobody touches a phone: for the table in the documentation.</summary>
    public static (StatusWords Words, string Obd) Of(Script script)
    {
        var words = script switch
        {
            { Words: { } given } => given,
            { Stopped: { } stopped } => new StatusWords(stopped, "", ""),
            { Agent.Outcome: not LegOutcome.Answer } => OnAgentLeg(script.Agent.Outcome),
            _ => OnCustomerLeg(script.Customer.Outcome),
        };
        return (words, script.ObdStatus ?? (script.Stopped is null ? Outbound(OneLeg(script).Outcome) : Outbound(LegOutcome.NotAllowed)));
    }

    /// <summary>The leg that an outbound call plays: the customer's, or the agent's where that is what goes wrong.</summary>
    public static LegScript OneLeg(Script script) =>
        script.Agent.Outcome is LegOutcome.Answer or LegOutcome.Person ? script.Customer : script.Agent;

    private static string Word(LegOutcome outcome) => outcome switch
    {
        LegOutcome.Answer => "ANSWER",
        LegOutcome.NoAnswer or LegOutcome.Person => "NOANSWER",

        // The vendor defines CANCEL as the caller hanging up while the other side is dialled. Assumed: a declined leg has the same word.
        LegOutcome.Decline or LegOutcome.AgentGone => "CANCEL",
        LegOutcome.Busy => "BUSY",
        LegOutcome.Fail => "FAILED",
        LegOutcome.Congestion => "CONGESTION",
        LegOutcome.Unavailable => "CHANUNAVAIL",
        LegOutcome.Dnd => "DND",
        LegOutcome.NotAllowed => "NOTALLOWED",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };
}
