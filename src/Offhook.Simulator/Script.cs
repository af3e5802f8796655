namespace Offhook.Simulator;

/// <summary>How a phone behaves once the platform dials it.</summary>
public enum LegOutcome
{
    /// <summary>It rings until a person acts on it or nobody does for the whole ring timeout.</summary>
    Person,

    /// <summary>It rings and is answered.</summary>
    Answer,

    /// <summary>It rings and nobody answers.</summary>
    NoAnswer,

    /// <summary>It rings and is declined.</summary>
    Decline,

    /// <summary>It rings until the agent, who is already on the line, hangs up.</summary>
    AgentGone,

    /// <summary>It does not ring: engaged.</summary>
    Busy,

    /// <summary>It does not ring: the leg failed.</summary>
    Fail,

    /// <summary>It does not ring: the network is congested.</summary>
    Congestion,

    /// <summary>It does not ring: no channel to it.</summary>
    Unavailable,

    /// <summary>It does not ring: on the do-not-disturb register.</summary>
    Dnd,

    /// <summary>It does not ring: the account may not call it.</summary>
    NotAllowed,
}

/// <summary>One phone's part in a script.</summary>
/// <param name="Outcome">What becomes of the leg.</param>
/// <param name="After">How long it rings (or is dialled) before that, in the script's time; null for the ring timeout.</param>
public sealed record LegScript(LegOutcome Outcome, TimeSpan? After = null)
{
    /// <summary>Whether the phone makes a sound at all.</summary>
    internal bool Rings => Outcome is LegOutcome.Person or LegOutcome.Answer or LegOutcome.NoAnswer or LegOutcome.Decline or LegOutcome.AgentGone;
}

/// <summary>The status words of one click-to-call: of the whole, of the agent's leg, of the customer's leg. Empty: not said.</summary>
public sealed record StatusWords(string Status, string Status1, string Status2);

/// <summary>What happens in one call when nobody touches a phone. The default: the agent answers after 2 s, the customer after 3 s, they talk for 8 s.</summary>
public sealed record Script
{
    /// <summary>The agent's phone. Not used by outbound calls, which have one leg only.</summary>
    public LegScript Agent { get; init; } = new(LegOutcome.Answer, TimeSpan.FromSeconds(2));

    /// <summary>The customer's phone, dialled once the agent has answered.</summary>
    public LegScript Customer { get; init; } = new(LegOutcome.Answer, TimeSpan.FromSeconds(3));

    /// <summary>How long they talk, or the sound plays, before the customer hangs up, in the script's time; null: until a person hangs up.</summary>
    public TimeSpan? Talk { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>A status word with which the platform stops the call before any phone rings, e.g. <c>MAX-USE</c>; null: it does not.</summary>
    public string? Stopped { get; init; }

    /// <summary>Words used in the callback and in the rows of a click-to-call instead of those that follow from the legs; null: those that follow.</summary>
    public StatusWords? Words { get; init; }

    /// <summary>The word used for an outbound call instead of the one that follows from the leg; null: the one that follows.</summary>
    public string? ObdStatus { get; init; }

    /// <summary>Whether the end is reported by a callback. If not, only the log tells.</summary>
    public bool Reported { get; init; } = true;

    /// <summary>Both phones wait for a person; the talk lasts until one hangs up.</summary>
    public static Script ByPerson { get; } = new() { Agent = new(LegOutcome.Person), Customer = new(LegOutcome.Person), Talk = null };
}
