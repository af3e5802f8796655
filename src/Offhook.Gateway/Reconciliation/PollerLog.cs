using Microsoft.Extensions.Logging;

namespace Offhook.Gateway.Reconciliation;

/// <summary>What the log says about looking after open calls.</summary>
public sealed partial class PollerLog(ILogger<PollerLog> logger)
{
    /// <summary>A call was settled without an outcome.</summary>
    [LoggerMessage(LogLevel.Warning, "Call {Reference} is settled as what is known: its deadline passed and nobody told how it ended")]
    public partial void DeadlinePassed(Guid reference);

    /// <summary>The provider's log cannot be read.</summary>
    [LoggerMessage(LogLevel.Warning, "The provider's log cannot be read: {Why}")]
    public partial void CannotRead(string why);

    /// <summary>A search threw.</summary>
    [LoggerMessage(LogLevel.Error, "Searching the log of {Provider} broke; its calls are looked after as if the log could not be read")]
    public partial void SearchBroke(string provider, Exception broken);

    /// <summary>More than one pairing of calls and rows is possible.</summary>
    [LoggerMessage(LogLevel.Warning, "The provider's log has no row that can only be that of call {Reference}; nothing is guessed")]
    public partial void Ambiguous(Guid reference);

    /// <summary>Following hints failed.</summary>
    [LoggerMessage(LogLevel.Error, "Following hints about calls failed; the calls are looked after at their deadlines")]
    public partial void HintsFailed(Exception failure);

    /// <summary>A round failed.</summary>
    [LoggerMessage(LogLevel.Error, "Looking after open calls failed; it goes on in a moment")]
    public partial void Failed(Exception failure);
}
