using Microsoft.Extensions.Logging;

namespace Offhook.Gateway.Dialling;

/// <summary>What the log says about starting calls.</summary>
public sealed partial class StartLog(ILogger<StartLog> logger)
{
    /// <summary>The intent could not be kept.</summary>
    [LoggerMessage(LogLevel.Error, "The store cannot be written, so nothing is dialled")]
    public partial void StoreAway(Exception away);

    /// <summary>The provider's answer could not be kept.</summary>
    [LoggerMessage(LogLevel.Error, "The provider's answer for call {Reference} could not be kept; the provider's log will tell the outcome")]
    public partial void AnswerNotKept(Guid reference, Exception away);

    /// <summary>The account is refused.</summary>
    [LoggerMessage(LogLevel.Error, "{Provider} refuses the account, so every call will fail: {Reason}")]
    public partial void AccountRefused(string provider, string reason);

    /// <summary>Another provider is asked.</summary>
    [LoggerMessage(LogLevel.Warning, "Call {Reference} is handed on from {From} to {To}, because no phone rang: {Reason}")]
    public partial void HandedOn(Guid reference, string from, string to, string reason);

    /// <summary>No other provider is asked, because that could not be kept.</summary>
    [LoggerMessage(LogLevel.Error, "Call {Reference} is not handed on to another provider, because the store cannot be written")]
    public partial void NotHandedOn(Guid reference, Exception away);
}
