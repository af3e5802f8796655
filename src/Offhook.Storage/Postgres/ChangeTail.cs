namespace Offhook.Storage.Postgres;

/// <summary>
/// Announces the changes of all nodes in the order of their numbers. Our own are announced from memory when nothing of another node lies before them;
/// everything else is read from the table, behind the last number that was announced. A notification only wakes it up: losing one loses nothing.
/// </summary>
internal sealed class ChangeTail : IAsyncDisposable
{
    // The network and the other nodes live in real time, whatever clock the calls are measured by.
    private static readonly TimeProvider RealTime = TimeProvider.System;

    // Whoever listens asks only in case a notification was lost with its connection.
    private static readonly TimeSpan WhileListening = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WhileDeaf = TimeSpan.FromMilliseconds(200);

    private readonly PostgresReads _database;
    private readonly Func<CancellationToken, Task<int>> _drainForeign;
    private readonly ChangeListener? _listener;
    private readonly Action<IReadOnlyList<CallChange>> _announce;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly CancellationTokenSource _end = new();
    private Task? _work;
    private long _last;

    /// <param name="last">The last change that need not be announced.</param>
    /// <param name="drainForeign">Numbers what other programs changed, and says how many changes that made.</param>
    /// <param name="listener">Null when no connection can listen.</param>
    public ChangeTail(PostgresReads database, long last, Func<CancellationToken, Task<int>> drainForeign, ChangeListener? listener, Action<IReadOnlyList<CallChange>> announce)
    {
        (_database, _last, _drainForeign, _listener, _announce) = (database, last, drainForeign, listener, announce);
        if (listener is not null)
        {
            listener.Heard += Wake;
        }
    }

    /// <summary>Begins to announce, now that somebody hears it.</summary>
    public void Start()
    {
        lock (_gate)
        {
            _work ??= Task.Run(WorkAsync);
        }
    }

    /// <summary>Takes what this process has just committed.</summary>
    public void Own(IReadOnlyList<CallChange> changes)
    {
        if (changes.Count == 0)
        {
            return;
        }

        lock (_gate)
        {
            if (changes[0].Number == _last + 1)
            {
                _last = changes[^1].Number;
                if (_work is not null)
                {
                    _announce(changes);
                }

                return;
            }
        }

        Wake();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        if (_work is { } work)
        {
            await work.ConfigureAwait(false);
        }

        if (_listener is not null)
        {
            _listener.Heard -= Wake;
            await _listener.DisposeAsync().ConfigureAwait(false);
        }

        _end.Dispose();
        _wake.Dispose();
    }

    private void Wake()
    {
        try
        {
            _ = _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already, and will look once more.
        }
    }

    private async Task WorkAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                await CatchUpAsync(_end.Token).ConfigureAwait(false);
                _ = await WaitAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_end.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The database is away, or something in it cannot be read: the next look may fare better, and screens say that they are late.
            catch (Exception)
#pragma warning restore CA1031
            {
                await Task.Delay(WhileDeaf, RealTime, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<bool> WaitAsync()
    {
        var patience = _listener is { IsListening: true } ? WhileListening : WhileDeaf;
        return await _wake.WaitAsync(patience, _end.Token).ConfigureAwait(false);
    }

    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        var (last, foreignWaits) = await ChangeTable.PendingAsync(_database, cancellationToken).ConfigureAwait(false);
        if (foreignWaits)
        {
            // There may be more than it takes at a time.
            if (await _drainForeign(cancellationToken).ConfigureAwait(false) > 0)
            {
                Wake();
            }
        }
        else if (last == Volatile.Read(ref _last))
        {
            return;
        }

        var after = Volatile.Read(ref _last);
        if (await ChangeTable.ReadAfterAsync(_database, after, cancellationToken).ConfigureAwait(false) is not { } changes)
        {
            // This process slept for longer than changes are kept. Screens that are further behind notice by themselves.
            var pruned = await ChangeTable.PrunedAsync(_database, cancellationToken).ConfigureAwait(false);
            changes = await ChangeTable.ReadAfterAsync(_database, pruned, cancellationToken).ConfigureAwait(false) ?? [];
        }

        lock (_gate)
        {
            // Meanwhile our own may have been announced.
            IReadOnlyList<CallChange> news = [.. changes.Where(change => change.Number > _last)];
            if (news.Count > 0)
            {
                _last = news[^1].Number;
                _announce(news);
            }
        }
    }
}
