using Npgsql;
using Offhook.Calls;
using Offhook.Storage.Postgres.Schema;
using Offhook.Storage.Table;

namespace Offhook.Storage.Postgres;

/// <summary>The store in a PostgreSQL database, for any number of processes.</summary>
/// <remarks>
/// Every write is committed when it returns. <see cref="Committed"/> tells the changes of all processes; those of this one as a rule before the callers whose
/// work was committed get their results.
/// </remarks>
public sealed class PostgresCallStore : ICallStore, IAccessKeyStore, IDialTurns
{
    // So that lists of readers, each of which may take seconds, never take all connections.
    private const int MostQueries = 4;

    // Writing, numbering what others changed, and taking turns. Readers can take as many of the others as they like without keeping a callback waiting.
    private const int WritersConnections = 3;

    private static readonly TimeSpan MostSkew = TimeSpan.FromSeconds(5);

    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlDataSource _writers;
    private readonly PostgresReads _writing;
    private readonly SemaphoreSlim _queryTurns = new(MostQueries);
    private readonly PostgresReads _database;
    private readonly TimeProvider _clock;
    private readonly WriteLoop _writes;
    private readonly ChangeTail _tail;
    private bool _closed;

    private PostgresCallStore(NpgsqlDataSource source, PostgresStoreOptions options, bool keyIsReference, long last, TimeProvider clock)
    {
        (_source, _clock) = (source, clock);
        _writers = options.Address.CreateSource("offhook writer", WritersConnections);
        (_database, _writing) = (new PostgresReads(source), new PostgresReads(_writers));
        var listening = options.ListenAddress ?? (options.Address.IsTransactionPooled ? null : options.Address);
        _tail = new ChangeTail(_database, last, end => ForeignChanges.DrainAsync(_writers, clock, end), listening is null ? null : new ChangeListener(listening), Announce, options.Trouble);
        _writes = new WriteLoop(new Writer(_writers, clock, keyIsReference, _tail.Own));
    }

    private event Action<IReadOnlyList<CallChange>>? Announced;

    /// <inheritdoc/>
    /// <remarks>What other processes committed between the opening of the store and the first handler is announced to that.</remarks>
    public event Action<IReadOnlyList<CallChange>>? Committed
    {
        add
        {
            Announced += value;
            _tail.Start();
        }

        remove => Announced -= value;
    }

    /// <inheritdoc/>
    public bool IsShared => true;

