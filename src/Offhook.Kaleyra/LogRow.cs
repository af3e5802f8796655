namespace Offhook.Kaleyra;

/// <summary>One row of a log. Every part may be missing; nothing is filled in that the provider did not say.</summary>
/// <remarks>Key names differ by method and account, so all known spellings are read (<c>callerid</c> and <c>caller_id</c>, <c>recording</c> and <c>recordpath</c>, …).</remarks>
public sealed record LogRow
{
    /// <summary>The row's id. It may differ from the id given when dialling (observed); compare <see cref="UniqueId"/> and <see cref="ParentId"/> too.</summary>
    public string? Id { get; init; }

    /// <summary>The platform's own id, seen as <c>58_&lt;epoch&gt;.&lt;sequence&gt;</c>; opaque.</summary>
    public string? UniqueId { get; init; }

    /// <summary>Joins the rows of one inbound call. Assumed: the vendor does not document its meaning.</summary>
    public string? ParentId { get; init; }

    /// <summary>First number, as written: the agent's on click-to-call rows, the customer's on inbound rows. Compare by the last ten digits.</summary>
    public string? From { get; init; }

    /// <summary>Second number, as written: the customer's on click-to-call and outbound rows. Compare by the last ten digits.</summary>
    public string? To { get; init; }

    /// <summary>When the call began (not when the customer answered), in UTC. Text without an offset is Indian time; for kaleyra.io it has the offset of <see cref="Io.KaleyraIoOptions.LogOffset"/>.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the call ended, in UTC.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The whole call, ringing included; whole seconds up to a day.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Talk time (<c>billsec</c>); whole seconds up to a day. Zero is a value: nobody talked.</summary>
    public TimeSpan? Talk { get; init; }

    /// <summary>The call's status word as written; see <see cref="KaleyraStatus"/>.</summary>
    public string? Status { get; init; }

    /// <summary>The agent's leg in the provider's word (<c>status1</c>, <c>callerstate</c>, <c>caller_status</c>).</summary>
    public string? AgentStatus { get; init; }

    /// <summary>The customer's leg in the provider's word (<c>status2</c>, <c>calleestate</c>, <c>receiver_status</c>).</summary>
    public string? CustomerStatus { get; init; }

    /// <summary>The phone network of the dialled number, such as JIO. The provider calls it <c>provider</c>; it never names Kaleyra.</summary>
    public string? Operator { get; init; }

    /// <summary>The telecom circle (region) of the dialled number; the provider calls it <c>location</c>.</summary>
    public string? Circle { get; init; }

    /// <summary>The recording's link, always https and without a user name. A secret and a stranger's word: never fetched here, not to be given to browsers.</summary>
    public Uri? Recording { get; init; }

    /// <summary>The recording's id, to be asked for a link that lives for minutes (kaleyra.io). Null on rows of the legacy API, which name a link.</summary>
    public string? RecordingId { get; init; }

    /// <summary>Which product made the row: <c>Click2Call</c>, <c>Incoming</c>, <c>CallForward</c>, … as written.</summary>
    public string? Service { get; init; }

    /// <summary>The account's number that was shown (DID), as written.</summary>
    public string? CallerId { get; init; }

    /// <summary>The reference sent when dialling. Assumed: not documented for rows.</summary>
    public string? Custom { get; init; }

    /// <summary>What the call cost, as written; the unit is the account's.</summary>
    public string? Credits { get; init; }

    /// <summary>Free text of the account.</summary>
    public string? Notes { get; init; }

    /// <summary>What stood in the row but could not be parsed, each as <c>name: why</c>, such as <c>billsec: negative</c>.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>The row as JSON text, with the API key and callback tokens (<c>t=</c> and 32 hex digits) masked. Holds full phone numbers.</summary>
    public string Raw { get; init; } = "";

    /// <summary>Id, status and service; no phone number and no link.</summary>
    public override string ToString() => $"{nameof(LogRow)} {{ Id = {Id}, Status = {Status}, Service = {Service}, StartedAt = {StartedAt:O} }}";
}
