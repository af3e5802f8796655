namespace Offhook.Simulator;

/// <summary>What the platform remembers of requests and callbacks, and who waits for them. Its owner holds the lock around every member.</summary>
internal sealed class Ledger
{
    private readonly Dictionary<string, int> _requests = new(StringComparer.Ordinal);
    private readonly Watch<SimulatedCall> _callWatch = new();
    private readonly Watch<CallbackAttempt> _callbackWatch = new();

    public List<DialRecord> Dials { get; } = [];

    public List<CallbackAttempt> Callbacks { get; } = [];

    public IReadOnlyDictionary<string, int> Requests => new Dictionary<string, int>(_requests, StringComparer.Ordinal);

    /// <summary>Completes at the next change of any call.</summary>
    public TaskCompletionSource Changed { get; private set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Count(string request) => _requests[request] = _requests.GetValueOrDefault(request) + 1;

    public void CallChanged(SimulatedCall call)
    {
        _callWatch.Tell(call);
        var changed = Changed;
        Changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.SetResult();
    }

    public void CallbackSent(CallbackAttempt attempt)
    {
        Callbacks.Add(attempt);
        _callbackWatch.Tell(attempt);
    }

    public Task<SimulatedCall> CallAsync(Func<SimulatedCall, bool> when, CancellationToken cancellationToken) => _callWatch.WaitAsync(when, cancellationToken);

    public Task<CallbackAttempt> CallbackAsync(Func<CallbackAttempt, bool> when, CancellationToken cancellationToken) =>
        Callbacks.Find(new Predicate<CallbackAttempt>(when)) is { } sent ? Task.FromResult(sent) : _callbackWatch.WaitAsync(when, cancellationToken);
}
