namespace Offhook.Kaleyra;

/// <summary>What a refusal asks of the one who was refused.</summary>
/// <remarks>The vendor's table of error codes could not be read; the kind is told by the HTTP status, by code families and by words in the message.</remarks>
public enum RefusalKind
{
    /// <summary>This request is not acceptable: a number, a sound, a parameter. Others may be.</summary>
    Rejected,

    /// <summary>The key or the sending address is not accepted. No request will be until somebody mends it.</summary>
    Authentication,

    /// <summary>The account cannot pay, or is not cleared to call. No dial will be accepted until somebody mends it.</summary>
    Account,

    /// <summary>Too many requests; later ones will be accepted.</summary>
    SlowDown,
}
