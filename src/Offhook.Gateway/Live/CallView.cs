using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Offhook.Calls;
using Offhook.Storage;

namespace Offhook.Gateway.Live;

/// <summary>A call as it is sent to screens: the columns of the table, times in UTC, durations in whole seconds.</summary>
public sealed record CallView
{
    /// <summary>Our key, a UUID; null for a row of the provider's log that is not a call of ours.</summary>
    public Guid? Id { get; init; }

    /// <summary>The provider's id, or our reference until that is known.</summary>
    public required string CallId { get; init; }

    /// <summary>Who placed it; null for a row of another program that does not say.</summary>
    public string? Provider { get; init; }

    /// <summary><c>click_to_call</c> or <c>outbound</c>; null when a log row does not tell, and for a row of another program.</summary>
    public string? Kind { get; init; }

    /// <summary><c>outbound</c>, or <c>inbound</c> for a row of the provider's log; a row of another program keeps its own word.</summary>
    public string? Direction { get; init; } = "outbound";

    /// <summary>Null unless set.</summary>
    public string? Department { get; init; }

    /// <summary>Null unless set.</summary>
    public string? Team { get; init; }

    /// <summary>The customer: 10 digits for an Indian number, E.164 otherwise.</summary>
    public string? MobileNumber { get; init; }

    /// <summary>The customer in E.164.</summary>
    public string? CustomerNumber { get; init; }

    /// <summary>The agent's phone in E.164.</summary>
    public string? AgentNumber { get; init; }

    /// <summary>Who asked.</summary>
    public string? AgentName { get; init; }

    /// <summary>The campaign.</summary>
    public string? Campaign { get; init; }

    /// <summary>What is played.</summary>
    public string? Play { get; init; }

    /// <summary>The status word; a row of another program keeps its own.</summary>
    public required string? Status { get; init; }

    /// <summary>The reason's word.</summary>
    public string? Reason { get; init; }

    /// <summary>The reason as a sentence for the agent.</summary>
    public string? ReasonText { get; init; }

    /// <summary>The provider's own words.</summary>
    public string? ReasonDetail { get; init; }

    /// <summary>The agent's side.</summary>
    public required string AgentLeg { get; init; }

    /// <summary>The customer's side.</summary>
    public required string CustomerLeg { get; init; }

    /// <summary>The provider's status words, raw.</summary>
    public string? ProviderStatus { get; init; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset? ReceivedAt { get; init; }

    /// <summary>When the customer answered.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The whole call.</summary>
    public long? DurationSeconds { get; init; }

    /// <summary>Talk with the customer.</summary>
    public long? TalkSeconds { get; init; }

    /// <summary>Our own address of the recording; null when there is none. The provider's link never leaves the service.</summary>
    public string? RecordingUrl { get; init; }

    /// <summary>The customer's phone network.</summary>
    public string? Operator { get; init; }

    /// <summary>The customer's telecom circle.</summary>
    public string? Circle { get; init; }

    /// <summary>The digit pressed.</summary>
    public string? KeyPress { get; init; }

    /// <summary>The source that settled it; null while open.</summary>
    public string? SettledBy { get; init; }

    /// <summary>Which of the columns above were worked out.</summary>
    public IReadOnlyList<string> Derived { get; init; } = [];

    /// <summary>Rises with every change of the row; null for a row of the provider's log.</summary>
    public long? Version { get; init; }

    /// <summary>When this version was written.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Only in the answer to a start: what happened, for the agent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Message { get; init; }

    /// <summary>The view of a row of ours.</summary>
    /// <param name="providerName">The provider's name for people.</param>
    public static CallView Of(CallRow row, string providerName)
    {
        ArgumentNullException.ThrowIfNull(row);
        var call = row.Call;
        return new CallView
        {
            Id = call.Reference,
            CallId = call.CallId,
            Provider = call.Provider.Length == 0 ? null : call.Provider,
            Kind = call.Kind?.Word(),
            Direction = call.Foreign is { } foreign ? foreign.Direction : "outbound",
            Department = call.Department,
            Team = call.Team,
            MobileNumber = call.Foreign is null ? call.Customer.Legacy : call.Foreign.MobileNumber,
            CustomerNumber = call.Customer == default ? null : call.Customer.E164,
            AgentNumber = call.Foreign is null ? call.Agent?.E164 : call.Foreign.AgentNumber,
            AgentName = call.AgentName,
            Campaign = call.Campaign,
            Play = call.Play,
            Status = call.Foreign is null ? call.Status.Word() : call.Foreign.Status,
            Reason = call.Reason?.Word,
            ReasonText = call.Reason?.Sentence(providerName, call.ReasonDetail),
            ReasonDetail = call.ReasonDetail,
            AgentLeg = call.AgentLeg.Word(),
            CustomerLeg = call.CustomerLeg.Word(),
            ProviderStatus = call.ProviderStatus,
            ReceivedAt = call.ReceivedAt,
            AnsweredAt = call.AnsweredAt,
            EndedAt = call.EndedAt,
            DurationSeconds = Seconds(call.Duration),
            TalkSeconds = Seconds(call.Talk),
            RecordingUrl = call.RecordingUrl is null ? null : $"/calls/{call.Reference}/recording",
            Operator = call.Operator,
            Circle = call.Circle,
            KeyPress = call.KeyPress,
            SettledBy = call.SettledBy?.Word(),
            Derived = call.Derived,
            Version = row.Version,
            UpdatedAt = row.UpdatedAt,
        };
    }

    private static long? Seconds(TimeSpan? span) => span is { } value ? (long)value.TotalSeconds : null;
}

/// <summary>The first event of the live feed.</summary>
/// <param name="Version">The number of the last change that the items include.</param>
/// <param name="Items">Open calls and the newest ones, newest first.</param>
public sealed record SnapshotView(long Version, IReadOnlyList<CallView> Items);

/// <summary>Another program removed a row from a shared table.</summary>
/// <param name="Id">Our key.</param>
/// <param name="CallId">The row's <c>call_id</c> as it last stood.</param>
public sealed record GoneView(Guid Id, string CallId);

/// <summary>JSON of the views, snake case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CallView))]
[JsonSerializable(typeof(SnapshotView))]
[JsonSerializable(typeof(GoneView))]
public sealed partial class ViewJson : JsonSerializerContext
{
    /// <summary>The encoding that leaves <c>+</c> and letters of all scripts readable. For JSON alone, never for JSON inside a page.</summary>
    public static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>The views with that encoding.</summary>
    public static ViewJson Readable { get; } = new(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
