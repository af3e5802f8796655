namespace Offhook.Gateway.Policy;

/// <summary>How fast calls may be placed with the provider, which publishes no limit of its own.</summary>
public sealed record DialRateOptions
{
    /// <summary>Calls per second in the long run, 0 to 1000; 0 switches the limit off. <c>KALEYRA_DIALS_PER_SECOND</c>, 2 by default.</summary>
    public double PerSecond { get; init; } = 2;

    /// <summary>Calls that may be placed at once after a quiet time.</summary>
    public int Burst { get; init; } = 10;

    /// <summary>How long a call may wait for its turn before it is refused.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(3);
}

/// <summary>Gives each call its turn, in the order of asking.</summary>
public sealed class DialRate(DialRateOptions options, TimeProvider clock)
{
    private readonly Lock _gate = new();

    // Not the time of day: that may be set back, and every call would then wait for it to catch up.
    private readonly long _start = clock.GetTimestamp();

    // The moment, counted from the start, at which the whole burst is available again: all of the state that a token bucket needs.
    private TimeSpan _full;

    /// <summary>Waits for a turn.</summary>
    /// <returns>Null when the call may go ahead; otherwise after how long it is worth asking again. A refused call takes no turn.</returns>
    public async Task<TimeSpan?> WaitAsync(CancellationToken cancellationToken)
    {
        if (options.PerSecond <= 0)
        {
            return null;
        }

        var wait = Reserve();
        if (wait > options.LongestWait)
        {
            return wait;
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, clock, cancellationToken);
        }

        return null;
    }

    private TimeSpan Reserve()
    {
        var interval = TimeSpan.FromSeconds(1 / options.PerSecond);
        lock (_gate)
        {
            var now = clock.GetElapsedTime(_start);
            var full = (_full > now ? _full : now) + interval;
            var wait = full - now - (interval * options.Burst);
            if (wait <= options.LongestWait)
            {
                _full = full;
            }

            return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
        }
    }
}
