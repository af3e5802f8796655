namespace Offhook.Server.Supabase.Realtime;

/// <summary>Looks at the clock for one socket: tokens expire, keys are taken back, clients fall silent, and some never join what they may read.</summary>
internal sealed class SocketWatch(RealtimeSession session, ChannelSet channels, TimeProvider clock)
{
    private readonly Bell _alarm = new();
    private long _heard = clock.GetTimestamp();

    /// <summary>Notes that the client said something.</summary>
    public void Hear() => Volatile.Write(ref _heard, clock.GetTimestamp());

    /// <summary>Lets it look at once, because something may be different now.</summary>
    public void Look() => _alarm.Ring();

    /// <summary>Watches until the client has been silent, or without a right to read, for too long.</summary>
    /// <param name="bell">Rung when something may have to be said.</param>
    public async Task RunAsync(Bell bell, CancellationToken cancellationToken)
    {
        long? unread = clock.GetTimestamp();
        await using var timer = clock.CreateTimer(_ => _alarm.Ring(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        while (true)
        {
            session.EndExpired();
            bell.Ring();
            unread = channels.MayRead ? null : unread ?? clock.GetTimestamp();
            TimeSpan[] ends = [Left(RealtimeLimits.Silence, Volatile.Read(ref _heard)), unread is { } since ? Left(RealtimeLimits.Unread, since) : TimeSpan.MaxValue];
            if (ends.Min() <= TimeSpan.Zero)
            {
                return;
            }

            TimeSpan[] waits = [.. ends, (channels.Expires ?? DateTimeOffset.MaxValue) - clock.GetUtcNow()];
            timer.Change(TimeSpan.FromTicks(Math.Max(waits.Min().Ticks, TimeSpan.TicksPerMillisecond)), Timeout.InfiniteTimeSpan);
            await _alarm.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Looks at the key and the tokens again and again. Apart from the watch: with a store that hangs this takes long, and all else ends at its moment.</summary>
    public async Task RecheckAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(RealtimeLimits.Recheck, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            await session.RecheckAsync(cancellationToken);
            Look();
        }
    }

    private TimeSpan Left(TimeSpan most, long since) => most - clock.GetElapsedTime(since);
}
