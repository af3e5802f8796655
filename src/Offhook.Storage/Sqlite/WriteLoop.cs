using System.Threading.Channels;

namespace Offhook.Storage.Sqlite;

/// <summary>
/// Group commit without a timer: a thread of its own takes whatever is queued as soon as the previous commit has returned. Under little load a
/// job waits for nobody; under much load many share one sync of the disk.
/// </summary>
internal sealed class WriteLoop : IAsyncDisposable
{
    private const int MostAtOnce = 128;
    private const int MostQueued = 4096;

    private readonly Writer _writer;
    private readonly Channel<WriteJob> _queue = Channel.CreateBounded<WriteJob>(new BoundedChannelOptions(MostQueued) { SingleReader = true });
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public WriteLoop(Writer writer)
    {
        _writer = writer;
        new Thread(Work) { IsBackground = true, Name = "Offhook store" }.Start();
    }

    /// <summary>Has work done in a transaction. Cancelling has an effect only until the work is taken up.</summary>
    /// <returns>Its result, after the commit.</returns>
    /// <exception cref="StoreUnavailableException">The file cannot be written, or the store is closing.</exception>
    public async Task<T> DoAsync<T>(Func<WriteTransaction, T> work, CancellationToken cancellationToken)
    {
        var job = new WriteJob<T>(work, cancellationToken);
        try
        {
            await _queue.Writer.WriteAsync(job, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException closed)
        {
            throw new StoreUnavailableException("The store is closed. Nothing was kept.", closed);
        }

        return await job.Done.ConfigureAwait(false);
    }

    /// <summary>Takes no more jobs, and returns when those that are queued are finished.</summary>
    public async ValueTask DisposeAsync()
    {
        _ = _queue.Writer.TryComplete();
        await _ended.Task.ConfigureAwait(false);
    }

    private void Work()
    {
        var jobs = new List<WriteJob>(MostAtOnce);
        while (IsThereMore())
        {
            jobs.Clear();
            while (jobs.Count < MostAtOnce && _queue.Reader.TryRead(out var job))
            {
                if (job.Take())
                {
                    jobs.Add(job);
                }
            }

            if (jobs.Count > 0)
            {
                _writer.Commit(jobs);
            }
        }

        _ended.SetResult();
    }

    // This thread is the store's own; nothing else could run on it meanwhile.
    private bool IsThereMore()
    {
        var more = _queue.Reader.WaitToReadAsync();
        return more.IsCompleted ? more.Result : more.AsTask().GetAwaiter().GetResult();
    }
}
