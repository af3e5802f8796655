using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra;

/// <summary>What the answer to a dial proves. Exactly one of <see cref="Accepted"/>, <see cref="Refused"/>, <see cref="Unknown"/> and <see cref="NotSent"/>.</summary>
public abstract record DialReply
{
    private DialReply()
    {
    }

    /// <summary>HTTP status of the answer; null when none came.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>The first 4 kB of the answer's body, with the API key and the callback's token masked, for keeping; null when there was none or it was an HTML page. May hold phone numbers.</summary>
    public string? Raw { get; init; }

    /// <summary>The outcome in a line fit for a log: no key, no full phone number, no body.</summary>
    public sealed override string ToString() => SecretMask.Numbers(this switch
    {
        Accepted accepted => $"Accepted {{ Id = {accepted.Id ?? "none"} }}",
        Refused refused => $"Refused {{ Kind = {refused.Kind}, Reason = {refused.Reason}, Code = {refused.Code ?? "none"} }}",
        Unknown unknown => $"Unknown {{ Why = {unknown.Why} }}",
        NotSent notSent => $"NotSent {{ Why = {notSent.Why} }}",
        _ => GetType().Name,
    });

    /// <summary>The provider said yes. The call is queued; nothing has rung yet.</summary>
    /// <param name="Id">
    /// The provider's id of the call, opaque, at most 128 characters. Null when the yes came without one, which was observed in production:
    /// the call is then found by a callback or in the log, and dialling again may ring twice.
    /// </param>
    public sealed record Accepted(string? Id) : DialReply;

    /// <summary>The provider said no. No phone rings.</summary>
    /// <param name="Kind">What the refusal asks for.</param>
    /// <param name="Reason">The provider's words, one line of at most 200 characters, without the key and without full phone numbers.</param>
    /// <param name="Code">The provider's code as it stood in the answer, such as <c>E601</c>; null when there was none.</param>
    /// <param name="RetryAfter">How long to wait before any further request, when the provider said so; at most a day.</param>
    public sealed record Refused(RefusalKind Kind, string Reason, string? Code = null, TimeSpan? RetryAfter = null) : DialReply;

    /// <summary>The request left, and the answer (if any) proves nothing: phones may ring. Never dial again on this; a callback or the log settles it.</summary>
    /// <param name="Why">One line of at most 200 characters, without the key and without full phone numbers.</param>
    /// <param name="RetryAfter">How long to wait before any further request, when the provider said so; at most a day.</param>
    public sealed record Unknown(string Why, TimeSpan? RetryAfter = null) : DialReply;

    /// <summary>No connection was made, so the provider cannot know of the request and no phone can ring.</summary>
    /// <param name="Why">One line that names the host and what failed.</param>
    public sealed record NotSent(string Why) : DialReply;
}
