using Offhook.Storage;

namespace Offhook.Gateway.Policy;

/// <summary>Turns counted in this process, for a store that no other process shares.</summary>
public sealed class LocalDialTurns(TimeProvider clock) : IDialTurns
{
    private readonly Lock _gate = new();

    // Not the time of day: that may be set back, and every call would then wait for it to catch up.
    private readonly long _start = clock.GetTimestamp();

    // The moment, counted from the start, at which the whole burst is available again: all of the state that a token bucket needs.
    private TimeSpan _full;

    /// <inheritdoc/>
    public ValueTask<TimeSpan> TakeAsync(TimeSpan interval, int burst, TimeSpan longestWait, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var now = clock.GetElapsedTime(_start);
            var full = (_full > now ? _full : now) + interval;
            var wait = full - now - (interval * burst);
            if (wait <= longestWait)
            {
                _full = full;
            }

            return ValueTask.FromResult(wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
        }
    }
}
