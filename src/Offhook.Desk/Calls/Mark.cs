using Offhook.Calls;

namespace Offhook.Desk.Calls;

/// <summary>How a call looks at one glance: a shape, a word, and only then a colour.</summary>
public enum Mark
{
    /// <summary>Asked for, or accepted by the provider; nobody has reported more.</summary>
    Placed,

    /// <summary>A phone was reported to be ringing.</summary>
    Ringing,

    /// <summary>The customer answered and the call is not over.</summary>
    Talking,

    /// <summary>The customer answered.</summary>
    Answered,

    /// <summary>Reported as answered, and nothing proves it.</summary>
    Unproven,

    /// <summary>Not picked up.</summary>
    Missed,

    /// <summary>A phone was busy.</summary>
    Busy,

    /// <summary>Cut off while ringing.</summary>
    Cancelled,

    /// <summary>It could not be put through.</summary>
    Failed,

    /// <summary>Nobody knows.</summary>
    Unconfirmed,

    /// <summary>Another program's word, shown as it lies.</summary>
    Elsewhere,
}

/// <summary>Readings of <see cref="Mark"/>.</summary>
internal static class Marks
{
    public static Mark Of(PhoneCall call) => call.Foreign is not null ? Mark.Elsewhere : call.Status switch
    {
        CallStatus.Requested => Mark.Placed,
        CallStatus.Ringing => call.AgentLeg is Leg.Ringing || call.CustomerLeg is Leg.Ringing ? Mark.Ringing : Mark.Placed,
        CallStatus.Answered when call.Reason == Reason.TalkUnproven => Mark.Unproven,
        CallStatus.Answered => IsTalking(call) ? Mark.Talking : Mark.Answered,
        CallStatus.Busy => Mark.Busy,
        CallStatus.Missed => Mark.Missed,
        CallStatus.Cancelled => Mark.Cancelled,
        CallStatus.Failed => Mark.Failed,
        CallStatus.Unconfirmed => Mark.Unconfirmed,
        _ => throw new ArgumentOutOfRangeException(nameof(call), call.Status, null),
    };

    public static string Word(Mark mark, PhoneCall call) => mark switch
    {
        Mark.Placed => call.Status is CallStatus.Requested ? "Asked" : "Placed",
        Mark.Unproven => "Not proven",
        Mark.Unconfirmed => "Not known",
        Mark.Elsewhere => call.Foreign?.Status ?? "No status",
        _ => mark.ToString(),
    };

    /// <summary>Whether time still passes in this call, as far as anybody has reported.</summary>
    public static bool IsRunning(PhoneCall call) => call.Foreign is null && (call.Status is CallStatus.Requested or CallStatus.Ringing || IsTalking(call));

    private static bool IsTalking(PhoneCall call) =>
        call is { Status: CallStatus.Answered, IsSettled: false, EndedAt: null } && call.Reason != Reason.TalkUnproven;
}
