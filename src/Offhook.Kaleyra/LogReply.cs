using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra;

/// <summary>What came of reading a log. Exactly one of <see cref="Rows"/>, <see cref="Refused"/> and <see cref="Unavailable"/>.</summary>
public abstract record LogReply
{
    private LogReply()
    {
    }

    /// <summary>The outcome in a line fit for a log: the number of rows, never their content.</summary>
    public sealed override string ToString() => SecretMask.Numbers(this switch
    {
        Rows rows => $"Rows {{ Count = {rows.Items.Count} }}",
        Refused refused => $"Refused {{ Kind = {refused.Kind}, Reason = {refused.Reason}, Code = {refused.Code ?? "none"} }}",
        Unavailable unavailable => $"Unavailable {{ Why = {unavailable.Why}, Transient = {unavailable.Transient} }}",
        _ => GetType().Name,
    });

    /// <summary>The provider answered with its rows.</summary>
    /// <param name="Items">
    /// The rows in the provider's order. None is a good answer and means "ask later", not "no such call": for some minutes after its end a call is
    /// in no log (observed in production). A refusal in words such as "no records found" is read as this too.
    /// </param>
    public sealed record Rows(IReadOnlyList<LogRow> Items) : LogReply;

    /// <summary>The provider said no.</summary>
    /// <param name="Kind">What the refusal asks for; <see cref="RefusalKind.SlowDown"/> may be asked again later.</param>
    /// <param name="Reason">The provider's words, one line of at most 200 characters, without the key and without full phone numbers.</param>
    /// <param name="Code">The provider's code as it stood in the answer; null when there was none.</param>
    /// <param name="RetryAfter">How long to wait before any further request, when the provider said so; at most a day.</param>
    public sealed record Refused(RefusalKind Kind, string Reason, string? Code = null, TimeSpan? RetryAfter = null) : LogReply;

    /// <summary>No readable answer came.</summary>
    /// <param name="Why">One line of at most 200 characters, without the key and without full phone numbers.</param>
    /// <param name="RetryAfter">How long to wait before any further request, when the provider said so; at most a day.</param>
    /// <param name="Transient">Whether asking the same again later may help: true for broken connections, time-outs, 5xx and pages of proxies.</param>
    public sealed record Unavailable(string Why, TimeSpan? RetryAfter, bool Transient) : LogReply;
}
