using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra.Legacy;

/// <summary>What the provider reported through a callback address. A stranger's words until <see cref="Token"/> was checked.</summary>
/// <remarks>
/// Observed in production: one GET when the call ended, no signature. It may come twice, never, or before the dial was answered. Every part may be missing.
/// Reading never throws: what cannot be parsed stays as text in <see cref="Fields"/> and is named in <see cref="Flags"/>.
/// </remarks>
public sealed record KaleyraCallback
{
    /// <summary>Longest query that is read, in characters; the rest is left out and flagged.</summary>
    public const int LongestQuery = CallbackText.LongestQuery;

    /// <summary>Longest body that is read, in characters; the rest is left out and flagged.</summary>
    public const int LongestBody = CallbackText.LongestBody;

    /// <summary>Your reference (<c>ref</c>), as it stood in the template.</summary>
    public string? Reference { get; init; }

    /// <summary>Your token (<c>t</c>). Secret: compare it in constant time, never log or store it.</summary>
    public string? Token { get; init; }

    /// <summary>The provider's id of the call; equals the id of <see cref="DialReply.Accepted"/> (observed).</summary>
    public string? Id { get; init; }

    /// <summary>The agent's number, in any spelling. Compare by the last ten digits.</summary>
    public string? Caller { get; init; }

    /// <summary>The customer's number, in any spelling. Compare by the last ten digits.</summary>
    public string? Receiver { get; init; }

    /// <summary>Status word of the call; see <see cref="KaleyraStatus"/>.</summary>
    public string? Status { get; init; }

    /// <summary>Status word of the agent's leg.</summary>
    public string? Status1 { get; init; }

    /// <summary>Status word of the customer's leg.</summary>
    public string? Status2 { get; init; }

    /// <summary>Status word of the outbound dialler (<c>obdstatus</c>).</summary>
    public string? ObdStatus { get; init; }

    /// <summary>The whole call, ringing included; whole seconds up to a day.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Talk time (<c>billsec</c>); whole seconds up to a day. Zero is a value.</summary>
    public TimeSpan? Talk { get; init; }

    /// <summary>When the call began (not when the customer answered), in UTC. The provider sends epoch seconds; text is read too, without an offset as Indian time.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the call ended, in UTC.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The account's number that was shown (DID).</summary>
    public string? CallerId { get; init; }

    /// <summary>The phone network of the dialled number, such as JIO; the provider calls it <c>provider</c>. It never names Kaleyra.</summary>
    public string? Operator { get; init; }

    /// <summary>The telecom circle (region) of the dialled number; the provider calls it <c>location</c>.</summary>
    public string? Circle { get; init; }

    /// <summary>The key that the customer pressed.</summary>
    public string? KeyPress { get; init; }

    /// <summary>The recording's link, always https and without a user name. A secret and a stranger's word: never fetched here, not to be given to browsers.</summary>
    public Uri? Recording { get; init; }

    /// <summary>The reference sent as <see cref="ClickToCall.Custom"/>, should the provider return it.</summary>
    public string? Custom { get; init; }

    /// <summary>Every value that was present, decoded, by name (lower case without <c>_</c> and <c>-</c>), without the token. Of a query and of a body at most 64 fields are read each; more are flagged.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>();

    /// <summary>What was present but could not be parsed, repeated with another value, or cut, each as <c>name: why</c>.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>The text as it came, for keeping, without the value of <c>t</c>; NUL and half surrogate pairs, which no database takes, are replaced.</summary>
    public string RawWithoutToken { get; init; } = "";

    /// <summary>Reads the query of a GET, as it came: still percent-encoded, with or without the leading <c>?</c>.</summary>
    /// <param name="rawQuery">At most <see cref="LongestQuery"/> characters are read.</param>
    /// <param name="clock">Judges whether a time is believable (2015 to one day ahead); the machine's clock by default.</param>
    public static KaleyraCallback Read(string? rawQuery, TimeProvider? clock = null) => Compose(rawQuery, null, clock ?? TimeProvider.System);

    /// <summary>Reads the body of a POST as form fields. A body that begins like JSON is read as JSON: content types are not to be trusted.</summary>
    /// <param name="body">At most <see cref="LongestBody"/> characters are read.</param>
    /// <param name="clock">As in <see cref="Read"/>.</param>
    public static KaleyraCallback ReadForm(string? body, TimeProvider? clock = null) => Compose(null, body, clock ?? TimeProvider.System);

    /// <summary>Reads the body of a POST as a JSON object, its members or those of its member <c>data</c>. A body that does not begin like JSON is read as form fields.</summary>
    /// <param name="body">At most <see cref="LongestBody"/> characters are read.</param>
    /// <param name="clock">As in <see cref="Read"/>.</param>
    public static KaleyraCallback ReadJson(string? body, TimeProvider? clock = null) => Compose(null, body, clock ?? TimeProvider.System);

    /// <summary>Reads a POST whose address carries a query and whose body (form or JSON, by its content) carries more. Where both name a value, the query's counts.</summary>
    /// <param name="rawQuery">As in <see cref="Read"/>.</param>
    /// <param name="body">As in <see cref="ReadForm"/>.</param>
    /// <param name="clock">As in <see cref="Read"/>.</param>
    public static KaleyraCallback ReadPost(string? rawQuery, string? body, TimeProvider? clock = null) => Compose(rawQuery, body, clock ?? TimeProvider.System);

    /// <summary>Reference, id and status words; no token, no phone number, no link.</summary>
    public override string ToString() =>
        $"{nameof(KaleyraCallback)} {{ Reference = {Reference}, Id = {Id}, Status = {Status ?? ObdStatus}, Status1 = {Status1}, Status2 = {Status2} }}";

    private static KaleyraCallback Compose(string? query, string? body, TimeProvider clock)
    {
        var text = CallbackText.Read(query, body, LegacyCallbackNames.All, clock);
        var fields = text.Fields;
        return new()
        {
            Reference = fields.Text("ref"),
            Token = text.Token,
            Id = fields.Text("id"),
            Caller = fields.Text("caller"),
            Receiver = fields.Text("receiver"),
            Status = fields.Text("status"),
            Status1 = fields.Text("status1"),
            Status2 = fields.Text("status2"),
            ObdStatus = fields.Text("obdstatus"),
            Duration = fields.Seconds("duration"),
            Talk = fields.Seconds("billsec"),
            StartedAt = fields.Time("starttime"),
            EndedAt = fields.Time("endtime"),
            CallerId = fields.Text("callerid"),
            Operator = fields.Text("provider"),
            Circle = fields.Text("location"),
            KeyPress = fields.Text("keypress"),
            Recording = fields.Link("recordpath"),
            Custom = fields.Text("custom"),
            Fields = text.Values,
            Flags = fields.Flags,
            RawWithoutToken = text.RawWithoutToken,
        };
    }
}
