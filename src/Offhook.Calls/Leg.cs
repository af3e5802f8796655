namespace Offhook.Calls;

/// <summary>One of the two sides of a call.</summary>
public enum Side
{
    /// <summary>The report does not say which side it means.</summary>
    Unsaid,

    /// <summary>The phone of the agent, rung first in a click-to-call.</summary>
    Agent,

    /// <summary>The phone of the customer.</summary>
    Customer,
}

/// <summary>
/// How one side of a call went: its outcome and, where it failed, the reason, in one word.
/// Everything after <see cref="Answered"/> is a failure to reach that side.
/// </summary>
public enum Leg
{
    /// <summary>Nobody has reported anything about this side.</summary>
    Unknown,

    /// <summary>The phone was reported to be ringing.</summary>
    Ringing,

    /// <summary>The phone was picked up.</summary>
    Answered,

    /// <summary>It rang and nobody picked up.</summary>
    NoAnswer,

    /// <summary>The call was declined on the phone.</summary>
    Rejected,

    /// <summary>The phone was busy.</summary>
    Busy,

    /// <summary>Cut off while this side, or the other, was being rung.</summary>
    Cancelled,

    /// <summary>The network was congested.</summary>
    Congestion,

    /// <summary>The network had no channel to the number.</summary>
    ChannelUnavailable,

    /// <summary>The network knows no way to the number.</summary>
    NoRoute,

    /// <summary>The number is on the do-not-disturb register.</summary>
    DoNotDisturb,

    /// <summary>The number is on the account's black list.</summary>
    Blocked,

    /// <summary>The account may not call this number.</summary>
    NotAllowed,

    /// <summary>Outgoing calls of the account or the line are restricted.</summary>
    OutgoingRestricted,

    /// <summary>Outside the working hours set at the provider.</summary>
    OffHours,

    /// <summary>All lines of the account were in use.</summary>
    LinesBusy,

    /// <summary>The number that joins the two sides was not available.</summary>
    BridgeUnavailable,

    /// <summary>It failed and no more is known.</summary>
    Failed,
}

/// <summary>The words and readings of <see cref="Leg"/>.</summary>
public static class LegWords
{
    /// <summary>The leg in lower case, as stored and sent, for example <c>no_answer</c>.</summary>
    public static string Word(this Leg leg) => Words<Leg>.Of(leg);

    /// <summary>The leg of a word, or null for an unknown word.</summary>
    public static Leg? Read(string? word) => Words<Leg>.Read(word);

    /// <summary>Whether this side is known not to have been reached.</summary>
    public static bool IsFailure(this Leg leg) => leg > Leg.Answered;

    /// <summary>What a call becomes when this is how its deciding side went.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="leg"/> is neither an answer nor a failure.</exception>
    public static CallStatus Outcome(this Leg leg) => leg switch
    {
        Leg.Answered => CallStatus.Answered,
        Leg.NoAnswer or Leg.Rejected => CallStatus.Missed,
        Leg.Busy => CallStatus.Busy,
        Leg.Cancelled => CallStatus.Cancelled,
        > Leg.Cancelled => CallStatus.Failed,
        _ => throw new ArgumentOutOfRangeException(nameof(leg), leg, "only an answer or a failure decides a call"),
    };
}
