namespace Offhook.Calls;

/// <summary>One call as the sum of its reports: what the row in <c>ivr_calls</c> says, without its version.</summary>
public sealed record PhoneCall
{
    private readonly ColumnNames _derived = new([]);

    /// <summary>Our own key: a UUID (version 7, made at the click) that the provider and the caller learn but cannot guess.</summary>
    public required Guid Reference { get; init; }

    /// <summary>The provider's id of the call once known, before that the reference as text. Never null.</summary>
    public required string CallId { get; init; }

    /// <summary>Who placed the call: <c>kaleyra-legacy</c>, or <c>simulator</c> in demo mode. Empty for a row that another program wrote without saying so.</summary>
    public required string Provider { get; init; }

    /// <summary>What was asked for; null for a row that another program wrote.</summary>
    public required CallKind? Kind { get; init; }

    /// <summary>What another program wrote in words of its own, over our call (until its next report) or in a row of its own, which has no <see cref="Kind"/>; null otherwise. It is shown as it lies.</summary>
    public ForeignWords? Foreign { get; init; }

    /// <summary>Null unless the installation sets it.</summary>
    public string? Department { get; init; }

    /// <summary>The only division inside one installation; null when there is none.</summary>
    public string? Team { get; init; }

    /// <summary>The customer's number.</summary>
    public required PhoneNumber Customer { get; init; }

    /// <summary>The agent's own phone; null for <see cref="CallKind.Outbound"/>.</summary>
    public PhoneNumber? Agent { get; init; }

    /// <summary>Who asked, as given with the request; null when not given.</summary>
    public string? AgentName { get; init; }

    /// <summary>The campaign given with an outbound call; null when not given.</summary>
    public string? Campaign { get; init; }

    /// <summary>What is played on an outbound call, for example <c>123.sound</c> or <c>ivr:1234</c>; null for click-to-call.</summary>
    public string? Play { get; init; }

    /// <summary>Where the call stands.</summary>
    public required CallStatus Status { get; init; }

    /// <summary>Why it stands there; null when there is nothing to explain.</summary>
    public Reason? Reason { get; init; }

    /// <summary>The provider's own words about it, at most 200 characters; null when there are none.</summary>
    public string? ReasonDetail { get; init; }

    /// <summary>The agent's side.</summary>
    public Leg AgentLeg { get; init; }

    /// <summary>The customer's side.</summary>
    public Leg CustomerLeg { get; init; }

    /// <summary>The provider's status words as it wrote them: overall word, then the two legs', joined by <c>/</c>; null when it said nothing.</summary>
    public string? ProviderStatus { get; init; }

    /// <summary>When the person asked for the call, UTC.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When the customer answered, UTC; null when not known.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>When the call ended, UTC, as reported or derived from reported times; null when not known. Never filled with the time of arrival.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The whole call, ringing included; null when not known.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>How long agent and customer talked; null when not known.</summary>
    public TimeSpan? Talk { get; init; }

    /// <summary>The provider's link to the recording; a secret. Null when there is none.</summary>
    public string? RecordingUrl { get; init; }

    /// <summary>The phone network of the customer's number, for example <c>JIO</c>; null when not known.</summary>
    public string? Operator { get; init; }

    /// <summary>The telecom circle of the customer's number, for example <c>BIHAR</c>; null when not known.</summary>
    public string? Circle { get; init; }

    /// <summary>The digit that the customer pressed; null when none was reported.</summary>
    public string? KeyPress { get; init; }

    /// <summary>The source of the report that settled the call; null while it is open.</summary>
    public ReportSource? SettledBy { get; init; }

    /// <summary>Names of the columns above that were worked out from reported ones, in ordinal order, for example <c>answered_at</c>.</summary>
    public IReadOnlyList<string> Derived
    {
        get => _derived.Names;
        init => _derived = new(value);
    }

    /// <summary>Whether the call is final. A row of another program counts as final, because nobody here looks after it.</summary>
    public bool IsSettled => SettledBy is not null || Kind is null;

    /// <summary>Whether the call is final by the provider's own word, and yet its end is not known: the provider's log may still tell it.</summary>
    public bool LacksTimes => SettledBy is ReportSource.Callback or ReportSource.Event && EndedAt is null;

    /// <summary>Whether the provider's log is still asked about the call: for its outcome, or for its times alone.</summary>
    public bool IsLookedAfter => !IsSettled || LacksTimes;

    /// <summary>The reference, status and masked numbers.</summary>
    public override string ToString() => $"{Reference} {Status.Word()} {Agent} → {Customer}";

    // Lists are equal when their items are, so that calls are compared by all their properties without naming them again.
    private readonly record struct ColumnNames(IReadOnlyList<string> Names)
    {
        public bool Equals(ColumnNames other) => Names.SequenceEqual(other.Names, StringComparer.Ordinal);

        public override int GetHashCode() => Names.Count;
    }
}
