namespace Offhook.Kaleyra;

/// <summary>What a status word of the provider says about a call or a leg.</summary>
/// <remarks>Assumed: the meaning of <c>REJECTED</c>, <c>…TIMEOUT</c>, <c>NOROUTE</c>, <c>OUTGOING_RESTRICTED</c>, <c>BRIDGE_UNAVAILABLE</c>, <c>MISS_CALL</c>, <c>INCOMING_DISCONNECTED</c>, <c>NO_INCOMING_CLI</c> and the <c>FLOW_…</c> words, of which only the words could be read.</remarks>
public enum StatusOutcome
{
    /// <summary>No word, or one that is in no table. The raw word is kept; ask the log.</summary>
    Unknown,

    /// <summary><c>ANSWER</c>. Only the leg it belongs to answered.</summary>
    Answered,

    /// <summary><c>ANSWERED-A</c>: only the agent answered. Seen in logs, in no document; the meaning is assumed.</summary>
    AnsweredByAgentOnly,

    /// <summary><c>ANSWERED-B</c>: the customer answered. Seen in logs, in no document; the meaning is assumed.</summary>
    AnsweredByCustomer,

    /// <summary><c>COMPLETED</c>, <c>FLOW_ANSWER</c>, <c>FLOW_EXECUTED</c>, <c>IVR…</c>: what was to be played was reached.</summary>
    Completed,

    /// <summary><c>NOANSWER…</c>, <c>MISS_CALL</c>: it rang and nobody answered.</summary>
    NoAnswer,

    /// <summary><c>…TIMEOUT</c>: ringing or waiting took too long.</summary>
    TimedOut,

    /// <summary><c>REJECTED</c>: declined by hand.</summary>
    Rejected,

    /// <summary><c>BUSY…</c>.</summary>
    Busy,

    /// <summary><c>CANCEL</c>: the agent hung up while the customer was being dialled.</summary>
    Cancelled,

    /// <summary><c>FAILED…</c>, without a further reason; <c>FLOW_UNASSIGNED</c>, <c>FLOW_PAUSED</c>, <c>FLOW_NOT_PUBLISHED</c>, <c>FLOW_UNREACHABLE</c>: what was to be played could not be.</summary>
    Failed,

    /// <summary><c>CONGESTION</c>: a network was full.</summary>
    Congestion,

    /// <summary><c>CHANUNAVAIL</c>: no channel to the network.</summary>
    ChannelUnavailable,

    /// <summary><c>NOROUTE</c>: no way to that number.</summary>
    NoRoute,

    /// <summary><c>DND…</c>: the number is on the do-not-disturb register.</summary>
    DoNotDisturb,

    /// <summary><c>BLOCKED</c>: the number is on the account's blacklist.</summary>
    Blocked,

    /// <summary><c>NOTALLOWED</c>: the account may not make this call.</summary>
    NotAllowed,

    /// <summary><c>OUTGOING_RESTRICTED</c>: outgoing calls are restricted.</summary>
    OutgoingRestricted,

    /// <summary><c>OFF-HOUR</c>: outside the account's working hours.</summary>
    OffHours,

    /// <summary><c>MAX-USE</c>: all lines of the account were in use.</summary>
    LinesBusy,

    /// <summary><c>BRIDGE_UNAVAILABLE</c>: the account's number (DID) is not active.</summary>
    BridgeUnavailable,

    /// <summary><c>ACCEPTED</c>, <c>FORWARDED</c>, <c>MISWIG</c>, and the inbound <c>INCOMING_DISCONNECTED</c> and <c>NO_INCOMING_CLI</c>: a known word that tells no outcome; ask the log.</summary>
    NoOutcome,
}
