using Microsoft.Data.Sqlite;
using Offhook.Calls;
using Offhook.Storage.Table;

namespace Offhook.Storage.Sqlite;

/// <summary>The store in one SQLite file, for one process.</summary>
/// <remarks>
/// Every write is on the disk when it returns (write-ahead log, full synchronization). That no second process opens the same file is the
/// caller's business. <see cref="Committed"/> is raised on the writer's thread before the callers whose work was committed get their results.
/// </remarks>
public sealed class SqliteCallStore : ICallStore, IAccessKeyStore
{
    // So that lists of readers, each of which may take seconds, never keep the service itself from reading.
    private const int MostQueries = 3;

    private readonly Readers _readers;
    private readonly SemaphoreSlim _queryTurns = new(MostQueries);
    private readonly TimeProvider _clock;
    private readonly Writer _writer;
    private readonly WriteLoop _writes;

    private SqliteCallStore(SqliteFile file, SqliteSession writing, TimeProvider clock)
    {
        _readers = new Readers(file);
        _clock = clock;
        _writer = new Writer(file, writing, clock, Announce);
        _writes = new WriteLoop(_writer);
    }

    /// <inheritdoc/>
    public event Action<IReadOnlyList<CallChange>>? Committed;

    /// <inheritdoc/>
    public bool IsShared => false;

