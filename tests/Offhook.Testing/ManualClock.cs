namespace Offhook.Testing;

/// <summary>A clock that moves only when told, and whose timers then fire in the order of their times.</summary>
public sealed class ManualClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Alarm> _alarms = [];
    private DateTimeOffset _now;

    /// <summary>A clock that stands at a time.</summary>
    /// <param name="start">2026-02-24 at 5:00 UTC, half past ten in the morning in India, unless told otherwise.</param>
    public ManualClock(DateTimeOffset? start = null) => _now = start ?? new(2026, 2, 24, 5, 0, 0, TimeSpan.Zero);

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <summary>Moves on, letting each timer ring at its own time.</summary>
    public void Advance(TimeSpan by)
    {
        var end = GetUtcNow() + by;
        while (Take(end) is { } alarm)
        {
            alarm.Ring();
        }
    }

    /// <summary>Moves on as a machine does that slept: whatever became due meanwhile happens now, and once.</summary>
    /// <remarks>For hours and days. What sleeps and wakes every few seconds would otherwise do so thousands of times.</remarks>
    public void Jump(TimeSpan by)
    {
        lock (_gate)
        {
            _now += by;
        }

        Advance(TimeSpan.Zero);
    }

    /// <summary>Moves on in steps until a task is done. A step is taken whenever the machine had a moment for what the last one set off.</summary>
    /// <param name="step">1 s unless told otherwise; a longer one is a jump.</param>
    /// <param name="mayMove">Asked before each step; while it says no, the clock stands still.</param>
    /// <exception cref="TimeoutException">The task was not done within 20 s of real time.</exception>
    public async Task<T> PlayAsync<T>(Task<T> until, TimeSpan? step = null, Func<bool>? mayMove = null)
    {
        ArgumentNullException.ThrowIfNull(until);
        using var breath = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        var patience = TimeSpan.FromSeconds(20);
        var start = System.GetTimestamp();
        while (!until.IsCompleted && System.GetElapsedTime(start) < patience)
        {
            if (mayMove?.Invoke() != false)
            {
                Move(step ?? TimeSpan.FromSeconds(1));
            }

            await breath.WaitForNextTickAsync(CancellationToken.None);
        }

        return until.IsCompleted ? await until : throw new TimeoutException($"not done when the manual clock stood at {GetUtcNow():O}");
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, () => callback(state));
        alarm.Change(dueTime, period);
        return alarm;
    }

    private void Move(TimeSpan step)
    {
        if (step > TimeSpan.FromSeconds(1))
        {
            Jump(step);
        }
        else
        {
            Advance(step);
        }
    }

    private Alarm? Take(DateTimeOffset end)
    {
        lock (_gate)
        {
            var next = _alarms.Where(alarm => alarm.Due <= end).MinBy(alarm => alarm.Due);
            _now = next is null ? end : next.Due > _now ? next.Due : _now;
            if (next is null)
            {
                return null;
            }

            if (next.Period > TimeSpan.Zero)
            {
                next.Due += next.Period;
            }
            else
            {
                _alarms.Remove(next);
            }

            return next;
        }
    }

    private sealed class Alarm(ManualClock clock, Action ring) : ITimer
    {
        public DateTimeOffset Due { get; set; }

        public TimeSpan Period { get; private set; }

        public void Ring() => ring();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._alarms.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = clock._now + dueTime;
                    Period = period == Timeout.InfiniteTimeSpan ? TimeSpan.Zero : period;
                    clock._alarms.Add(this);
                }
            }

            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
