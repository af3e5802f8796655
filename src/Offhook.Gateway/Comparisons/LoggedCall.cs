using Offhook.Calls;
using Offhook.Gateway.Live;

namespace Offhook.Gateway.Comparisons;

/// <summary>What a provider's log says of one call, as far as two logs are compared. Equal rows are the same row, listed twice.</summary>
public sealed record LoggedCall
{
    // Each log rounds to whole seconds in its own way.
    private const long TalkTolerance = 1;

    /// <summary>The row's id. That of the same call in another provider's log is another one.</summary>
    public string Id { get; init; } = "";

    /// <summary>Whether somebody called the account. Platforms write such calls down too differently to be compared, and we place none.</summary>
    public bool IsIncoming { get; init; }

    /// <summary>Whether only one phone was rung, to play something.</summary>
    public bool IsOnePhone { get; init; }

    /// <summary>The agent's phone by its last ten digits; null where the log does not tell, and for a call to one phone.</summary>
    public string? Agent { get; init; }

    /// <summary>The customer's phone by its last ten digits; null where the log does not tell.</summary>
    public string? Customer { get; init; }

    /// <summary>When the call began; null where the log does not tell.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The status word that the row comes to.</summary>
    public required string Status { get; init; }

    /// <summary>The reason's word; null when there is nothing to explain.</summary>
    public string? Reason { get; init; }

    /// <summary>The word for the agent's side.</summary>
    public required string AgentLeg { get; init; }

    /// <summary>The word for the customer's side.</summary>
    public required string CustomerLeg { get; init; }

    /// <summary>Talk with the customer; null where the log does not tell.</summary>
    public long? TalkSeconds { get; init; }

    /// <summary>Whether it says enough to be found in another log.</summary>
    public bool CanBeFound => StartedAt is not null && Customer is not null && (IsOnePhone || Agent is not null);

    /// <summary>The call of a row of the log.</summary>
    public static LoggedCall Of(CallView row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var isIncoming = row.Direction != "outbound";
        var isOnePhone = !isIncoming && row.Kind != CallKind.ClickToCall.Word();
        return new()
        {
            Id = row.CallId,
            IsIncoming = isIncoming,
            IsOnePhone = isOnePhone,

            // The second number of a call to one phone is the account's own, and each account has its own.
            Agent = isOnePhone ? null : LastTen(row.AgentNumber),
            Customer = LastTen(row.CustomerNumber ?? row.MobileNumber),
            StartedAt = row.ReceivedAt,
            Status = row.Status ?? CallStatus.Unconfirmed.Word(),
            Reason = row.Reason,
            AgentLeg = row.AgentLeg,
            CustomerLeg = row.CustomerLeg,
            TalkSeconds = row.TalkSeconds,
        };
    }

    /// <summary>The columns in which two rows of the same call contradict each other: <c>status</c>, <c>reason</c>, <c>agent_leg</c>, <c>customer_leg</c>, <c>talk_seconds</c>. One that only one of them tells is no contradiction.</summary>
    public IReadOnlyList<string> ContradictionsTo(LoggedCall other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return
        [
            .. Column("status", Status != other.Status),
            .. Column("reason", !AreOne(Reason, other.Reason)),
            .. Column("agent_leg", Contradict(AgentLeg, other.AgentLeg)),
            .. Column("customer_leg", Contradict(CustomerLeg, other.CustomerLeg)),
            .. Column("talk_seconds", TalkSeconds is { } talk && other.TalkSeconds is { } otherTalk && Math.Abs(talk - otherTalk) > TalkTolerance),
        ];
    }

    /// <summary>Id, time and status; no phone number.</summary>
    public override string ToString() => $"{nameof(LoggedCall)} {{ Id = {Id}, StartedAt = {StartedAt:O}, Status = {Status} }}";

    private static string[] Column(string name, bool contradicts) => contradicts ? [name] : [];

    private static bool Contradict(string leg, string other) => leg != other && leg != Leg.Unknown.Word() && other != Leg.Unknown.Word();

    // A log without words for the legs cannot name the side: "busy" and "customer_busy" are the same reason, told with less and with more.
    private static bool AreOne(string? reason, string? other) =>
        reason == other || (reason is not null && other is not null && (reason == WithoutSide(other) || WithoutSide(reason) == other));

    private static string WithoutSide(string reason) =>
        reason.StartsWith("agent_", StringComparison.Ordinal) || reason.StartsWith("customer_", StringComparison.Ordinal) ? reason[(reason.IndexOf('_', StringComparison.Ordinal) + 1)..] : reason;

    private static string? LastTen(string? number)
    {
        var digits = string.Concat((number ?? "").Where(char.IsAsciiDigit));
        return digits.Length == 0 ? null : digits[^Math.Min(10, digits.Length)..];
    }
}
