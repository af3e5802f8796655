using System.Runtime.CompilerServices;
using Offhook.Calls;
using Offhook.Gateway.Providers;
using Offhook.Storage;

namespace Offhook.Gateway.Live;

/// <summary>
/// The changes of all calls, in the order of their commits. A listener is a cursor into one shared ring of events that are encoded once; one signal wakes all.
/// A listener that fell off the ring reads the store; one whose place the store no longer knows gets a snapshot. No change is ever skipped.
/// </summary>
public sealed class ChangeFeed : IDisposable
{
    /// <summary>How many of the newest calls a snapshot holds besides the open ones.</summary>
    public const int SnapshotSize = 200;

    /// <summary>A silent connection gets a sign of life this often.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private const int RingSize = 1024;

    // After a restart all screens come back at once; those who only want to dial must not wait behind them.
    private const int MostReads = 4;

    // How soon the store is asked again for somebody whose place it could not read.
    private static readonly TimeSpan BeforeNextTry = TimeSpan.FromSeconds(1);

    private readonly ICallStore _store;
    private readonly TimeProvider _clock;
    private readonly SseEncoding _encoding;
    private readonly string _storeName;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _snapshotTurn = new(1);
    private readonly SemaphoreSlim _reads = new(MostReads);
    private readonly FeedEvent.Changed?[] _ring = new FeedEvent.Changed?[RingSize];
    private long _first;
    private long _last;
    private FeedEvent.Whole? _whole;
    private TaskCompletionSource _signal = NewSignal();

    /// <summary>Listens to a store. Nothing may be written to it between reading <paramref name="last"/> and this.</summary>
    /// <param name="storeName">A name of at most 16 letters and digits that no other store has.</param>
    /// <param name="last">The number of the store's last change.</param>
    public ChangeFeed(ICallStore store, TimeProvider clock, ProviderDirectory providers, string storeName, long last)
    {
        ArgumentNullException.ThrowIfNull(store);
        (_store, _clock, _encoding, _storeName) = (store, clock, new SseEncoding(providers), storeName);
        (_first, _last) = (last + 1, last);
        store.Committed += Publish;
    }

    /// <summary>Follows the feed of all calls.</summary>
    /// <inheritdoc cref="FollowAsync(FeedPosition?, CallAudience, CancellationToken)"/>
    public IAsyncEnumerable<FeedEvent> FollowAsync(FeedPosition? after, CancellationToken cancellationToken) =>
        FollowAsync(after, CallAudience.Everyone.Instance, cancellationToken);

    /// <summary>Follows the feed until cancelled. The first event comes at once.</summary>
    /// <param name="after">Where the listener left off; null, a place that is not known here, or one of another audience, begins with a snapshot.</param>
    /// <param name="audience">
    /// Whose calls the listener may see. Of all others it hears nothing; only the numbers of its events tell that something happened in between.
    /// A call that leaves the audience is announced to it no more.
    /// </param>
    /// <exception cref="StoreUnavailableException">The store cannot be read, and the listener has no place to wait at until it can.</exception>
    public async IAsyncEnumerable<FeedEvent> FollowAsync(FeedPosition? after, CallAudience audience, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var cursor = after is { } place && place == new FeedPosition(_storeName, place.Number).For(audience) ? place.Number : -1;
        long? spoken = null;
        while (true)
        {
            // The signal is taken before looking, so that a change in between wakes us.
            var signal = Volatile.Read(ref _signal).Task;
            IReadOnlyList<FeedEvent> events = [];
            var isBehind = false;
            try
            {
                (events, cursor) = await ReadAfterAsync(cursor, audience, cancellationToken);
            }
            catch (StoreUnavailableException) when (cursor >= 0)
            {
                // It keeps its place. A browser whose stream is refused does not come back.
                isBehind = true;
            }

            foreach (var item in events)
            {
                if (IsFor(item, audience))
                {
                    yield return item;
                    spoken = _clock.GetTimestamp();
                }
            }

            // The headers leave with the first bytes, so a listener that missed nothing hears that at once.
            var silence = spoken is { } since ? Heartbeat - _clock.GetElapsedTime(since) : TimeSpan.Zero;
            var patience = isBehind && silence > BeforeNextTry ? BeforeNextTry : silence;
            if (silence <= TimeSpan.Zero || (events.Count == 0 && !await HappensAsync(signal, patience, cancellationToken) && !isBehind))
            {
                yield return FeedEvent.Quiet.Instance;
                spoken = _clock.GetTimestamp();
            }
        }
    }

