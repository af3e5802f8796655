namespace Offhook.Simulator;

/// <summary>People and tests that wait for the first value that satisfies them. Its owner holds a lock around every member.</summary>
internal sealed class Watch<T>
{
    private readonly List<(Func<T, bool> When, TaskCompletionSource<T> Found)> _waiting = [];

    /// <summary>Waits for a value that is told from now on.</summary>
    public Task<T> WaitAsync(Func<T, bool> when, CancellationToken cancellationToken)
    {
        var found = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var giveUp = cancellationToken.Register(() => found.TrySetCanceled(cancellationToken));
        found.Task.ContinueWith(_ => giveUp.Dispose(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        _waiting.Add((when, found));
        return found.Task;
    }

    /// <summary>Tells everybody who waits.</summary>
    public void Tell(T value) => _waiting.RemoveAll(one => one.Found.Task.IsCompleted || (one.When(value) && one.Found.TrySetResult(value)));
}