    /// <summary>Opens the store; makes the file when it is missing and brings an older one up to date.</summary>
    /// <exception cref="StoreUnavailableException">The file cannot be opened, is no database, lies on a disk that cannot do write-ahead logging, or was written by a newer Offhook.</exception>
    public static Task<SqliteCallStore> OpenAsync(SqliteStoreOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        return Task.Run(() => Open(new SqliteFile(options.FilePath), clock), cancellationToken);
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

        var storable = intent with { Report = Storable.Of(intent.Report) };
        return _writes.DoAsync(transaction => CallWriting.Begin(transaction, storable), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<KeepOutcome> KeepAsync(KeptReport report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        var storable = report with { Report = Storable.Of(report.Report) };
        return _writes.DoAsync(transaction => CallWriting.Keep(transaction, storable), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<CallRow?> FindAsync(string id, CallAudience audience, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        return _readers.ReadAsync(session => CallTable.Find(session, id, audience), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<CallRow>> FindByProviderIdAsync(string providerCallId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(providerCallId);
        return _readers.ReadAsync<IReadOnlyList<CallRow>>(session => CallTable.FindByProviderId(session, providerCallId), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<CallPage> ListAsync(CallFilter filter, CallCursor? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 200);
        return _readers.ReadAsync(session => ListQuery.Read(session, filter, after, limit), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<TableRows> QueryAsync(TableQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await _queryTurns.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var start = _clock.GetTimestamp();
            return await _readers.ReadAsync(
                session => session.Until(
                    () => cancellationToken.IsCancellationRequested || _clock.GetElapsedTime(start) > QueryTooLongException.Longest,
                    bounded => bounded.InOneView(view => TableQuerySql.Read(view, query))),
                cancellationToken).ConfigureAwait(false);
        }
        catch (SqliteException fault) when (fault.IsGivenUp())
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new QueryTooLongException(fault);
        }
        finally
        {
            _ = _queryTurns.Release();
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredReport>> ReportsAsync(Guid reference, CancellationToken cancellationToken) =>
        _readers.ReadAsync<IReadOnlyList<StoredReport>>(session => ReportTable.Of(session, reference), cancellationToken);

    /// <inheritdoc/>
    public Task<Snapshot> SnapshotAsync(int newest, CallAudience audience, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(newest);
        ArgumentNullException.ThrowIfNull(audience);
        return _readers.ReadAsync(
            session => session.InOneView(view => new Snapshot(ChangeTable.LastNumber(view), CallTable.ReadOpenAndNewest(view, newest, audience))), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<CallChange>?> ChangesAfterAsync(long number, CancellationToken cancellationToken) =>
        _readers.ReadAsync(session => session.InOneView(view => ChangeTable.ReadAfter(view, number)), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DueCall>> ClaimDueAsync(DateTimeOffset now, TimeSpan lease, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);

        // Looked at first, because most of the time nothing is due and nothing need be written.
        return await NextDueAsync(cancellationToken).ConfigureAwait(false) is { } next && next <= now
            ? await _writes.DoAsync(transaction => OpenCallTable.Claim(transaction.Session, now, Storable.Of(now + lease), limit), cancellationToken).ConfigureAwait(false)
            : [];
    }

    /// <inheritdoc/>
    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken) => _readers.ReadAsync(OpenCallTable.NextDue, cancellationToken);

    /// <inheritdoc/>
    public Task PostponeAsync(DueCall seen, DateTimeOffset due, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return WriteAsync(session => OpenCallTable.Postpone(session, seen.Row.Call.Reference, seen.Due, due), cancellationToken);
    }

    /// <inheritdoc/>
    public Task GiveUpAsync(DueCall seen, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return WriteAsync(session => OpenCallTable.GiveUp(session, seen.Row.Call.Reference, seen.Due), cancellationToken);
    }

    /// <inheritdoc/>
    public Task ProveWritableAsync(CancellationToken cancellationToken) => WriteAsync(ChangeTable.Touch, cancellationToken);

    /// <inheritdoc/>
    public Task<KeyRecord?> FindKeyAsync(string scope, string key, DateTimeOffset now, CancellationToken cancellationToken) =>
        _readers.ReadAsync(session => KeyTable.Find(session, scope, key, now), cancellationToken);

    /// <inheritdoc/>
    public Task CompleteKeyAsync(string scope, string key, KeyAnswer answer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return WriteAsync(session => KeyTable.Complete(session, scope, key, answer), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<byte[]> SecretAsync(string name, Func<byte[]> make, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(make);
        return await _readers.ReadAsync(session => SecretTable.Find(session, name), cancellationToken).ConfigureAwait(false)
            ?? await _writes.DoAsync(transaction => SecretTable.FindOrMake(transaction.Session, name, make), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<NamedSecret>> SecretsAsync(string prefix, CancellationToken cancellationToken) =>
        _readers.ReadAsync<IReadOnlyList<NamedSecret>>(session => SecretTable.Beginning(session, prefix), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<AccessKey>> AccessKeysAsync(CancellationToken cancellationToken) =>
        _readers.ReadAsync<IReadOnlyList<AccessKey>>(AccessKeyTable.All, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> AddAccessKeyAsync(AccessKey key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        return _writes.DoAsync(transaction => AccessKeyTable.Add(transaction.Session, key), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> RemoveAccessKeyAsync(string name, CancellationToken cancellationToken) =>
        _writes.DoAsync(transaction => AccessKeyTable.Remove(transaction.Session, name), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> HeldRealCallAsync(CancellationToken cancellationToken) => _readers.ReadAsync(CallTable.HoldsRealCall, cancellationToken);

    /// <inheritdoc/>
    public Task PruneAsync(DateTimeOffset before, CancellationToken cancellationToken) => WriteAsync(
        session =>
        {
            ChangeTable.Prune(session, before);
            KeyTable.Prune(session, before);
        },
        cancellationToken);

    /// <summary>Takes no more work, finishes what is queued, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writes.DisposeAsync().ConfigureAwait(false);
        await _readers.DisposeAsync().ConfigureAwait(false);
        _writer.Dispose(); // The last: whoever closes last folds the write-ahead log into the file, and a reader cannot.
    }

    private static SqliteCallStore Open(SqliteFile file, TimeProvider clock)
    {
        SqliteSession? writing = null;
        try
        {
            file.Make();
            writing = file.OpenWriter();
            Migrations.Apply(writing, clock);
            var store = new SqliteCallStore(file, writing, clock);
            writing = null;
            return store;
        }
        catch (SqliteException fault)
        {
            throw fault.Unavailable("The store cannot be opened.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"The database file cannot be opened: {fault.Message}", fault);
        }
        finally
        {
            writing?.Dispose();
        }
    }

    private Task<bool> WriteAsync(Action<SqliteSession> work, CancellationToken cancellationToken) => _writes.DoAsync(
        transaction =>
        {
            work(transaction.Session);
            return true;
        },
        cancellationToken);

    // A handler must not throw. If one does, the change is on the disk all the same and its callers must hear so.
    private void Announce(IReadOnlyList<CallChange> changes)
    {
        try
        {
            Committed?.Invoke(changes);
        }
        catch (Exception fault)
        {
            // It reaches the log of unobserved faults.
            _ = Task.FromException(fault);
        }
    }
}