    /// <summary>The place of the newest change. Who follows from here hears of everything that is committed from now on.</summary>
    public FeedPosition Now
    {
        get
        {
            lock (_gate)
            {
                return new FeedPosition(_storeName, _last);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _store.Committed -= Publish;
        _snapshotTurn.Dispose();
        _reads.Dispose();
    }

    private void Publish(IReadOnlyList<CallChange> changes)
    {
        var events = Encode(changes);
        TaskCompletionSource woken;
        lock (_gate)
        {
            foreach (var item in events)
            {
                // Changes that are announced late come as one for each call, so numbers may be missing. Who stands before a gap reads the store.
                _first = item.Change.Number == _last + 1 ? _first : item.Change.Number;
                _last = item.Change.Number;
                _ring[_last % RingSize] = item;
            }

            _first = Math.Max(_first, _last - RingSize + 1);
            woken = _signal;
            Volatile.Write(ref _signal, NewSignal());
        }

        woken.SetResult();
    }

    // A snapshot was read for its audience alone.
    private static bool IsFor(FeedEvent item, CallAudience audience) => item is not FeedEvent.Changed changed || audience.Sees(changed.Change.Row.Call);

    // The events, and the place that they lead to.
    private async Task<(IReadOnlyList<FeedEvent> Events, long Cursor)> ReadAfterAsync(long cursor, CallAudience audience, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (cursor >= _first - 1 && cursor <= _last)
            {
                var events = new FeedEvent[_last - cursor];
                for (var i = 0; i < events.Length; i++)
                {
                    events[i] = _ring[(cursor + 1 + i) % RingSize]!; // Between first and last every place is filled.
                }

                return (events, _last);
            }
        }

        await _reads.WaitAsync(cancellationToken);
        try
        {
            if (cursor >= 0 && await _store.ChangesAfterAsync(cursor, cancellationToken) is { } changes)
            {
                return (Encode([.. changes.Where(change => audience.Sees(change.Row.Call))]), changes.Count > 0 ? changes[^1].Number : cursor);
            }

            var whole = audience is CallAudience.Everyone ? await WholeAsync(cancellationToken) : await ReadWholeAsync(audience, cancellationToken);
            return ([whole], whole.Snapshot.Number);
        }
        finally
        {
            _reads.Release();
        }
    }

    private FeedEvent.Changed[] Encode(IReadOnlyList<CallChange> changes)
    {
        var events = new FeedEvent.Changed[changes.Count];
        for (var i = 0; i < events.Length; i++)
        {
            var position = new FeedPosition(_storeName, changes[i].Number);
            events[i] = new(changes[i], position, _encoding.Changed(changes[i], position));
        }

        return events;
    }

    // That of all calls is read by one at a time: when all screens come back at once after a restart, those who wait share what was read since they asked.
    private async Task<FeedEvent.Whole> WholeAsync(CancellationToken cancellationToken)
    {
        var asked = Volatile.Read(ref _last);
        await _snapshotTurn.WaitAsync(cancellationToken);
        try
        {
            if (_whole is { } known && known.Snapshot.Number >= asked)
            {
                return known;
            }

            return _whole = await ReadWholeAsync(CallAudience.Everyone.Instance, cancellationToken);
        }
        finally
        {
            _snapshotTurn.Release();
        }
    }

    private async Task<FeedEvent.Whole> ReadWholeAsync(CallAudience audience, CancellationToken cancellationToken)
    {
        var snapshot = await _store.SnapshotAsync(SnapshotSize, audience, cancellationToken);
        var position = new FeedPosition(_storeName, snapshot.Number);
        return new FeedEvent.Whole(snapshot, position, _encoding.Whole(snapshot, position));
    }

    private async Task<bool> HappensAsync(Task signal, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            await signal.WaitAsync(patience, _clock, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
