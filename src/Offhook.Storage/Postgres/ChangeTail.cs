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
    private static readonly TimeSpan WhileListening = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan WhileDeaf = TimeSpan.FromMilliseconds(200);

    private readonly PostgresReads _database;
    private readonly Func<CancellationToken, Task<int>> _drainForeign;
    private readonly ChangeListener? _listener;
    private readonly Action<IReadOnlyList<CallChange>> _announce;
    private readonly Action<string>? _trouble;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly CancellationTokenSource _end = new();
    private Task? _work;
    private long _last;
    private bool _isTroubled;

    /// <param name="last">The last change that need not be announced.</param>
    /// <param name="drainForeign">Numbers what other programs changed, and says how many changes that made.</param>
    /// <param name="listener">Null when no connection can listen.</param>
    /// <param name="trouble">Told once of each time in which changes cannot be announced.</param>
    public ChangeTail(
        PostgresReads database, long last, Func<CancellationToken, Task<int>> drainForeign, ChangeListener? listener, Action<IReadOnlyList<CallChange>> announce, Action<string>? trouble)
    {
        (_database, _last, _drainForeign, _listener, _announce, _trouble) = (database, last, drainForeign, listener, announce, trouble);
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
                _isTroubled = false;
                _ = await WaitAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_end.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The database is away, or something in it cannot be read: the next look may fare better, and screens say that they are late.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                if (!_isTroubled)
                {
                    _isTroubled = true;
                    _trouble?.Invoke($"Changes of calls cannot be announced at present: {fault.Message}");
                }

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
        // Taken before the database is asked, which then knows at least as much.
        var after = Volatile.Read(ref _last);
        var (last, foreignWaits) = await ChangeTable.PendingAsync(_database, cancellationToken).ConfigureAwait(false);
        if (foreignWaits)
        {
            // There may be more than it takes at a time.
            if (await _drainForeign(cancellationToken).ConfigureAwait(false) > 0)
            {
                Wake();
            }
        }

        if (last < after)
        {
            // Behind the last that was told, because that number may mean another change now.
            await ChangeTable.OvertakeAsync(_database, after + 1, cancellationToken).ConfigureAwait(false);
        }
        else if (last == after && !foreignWaits)
        {
            return;
        }

        if (await ChangeTable.ReadNextAsync(_database, after, cancellationToken).ConfigureAwait(false) is not { } changes)
        {
            // This process slept for longer than changes are kept, or they were lost. Screens that stand before the gap notice by the next number.
            after = await ChangeTable.PrunedAsync(_database, cancellationToken).ConfigureAwait(false);
            changes = await ChangeTable.ReadNextAsync(_database, after, cancellationToken).ConfigureAwait(false) ?? [];
        }

        // So far was looked, also where nothing is left of what was changed there.
        var looked = Math.Max(after, Math.Min(last, after + ICallStore.MostChanges));
        lock (_gate)
        {
            // Meanwhile our own may have been announced.
            IReadOnlyList<CallChange> news = [.. changes.Where(change => change.Number > _last)];
            _last = Math.Max(_last, news.Count > 0 ? Math.Max(news[^1].Number, looked) : looked);
            if (news.Count > 0)
            {
                _announce(news);
            }
        }

        if (changes.Count > 0 || looked < last)
        {
            // There may be more than are read at a time.
            Wake();
        }
    }
}
