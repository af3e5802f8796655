using Offhook.Calls;
using Offhook.Kaleyra;

namespace Offhook.Gateway.Providers.Kaleyra;

/// <summary>What a search needs of the log of one of Kaleyra's platforms.</summary>
internal interface IKaleyraLog
{
    /// <summary>Above so many calls at a time, the log of their days is read instead of a row for each.</summary>
    int MostSingleQuestions { get; }

    /// <summary>Whether the log of a span of time lists outbound calls, too.</summary>
    bool ListsOutbound { get; }

    /// <summary>Whether a row bears the id that was given for the call. When not, only the question by id leads to it.</summary>
    bool RowsBearTheId { get; }

    /// <summary>Which product made a row.</summary>
    LoggedService ServiceOf(LogRow row);

    /// <summary>The rows of one call, by the provider's id.</summary>
    Task<LogReply> OfCallAsync(PhoneCall call, CancellationToken cancellationToken);

    /// <summary>One page of the log of a span of time, or of the days that it touches.</summary>
    /// <param name="page">1 for the first.</param>
    Task<LogReply> OfSpanAsync(DateTimeOffset from, DateTimeOffset to, int page, CancellationToken cancellationToken);
}

/// <summary>Which product of the provider a row of its log belongs to.</summary>
internal enum LoggedService
{
    /// <summary>Two phones, joined.</summary>
    ClickToCall,

    /// <summary>One phone, to which something is played.</summary>
    Outbound,

    /// <summary>Somebody called the account.</summary>
    Inbound,
}
