using System.Collections.Frozen;
using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra.Io;

/// <summary>What the provider reported through a callback address: a step of a call, or its end. A stranger's words until <see cref="Token"/> was checked.</summary>
/// <remarks>
/// The vendor signs nothing and fixes no form: an event's body is what the profile's author wrote, in any verb, and variables may stay unreplaced. It may come twice, late,
/// out of order, never, or before the dial was answered. Reading never throws: what cannot be parsed stays as text in <see cref="Fields"/> and is named in <see cref="Flags"/>.
/// </remarks>
public sealed record IoCallback
{
    /// <summary>Longest query that is read, in characters; the rest is left out and flagged.</summary>
    public const int LongestQuery = CallbackText.LongestQuery;

    /// <summary>Longest body that is read, in characters; the rest is left out and flagged.</summary>
    public const int LongestBody = CallbackText.LongestBody;

    private static readonly FrozenDictionary<string, IoEvent> Kinds = Enum.GetValues<IoEvent>().ToFrozenDictionary(kind => TolerantFields.Name(kind.ToString()));

    /// <summary>Your reference (<c>ref</c>), as it stood in the template.</summary>
    public string? Reference { get; init; }

    /// <summary>Your token (<c>t</c>). Secret: compare it in constant time, never log or store it.</summary>
    public string? Token { get; init; }

    /// <summary>The event's name in lower case; null for an end report.</summary>
    public string? Event { get; init; }

    /// <summary>The event; null for an end report and for a name that is not known. Names are compared without case, <c>_</c> and <c>-</c>.</summary>
    public IoEvent? Kind => Event is not null && Kinds.TryGetValue(TolerantFields.Name(Event), out var kind) ? kind : null;

    /// <summary>The provider's id of the call, at most 128 characters. The answer to a dial may have had none.</summary>
    public string? Id { get; init; }

    /// <summary>Status word of the call; see <see cref="KaleyraStatus"/>.</summary>
    public string? Status { get; init; }

    /// <summary>The first number, in any spelling: the agent's in a click-to-call. Compare by the last ten digits.</summary>
    public string? Caller { get; init; }

    /// <summary>The second number, in any spelling: the customer's. Compare by the last ten digits.</summary>
    public string? Callee { get; init; }

    /// <summary>The account's number (DID) through which the call went.</summary>
    public string? Bridge { get; init; }

    /// <summary>How long it rang; whole seconds up to a day. Assumed: the unit. Which of two phones is meant is not documented.</summary>
    public TimeSpan? RingTime { get; init; }

    /// <summary>Talk time (<c>billsec</c>); whole seconds up to a day. Zero is a value. Assumed: the unit.</summary>
    public TimeSpan? Talk { get; init; }

    /// <summary>The whole call, ringing included; whole seconds up to a day. In no documented variable; read when a profile sends it.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>When the call began, in UTC. In no documented variable; read when a profile sends it. Assumed: text without an offset is Indian time.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the call ended, in UTC; as <see cref="StartedAt"/>.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The keys that the customer pressed.</summary>
    public string? KeyPress { get; init; }

    /// <summary>The recording's id, see <see cref="KaleyraIoClient.FindRecordingAsync"/>. In no documented variable; read when a profile sends it.</summary>
    public string? RecordingId { get; init; }

    /// <summary>Which product made the call, as written; the values are not documented.</summary>
    public string? CallType { get; init; }

    /// <summary>What the call cost, as written; the unit is the account's.</summary>
    public string? Credits { get; init; }

    /// <summary>Every value that was present, decoded, by name (lower case without <c>_</c> and <c>-</c>), without the token. Of a query and of a body at most 64 fields are read each; more are flagged.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>();

    /// <summary>What was present but could not be parsed, repeated with another value, or cut, each as <c>name: why</c>.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>The text as it came, for keeping, without the value of <c>t</c>; NUL and half surrogate pairs, which no database takes, are replaced.</summary>
    public string RawWithoutToken { get; init; } = "";

    /// <summary>Reads the query of a GET, as it came: still percent-encoded, with or without the leading <c>?</c>.</summary>
    /// <param name="query">At most <see cref="LongestQuery"/> characters are read.</param>
    /// <param name="clock">Judges whether a time is believable (2015 to one day ahead).</param>
    public static IoCallback Read(string? query, TimeProvider clock) => ReadPost(query, null, clock);

    /// <summary>Reads a request with a body, whatever its verb. The body is told by its content: JSON (also as JSONP), otherwise form fields. Where both name a value, the query's counts.</summary>
    /// <param name="query">As in <see cref="Read"/>.</param>
    /// <param name="body">At most <see cref="LongestBody"/> characters are read.</param>
    /// <param name="clock">As in <see cref="Read"/>.</param>
    public static IoCallback ReadPost(string? query, string? body, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        var text = CallbackText.Read(query, body is { Length: <= LongestBody } ? WireBody.Unwrapped(body) : body, IoCallbackNames.All, clock);
        var fields = text.Fields;
        return new()
        {
            Reference = fields.Text("ref"),
            Token = text.Token,
            Event = fields.Text("event")?.ToLowerInvariant(),
            Id = TolerantText.Id(fields.Text("id")),
            Status = fields.Text("status"),
            Caller = fields.Text("caller"),
            Callee = fields.Text("callee"),
            Bridge = fields.Text("bridge"),
            RingTime = fields.Seconds("ringtime"),
            Talk = fields.Seconds("billsec"),
            Duration = fields.Seconds("duration"),
            StartedAt = fields.Time("starttime"),
            EndedAt = fields.Time("endtime"),
            KeyPress = fields.Text("keypress"),
            RecordingId = IoRecordings.IdOf(fields.Text("recordingid")),
            CallType = fields.Text("calltype"),
            Credits = fields.Text("credits"),
            Fields = text.Values,
            Flags = fields.Flags,
            RawWithoutToken = text.RawWithoutToken,
        };
    }

    /// <summary>Reference, event, id and status word; no token, no phone number.</summary>
    public override string ToString() => $"{nameof(IoCallback)} {{ Reference = {Reference}, Event = {Event}, Id = {Id}, Status = {Status} }}";
}
