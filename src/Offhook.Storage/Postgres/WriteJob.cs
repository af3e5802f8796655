namespace Offhook.Storage.Postgres;

/// <summary>One piece of work for the writer, whose caller waits for the commit.</summary>
internal abstract class WriteJob(CancellationToken cancellationToken)
{
    /// <summary>Whether it is still wanted. After this has said yes, cancelling makes no difference.</summary>
    public bool Take()
    {
        if (!cancellationToken.IsCancellationRequested)
        {
            return true;
        }

        Cancel(cancellationToken);
        return false;
    }

    /// <summary>Gives the caller its result, after the commit.</summary>
    public abstract void Acknowledge();

    public abstract void Fail(Exception reason);

    protected abstract void Cancel(CancellationToken cancellationToken);
}

/// <inheritdoc/>
/// <typeparam name="T">What the caller gets.</typeparam>
internal abstract class WriteJob<T>(CancellationToken cancellationToken) : WriteJob(cancellationToken)
    where T : class
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Done => _done.Task;

    /// <summary>What came of it, if its transaction is committed. It may be set anew when that was refused.</summary>
    public T? Result { get; set; }

    public override void Acknowledge() => _done.TrySetResult(Result ?? throw new InvalidOperationException("a job without a result"));

    public override void Fail(Exception reason) => _done.TrySetException(reason);

    protected override void Cancel(CancellationToken cancellationToken) => _done.TrySetCanceled(cancellationToken);
}

/// <summary>A report to be kept. Its texts and times are storable.</summary>
internal sealed class KeepJob(KeptReport kept, CancellationToken cancellationToken) : WriteJob<KeepOutcome>(cancellationToken)
{
    public KeptReport Kept => kept;
}

/// <summary>An intent to be committed. Its texts and times are storable.</summary>
internal sealed class BeginJob(Intent intent, CancellationToken cancellationToken) : WriteJob<BeginOutcome>(cancellationToken)
{
    public Intent Intent => intent;
}
