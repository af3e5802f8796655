namespace Offhook.Calls;

/// <summary>Who said something about a call.</summary>
public enum ReportSource
{
    /// <summary>We ourselves: a person asked for the call.</summary>
    Intent,

    /// <summary>The provider's answer to the dial.</summary>
    Reply,

    /// <summary>The provider's callback at the end of the call.</summary>
    Callback,

    /// <summary>The provider's word on a step of the call, told when it happened: a phone rings, it is picked up, the call is over.</summary>
    Event,

    /// <summary>A row of the provider's log.</summary>
    Log,

    /// <summary>We ourselves: the last deadline passed and nobody had told the outcome.</summary>
    Deadline,
}

/// <summary>The words for <see cref="ReportSource"/>.</summary>
public static class ReportSourceWords
{
    /// <summary>The source in lower case, as stored and sent.</summary>
    public static string Word(this ReportSource source) => Words<ReportSource>.Of(source);

    /// <summary>The source of a word, or null for an unknown word.</summary>
    public static ReportSource? Read(string? word) => Words<ReportSource>.Read(word);
}

/// <summary>What the answer to a dial proves.</summary>
public enum DialProof
{
    /// <summary>The provider took the call. Nothing has rung yet.</summary>
    Accepted,

    /// <summary>The provider said no.</summary>
    Refused,

    /// <summary>The provider asked us to slow down and placed nothing.</summary>
    SlowDown,

    /// <summary>The connection was never made, so no phone can ring.</summary>
    NotSent,

    /// <summary>Nobody knows: no answer, a broken one, or one that proves nothing.</summary>
    Unknown,
}

/// <summary>The words for <see cref="DialProof"/>.</summary>
public static class DialProofWords
{
    /// <summary>The proof in lower case, as stored and sent.</summary>
    public static string Word(this DialProof proof) => Words<DialProof>.Of(proof);

    /// <summary>The proof of a word, or null for an unknown word.</summary>
    public static DialProof? Read(string? word) => Words<DialProof>.Read(word);
}

/// <summary>What a person asked for. Only the intent carries it.</summary>
/// <param name="Provider">The provider that is asked.</param>
/// <param name="Kind">What is asked for.</param>
/// <param name="Customer">The customer's number.</param>
/// <param name="Agent">The agent's phone; null for an outbound call.</param>
/// <param name="AgentName">Who asked; null when not given.</param>
/// <param name="Play">What is played on an outbound call; null for click-to-call.</param>
/// <param name="Campaign">The campaign of an outbound call; null when not given.</param>
/// <param name="Team">The division; null when there is none.</param>
/// <param name="Department">Null unless the installation sets it.</param>
public sealed record Wish(
    string Provider, CallKind Kind, PhoneNumber Customer, PhoneNumber? Agent = null, string? AgentName = null,
    string? Play = null, string? Campaign = null, string? Team = null, string? Department = null)
{
    /// <summary>The kind and the masked numbers, without names.</summary>
    public override string ToString() => $"{Kind.Word()} {Agent} → {Customer}";
}

/// <summary>
/// Anything said about a call, normalised. Two reports with the same source and the same content are the same report,
/// however often and whenever they arrive.
/// </summary>
public sealed record Report
{
    /// <summary>The call that it is about.</summary>
    public required Guid Reference { get; init; }

    /// <summary>Who says so.</summary>
    public required ReportSource Source { get; init; }

    /// <summary>When it first reached us, UTC. Not part of the report's identity.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What was asked for; only with <see cref="ReportSource.Intent"/>.</summary>
    public Wish? Wish { get; init; }

    /// <summary>
    /// Which provider's turn it was, with <see cref="ReportSource.Intent"/> and <see cref="ReportSource.Reply"/>: 2 for the second that was asked, because the first provably
    /// rang nobody. Null for the first intent, and for a reply that no other provider was asked after.
    /// </summary>
    public int? Attempt { get; init; }

    /// <summary>The provider that said it, where that is known; null for what we say ourselves, and in reports of older versions.</summary>
    public string? Provider { get; init; }

    /// <summary>True when the call went on after this was said, so that it cannot be the last word; only with <see cref="ReportSource.Event"/>. Null otherwise.</summary>
    public bool? StillRunning { get; init; }

    /// <summary>What the answer proves; only with <see cref="ReportSource.Reply"/>.</summary>
    public DialProof? Proof { get; init; }

    /// <summary>The provider's own words, at most 200 characters, free of keys and pages. Here and below an empty text counts as none.</summary>
    public string? Detail { get; init; }

    /// <summary>The provider's id of the call as this source gives it. A log row may bear another one than the reply.</summary>
    public string? ProviderCallId { get; init; }

    /// <summary>The status words as the provider wrote them.</summary>
    public string? ProviderStatus { get; init; }

    /// <summary>What is said of the call as a whole, without naming a side.</summary>
    public Leg Overall { get; init; }

    /// <summary>What is said of the agent's side.</summary>
    public Leg Agent { get; init; }

    /// <summary>What is said of the customer's side.</summary>
    public Leg Customer { get; init; }

    /// <summary>When the provider began the call, UTC.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the call ended, UTC.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The whole call, ringing included. A negative one counts as none.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Talk time as reported. Whether it is the customer's, the words beside it decide.</summary>
    public TimeSpan? Talk { get; init; }

    /// <summary>The provider's link to the recording.</summary>
    public string? RecordingUrl { get; init; }

    /// <summary>The phone network of the customer's number.</summary>
    public string? Operator { get; init; }

    /// <summary>The telecom circle of the customer's number.</summary>
    public string? Circle { get; init; }

    /// <summary>The digit that the customer pressed.</summary>
    public string? KeyPress { get; init; }

    /// <summary>What could not be read, as field names in ordinal order joined by spaces; null when all could.</summary>
    public string? Flags { get; init; }

    /// <summary>The reference, the source and what is said of the call, without the provider's own words, numbers and links.</summary>
    public override string ToString() => $"{Reference} {Source.Word()} {Proof} {Overall.Word()}/{Agent.Word()}/{Customer.Word()}";
}
