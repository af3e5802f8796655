using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra.Io;

/// <summary>What the answer to making a callback profile proves. Exactly one of <see cref="Created"/>, <see cref="Refused"/>, <see cref="Unknown"/> and <see cref="NotSent"/>.</summary>
public abstract record ProfileReply
{
    private ProfileReply()
    {
    }

    /// <summary>The outcome in a line fit for a log.</summary>
    public sealed override string ToString() => SecretMask.Numbers(this switch
    {
        Created created => $"Created {{ Id = {created.Id ?? "none"} }}",
        Refused refused => $"Refused {{ Kind = {refused.Kind}, Reason = {refused.Reason}, Code = {refused.Code ?? "none"} }}",
        Unknown unknown => $"Unknown {{ Why = {unknown.Why} }}",
        NotSent notSent => $"NotSent {{ Why = {notSent.Why} }}",
        _ => GetType().Name,
    });

    // The same frame proves the same things.
    internal static ProfileReply From(DialReply reply) => reply switch
    {
        DialReply.Accepted accepted => new Created(accepted.Id),
        DialReply.Refused refused => new Refused(refused.Kind, refused.Reason, refused.Code, refused.RetryAfter),
        DialReply.Unknown unknown => new Unknown(unknown.Why),
        DialReply.NotSent notSent => new NotSent(notSent.Why),
        _ => throw new InvalidOperationException("A reply of no known kind."),
    };

    /// <summary>The profile was made.</summary>
    /// <param name="Id">Its id, for <see cref="IoEventCallbacks.WithProfile"/>; null when the yes came without one: the console shows it.</param>
    public sealed record Created(string? Id) : ProfileReply;

    /// <summary>The provider said no.</summary>
    /// <param name="Kind">What the refusal asks for.</param>
    /// <param name="Reason">The provider's words, one line of at most 200 characters, without secrets.</param>
    /// <param name="Code">The provider's code as it stood in the answer; null when there was none.</param>
    /// <param name="RetryAfter">How long to wait before any further request, when the provider said so; at most a day.</param>
    public sealed record Refused(RefusalKind Kind, string Reason, string? Code = null, TimeSpan? RetryAfter = null) : ProfileReply;

    /// <summary>The request left, and the answer (if any) proves nothing: look into the console before making it again.</summary>
    /// <param name="Why">One line of at most 200 characters, without secrets.</param>
    public sealed record Unknown(string Why) : ProfileReply;

    /// <summary>No connection was made; nothing was created.</summary>
    /// <param name="Why">One line that names the host and what failed.</param>
    public sealed record NotSent(string Why) : ProfileReply;
}
