namespace Offhook.Simulator;

/// <summary>One call's moving parts. Guarded by the exchange's lock.</summary>
internal sealed class CallSession(SimulatedCall call) : IDisposable
{
    private ITimer? _timer;
    private int _step;

    /// <summary>The call as it is now.</summary>
    public SimulatedCall Call { get; set; } = call;

    /// <summary>Whether a person answered the customer's phone, so that the script no longer ends the talk.</summary>
    public bool PersonTalks { get; set; }

    /// <summary>The live events that somebody asked for; null until the first of them happens.</summary>
    public LiveEvents? Events { get; set; }

    /// <summary>Completes when the end has been reported, or it is certain that it will not be.</summary>
    public TaskCompletionSource Reported { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Plans what happens next if nothing else does before; replaces the former plan.</summary>
    public void Plan(TimeProvider clock, TimeSpan after, Lock gate, Action<CallSession> next)
    {
        var step = Cancel();
        _timer = clock.CreateTimer(
            _ =>
            {
                lock (gate)
                {
                    // A timer that fires while a person acts comes too late: its plan is no longer the plan.
                    if (step == _step)
                    {
                        next(this);
                    }
                }
            },
            null,
            after,
            Timeout.InfiniteTimeSpan);
    }

    /// <summary>Nothing is planned any more.</summary>
    public int Cancel()
    {
        _timer?.Dispose();
        _timer = null;
        return ++_step;
    }

    public void Dispose() => Cancel();
}
