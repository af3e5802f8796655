namespace Offhook.Calls;

/// <summary>Where a call stands, in the words that the table <c>ivr_calls</c> has always used, plus two honest ones.</summary>
public enum CallStatus
{
    /// <summary>Asked for by a person; the provider has not accepted it yet.</summary>
    Requested,

    /// <summary>Accepted by the provider. Which phone rings, if any, only the legs can tell.</summary>
    Ringing,

    /// <summary>The <em>customer</em> answered. The call is over when an end or a settling source is known.</summary>
    Answered,

    /// <summary>A phone was busy.</summary>
    Busy,

    /// <summary>A phone rang and was not picked up, or was declined.</summary>
    Missed,

    /// <summary>Cut off while a phone was still being rung.</summary>
    Cancelled,

    /// <summary>It could not be put through: refused, blocked, unreachable.</summary>
    Failed,

    /// <summary>Asked, and nobody knows how it went. A phone may ring or have rung.</summary>
    Unconfirmed,
}

/// <summary>The words for <see cref="CallStatus"/>.</summary>
public static class CallStatusWords
{
    /// <summary>The status in lower case, as stored and sent.</summary>
    public static string Word(this CallStatus status) => Words<CallStatus>.Of(status);

    /// <summary>The status of a word, or null for an unknown word.</summary>
    public static CallStatus? Read(string? word) => Words<CallStatus>.Read(word);
}
