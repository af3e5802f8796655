using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra.Io;

/// <summary>What the client needs to know of one account at kaleyra.io.</summary>
/// <remarks>A wrong setting stops the start: <see cref="KaleyraIoClient"/> and the host's options validation both refuse it in words.</remarks>
public sealed record KaleyraIoOptions
{
    /// <summary>What stands in <see cref="FlowTarget"/> for the flow's id.</summary>
    public const string FlowPlaceholder = "{flow}";

    /// <summary>The account's id, such as <c>HX0000000000IN</c>: letters, digits, <c>_</c> and <c>-</c>. Part of every address; not a secret. No default.</summary>
    public string Sid { get; set; } = "";

    /// <summary>The account's API key: visible ASCII characters without white space. Secret: it is sent over https only, in the header <c>api-key</c>, and never printed. No default.</summary>
    /// <remarks>Documented by the vendor: a key dies without warning when the team member who made it is deleted, and can be bound to sending addresses.</remarks>
    public string ApiKey { get; set; } = "";

    /// <summary>The account's number (DID) through which every call goes: country code and number; ten digits count as Indian. No default.</summary>
    public string Bridge { get; set; } = "";

    /// <summary>The host of the account's region, without <c>v1</c>. https, or http on this machine only. <c>https://api.in.kaleyra.io/</c> by default.</summary>
    /// <remarks>
    /// Documented by the vendor: <c>api.kaleyra.io</c>, <c>api.ap.kaleyra.io</c>, <c>api.eu.kaleyra.io</c> and, for North America, <c>api.na.kaleyra.ai</c>.
    /// Observed in a production integration: another region's host refuses the account as if its key were wrong.
    /// </remarks>
    public Uri BaseAddress { get; set; } = new("https://api.in.kaleyra.io/");

    /// <summary>
    /// Offset from UTC of times that carry none, in the log and in questions to it: whole minutes, -14 h to 14 h. Null (the default) takes +05:30 when <see cref="Sid"/>
    /// ends in <c>IN</c>; for other accounts questions are then asked in UTC, and times without an offset stay unread.
    /// </summary>
    /// <remarks>Assumed: an Indian account's times are Indian. The vendor's page names no zone.</remarks>
    public TimeSpan? LogOffset { get; set; }

    /// <summary>What is sent as <c>target</c> to play a flow; <c>{flow}</c> in it is replaced by the flow's id. JSON by default; any text with <c>{flow}</c> is taken, at most 2,000 characters.</summary>
    /// <remarks>Assumed: the form of the default. The vendor documents that a flow's id is the target, but its sample could not be read.</remarks>
    public string FlowTarget { get; set; } = """[{"flow":{"id":"{flow}"}}]""";

    /// <summary>How long connecting may take, name resolution and TLS included: 1 s to 60 s, 5 s by default. A dial that ends here was not sent.</summary>
    /// <remarks>Kept by the handler of <see cref="KaleyraIoClient.CreateHandler"/>, on the machine's clock.</remarks>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a whole dial request may take: 1 s to 120 s, 15 s by default. A dial that ends here may have rung a phone.</summary>
    public TimeSpan DialTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long one request for a page of the log or for a recording's link may take: 1 s to 300 s, 30 s by default.</summary>
    public TimeSpan ReportTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The offset of times that carry none; null when nobody knows it.</summary>
    internal TimeSpan? KnownOffset => LogOffset ?? (Sid.EndsWith("IN", StringComparison.OrdinalIgnoreCase) ? TolerantTime.India : null);

    /// <summary>The account, the number by its last four digits and the address; the key only as present or missing.</summary>
    public override string ToString() =>
        $"{nameof(KaleyraIoOptions)} {{ Sid = {Sid}, ApiKey = {(string.IsNullOrWhiteSpace(ApiKey) ? "missing" : "***")}, Bridge = {DialledNumber.Masked(Bridge)}, "
        + $"BaseAddress = {BaseAddress}, LogOffset = {LogOffset} }}";
}
