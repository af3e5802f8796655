using System.Threading.Channels;

namespace Offhook.Storage.Postgres;

/// <summary>
/// Group commit without a timer: whatever is queued is taken as soon as the previous commit has returned. Under little load a job waits for nobody;
/// under much load many share one commit.
/// </summary>
internal sealed class WriteLoop : IAsyncDisposable
{
    private const int MostAtOnce = 128;
    private const int MostQueued = 4096;

    private readonly Writer _writer;
    private readonly Channel<WriteJob> _queue = Channel.CreateBounded<WriteJob>(new BoundedChannelOptions(MostQueued) { SingleReader = true });
    private readonly Task _work;

    public WriteLoop(Writer writer)
    {
        _writer = writer;
        _work = Task.Run(WorkAsync);
    }

    /// <summary>Has a job done. Cancelling has an effect only until it is taken up.</summary>
    /// <returns>Its result, after the commit.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be written, or the store is closing.</exception>
    public async Task<T> DoAsync<T>(WriteJob<T> job, CancellationToken cancellationToken)
        where T : class
    {
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
        await _work.ConfigureAwait(false);
    }

    private async Task WorkAsync()
    {
        var (begins, keeps) = (new List<BeginJob>(), new List<KeepJob>());
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            begins.Clear();
            keeps.Clear();
            while (begins.Count + keeps.Count < MostAtOnce && _queue.Reader.TryRead(out var job))
            {
                if (!job.Take())
                {
                    continue;
                }

                if (job is BeginJob begin)
                {
                    begins.Add(begin);
                }
                else
                {
                    keeps.Add((KeepJob)job);
                }
            }

            // Intents first: a report that is queued behind its intent then finds its call.
            await _writer.CommitAsync(begins).ConfigureAwait(false);
            await _writer.CommitAsync(keeps).ConfigureAwait(false);
        }
    }
}
