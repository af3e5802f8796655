namespace Offhook.Server.Supabase.Realtime;

/// <summary>What the administrator should hear of subscribers. Never a key, a token, a topic or a filter.</summary>
internal sealed partial class RealtimeLog(ILogger<RealtimeLog> logger)
{
    private int _broadcasts;

    /// <summary>A client wanted to speak to others. Said once, however many try.</summary>
    public void BroadcastIgnored()
    {
        if (Interlocked.Exchange(ref _broadcasts, 1) == 0)
        {
            Ignored();
        }
    }

    /// <param name="name">Whose it is; no part of it.</param>
    [LoggerMessage(LogLevel.Warning, "A key or token that is not for pages came in an address and was refused. Addresses end up in logs: replace it. It is that of {Name}")]
    public partial void SecretInAddress(string name);

    [LoggerMessage(LogLevel.Warning, "A subscriber did not read what it asked for and was dropped")]
    public partial void SlowSocketDropped();

    [LoggerMessage(LogLevel.Warning, "The changes of the calls could not be followed; all subscribers were dropped and will come back")]
    public partial void FeedLost(Exception fault);

    [LoggerMessage(LogLevel.Warning, "The changes of the calls came faster than they could be followed; all subscribers were dropped and will come back")]
    public partial void FeedBehind();

    [LoggerMessage(LogLevel.Information, "A subscriber sent a broadcast, which is not offered; this and all further ones are ignored")]
    private partial void Ignored();
}
