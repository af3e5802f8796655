using Offhook.Testing;

namespace Offhook.Gateway.Tests;

/// <summary>The manual clock as one part of the work sees it: counts the waits that the part has begun and those that are still on.</summary>
internal sealed class CountingClock(ManualClock inner) : TimeProvider
{
    private int _begun;
    private int _over;

    public int Begun => Volatile.Read(ref _begun);

    /// <summary>How many wait for time to pass. While it is none, the part is at work.</summary>
    public int Waiting => Volatile.Read(ref _begun) - Volatile.Read(ref _over);

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Increment(ref _begun);
        var wait = new Wait(this);
        wait.Timer = inner.CreateTimer(
            rung =>
            {
                wait.Over();
                callback(rung);
            },
            state,
            dueTime,
            period);
        return wait;
    }

    private sealed class Wait(CountingClock clock) : ITimer
    {
        private int _isOver;

        public ITimer? Timer { get; set; }

        public void Over()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0)
            {
                Interlocked.Increment(ref clock._over);
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => Timer!.Change(dueTime, period);

        public void Dispose()
        {
            Timer!.Dispose();
            Over();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
