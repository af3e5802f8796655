namespace Offhook.Storage.Sqlite;

/// <summary>One piece of work for the writer, whose caller waits for the commit.</summary>
internal abstract class WriteJob
{
    /// <summary>Whether it is still wanted. After this has said yes, cancelling makes no difference.</summary>
    public abstract bool Take();

    /// <summary>Does the work. It may be done a second time, after the first was rolled back.</summary>
    public abstract void Run(WriteTransaction transaction);

    /// <summary>Gives the caller its result, after the commit.</summary>
    public abstract void Acknowledge();

    public abstract void Fail(Exception reason);
}

/// <inheritdoc/>
/// <typeparam name="T">What the caller gets.</typeparam>
internal sealed class WriteJob<T>(Func<WriteTransaction, T> work, CancellationToken cancellationToken) : WriteJob
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Done => _done.Task;

    public override bool Take()
    {
        if (!cancellationToken.IsCancellationRequested)
        {
            return true;
        }

        _ = _done.TrySetCanceled(cancellationToken);
        return false;
    }

    public override void Run(WriteTransaction transaction) => _result = work(transaction);

    public override void Acknowledge() => _done.TrySetResult(_result!); // Run has set it.

    public override void Fail(Exception reason) => _done.TrySetException(reason);
}