    /// <summary>Opens the store; makes or adopts the tables and brings older ones up to date.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached, cannot be used, or was written by a newer Offhook.</exception>
    public static async Task<PostgresCallStore> OpenAsync(PostgresStoreOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        var source = options.Address.CreateSource("offhook");
        try
        {
            await PostgresSchema.PrepareAsync(source, clock, cancellationToken).ConfigureAwait(false);
            var database = new PostgresReads(source);
            var (last, _) = await ChangeTable.PendingAsync(database, cancellationToken).ConfigureAwait(false);
            await CompareClocksAsync(database, options, clock, cancellationToken).ConfigureAwait(false);
            return new PostgresCallStore(source, options, await CallTable.KeyIsReferenceAsync(database, cancellationToken).ConfigureAwait(false), last, clock);
        }
        catch (Exception fault)
        {
            await source.DisposeAsync().ConfigureAwait(false);
            if (fault.IsAway())
            {
                throw fault.Unavailable("The store cannot be opened.");
            }

            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The report is no intent with a wish.</exception>
    /// <exception cref="InvalidOperationException">A call with this reference was begun before.</exception>
    public Task<BeginOutcome> BeginAsync(Intent intent, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(intent);
        if (intent.Report is not { Source: ReportSource.Intent, Wish: not null })
        {
            throw new ArgumentException("a call begins with an intent that says what is wished", nameof(intent));
        }

        return _writes.DoAsync(new BeginJob(intent with { Report = Storable.Of(intent.Report) }, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<KeepOutcome> KeepAsync(KeptReport report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        return _writes.DoAsync(new KeepJob(report with { Report = Storable.Of(report.Report) }, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<CallRow?> FindAsync(string id, CallAudience audience, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        return CallTable.FindAsync(_database, id, audience, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<CallRow>> FindByProviderIdAsync(string providerCallId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(providerCallId);
        return CallTable.FindByProviderIdAsync(_database, providerCallId, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<CallPage> ListAsync(CallFilter filter, CallCursor? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 200);
        return ListQuery.ReadAsync(_database, filter, after, limit, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<TableRows> QueryAsync(TableQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await _queryTurns.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await TableQuerySql.ReadAsync(_database, query, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _ = _queryTurns.Release();
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredReport>> ReportsAsync(Guid reference, CancellationToken cancellationToken) =>
        await ReportTable.OfAsync(_database, reference, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task<Snapshot> SnapshotAsync(int newest, CallAudience audience, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(newest);
        ArgumentNullException.ThrowIfNull(audience);
        return ChangeTable.SnapshotAsync(_database, newest, audience, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<CallChange>?> ChangesAfterAsync(long number, CancellationToken cancellationToken) => ChangeTable.ReadAfterAsync(_database, number, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DueCall>> ClaimDueAsync(DateTimeOffset now, TimeSpan lease, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return OpenCallTable.ClaimAsync(_database, OfTheNodes(now), lease, limit, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken) => OpenCallTable.NextDueAsync(_database, cancellationToken);

    /// <inheritdoc/>
    public Task PostponeAsync(DueCall seen, DateTimeOffset due, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return OpenCallTable.PostponeAsync(_database, seen.Row.Call.Reference, seen.Due, due, cancellationToken);
    }

    /// <inheritdoc/>
    public Task GiveUpAsync(DueCall seen, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return OpenCallTable.GiveUpAsync(_database, seen.Row.Call.Reference, seen.Due, cancellationToken);
    }

    /// <inheritdoc/>
    public Task ProveWritableAsync(CancellationToken cancellationToken) => ChangeTable.TouchAsync(_database, cancellationToken);

    /// <inheritdoc/>
    public Task<KeyRecord?> FindKeyAsync(string scope, string key, DateTimeOffset now, CancellationToken cancellationToken) =>
        KeyTable.FindAsync(_database, scope, key, now, cancellationToken);

    /// <inheritdoc/>
    public Task CompleteKeyAsync(string scope, string key, KeyAnswer answer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return KeyTable.CompleteAsync(_database, scope, key, answer, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<byte[]> SecretAsync(string name, Func<byte[]> make, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(make);
        return SecretTable.FindOrMakeAsync(_database, name, make, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<NamedSecret>> SecretsAsync(string prefix, CancellationToken cancellationToken) => SecretTable.BeginningAsync(_database, prefix, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<AccessKey>> AccessKeysAsync(CancellationToken cancellationToken) => AccessKeyTable.AllAsync(_database, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> AddAccessKeyAsync(AccessKey key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        return AccessKeyTable.AddAsync(_database, key, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> RemoveAccessKeyAsync(string name, CancellationToken cancellationToken) => AccessKeyTable.RemoveAsync(_database, name, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> HeldRealCallAsync(CancellationToken cancellationToken) => CallTable.HoldsRealCallAsync(_database, cancellationToken);

    /// <inheritdoc/>
    public Task PruneAsync(DateTimeOffset before, CancellationToken cancellationToken) => ChangeTable.PruneAsync(_database, before, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<TimeSpan> TakeAsync(TimeSpan interval, int burst, TimeSpan longestWait, CancellationToken cancellationToken) =>
        await TurnTable.TakeAsync(_writing, interval, burst, longestWait, OfTheNodes(_clock.GetUtcNow()), cancellationToken).ConfigureAwait(false);

    /// <summary>Takes no more work, finishes what is queued, and lets go of the database.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, true))
        {
            return;
        }

        await _writes.DisposeAsync().ConfigureAwait(false);
        await _tail.DisposeAsync().ConfigureAwait(false);
        await _writers.DisposeAsync().ConfigureAwait(false);
        await _source.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task CompareClocksAsync(PostgresReads database, PostgresStoreOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (clock != TimeProvider.System)
        {
            return;
        }

        var before = clock.GetUtcNow();
        var there = (await database.AllAsync("select clock_timestamp()", command => command, row => row.Time(0), cancellationToken).ConfigureAwait(false))[0];
        var (behind, ahead) = (there - clock.GetUtcNow(), before - there);
        if (behind > MostSkew || ahead > MostSkew)
        {
            options.Trouble?.Invoke(
                $"This machine's clock is {Math.Abs((behind > ahead ? behind : ahead).TotalSeconds):0} s {(behind > ahead ? "behind" : "ahead of")} the database's. Have both set by NTP: times of calls and the agents' guard go by them.");
        }
    }

    // The nodes agree by the database's time, which null stands for; a test that moves its clock brings its own.
    private DateTimeOffset? OfTheNodes(DateTimeOffset now) => _clock == TimeProvider.System ? null : now;

    // A handler must not throw. If one does, the change is committed all the same and its callers must hear so.
    private void Announce(IReadOnlyList<CallChange> changes)
    {
        try
        {
            Announced?.Invoke(changes);
        }
        catch (Exception fault)
        {
            // It reaches the log of unobserved faults.
            _ = Task.FromException(fault);
        }
    }
}
