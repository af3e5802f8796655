using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra.Io;

/// <summary>What came of asking for a recording. Exactly one of <see cref="Link"/>, <see cref="Refused"/> and <see cref="Unavailable"/>.</summary>
public abstract record RecordingReply
{
    private RecordingReply()
    {
    }

    /// <summary>The outcome in a line fit for a log: of a link only the host.</summary>
    public sealed override string ToString() => SecretMask.Numbers(this switch
    {
        Link link => $"Link {{ Host = {link.Address.Host} }}",
        Refused refused => $"Refused {{ Kind = {refused.Kind}, Reason = {refused.Reason} }}",
        Unavailable unavailable => $"Unavailable {{ Why = {unavailable.Why}, Transient = {unavailable.Transient} }}",
        _ => GetType().Name,
    });

    /// <summary>A link to the sound, which anybody who has it may open for as long as it lives.</summary>
    /// <param name="Address">
    /// Always https and without a user name; http only on this machine, for a client whose own address is such. A secret and a stranger's word: not to be stored, and to be
    /// opened without the API key.
    /// </param>
    public sealed record Link(Uri Address) : RecordingReply;

    /// <summary>The provider said no.</summary>
    /// <param name="Kind">What the refusal asks for; <see cref="RefusalKind.SlowDown"/> may be asked again later.</param>
    /// <param name="Reason">The provider's words, one line of at most 200 characters, without the key and without full phone numbers.</param>
    public sealed record Refused(RefusalKind Kind, string Reason) : RecordingReply;

    /// <summary>No readable answer came.</summary>
    /// <param name="Why">One line of at most 200 characters, without the key and without full phone numbers.</param>
    /// <param name="Transient">Whether asking the same again later may help.</param>
    public sealed record Unavailable(string Why, bool Transient) : RecordingReply;
}
