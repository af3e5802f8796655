using Microsoft.Data.Sqlite;

namespace Offhook.Storage.Sqlite;

/// <summary>The one connection that writes. It runs jobs in a transaction and acknowledges them when that is on the disk.</summary>
/// <param name="session">Opened for writing; the writer closes it.</param>
/// <param name="announce">Told of each commit that changed rows, before its jobs are acknowledged.</param>
internal sealed class Writer(SqliteFile file, SqliteSession session, TimeProvider clock, Action<IReadOnlyList<CallChange>> announce) : IDisposable
{
    private SqliteSession? _session = session;
    private long _announced = ChangeTable.LastNumber(session);
    private bool _uncertain;

    /// <summary>Runs jobs in one transaction. When one of them fails, all are run again, each in a transaction of its own, so that only that one fails.</summary>
    public void Commit(List<WriteJob> jobs)
    {
        switch (TryCommit(jobs))
        {
            case null:
                jobs.ForEach(job => job.Acknowledge());
                break;
            case var fault when fault is StoreUnavailableException || jobs.Count == 1:
                jobs.ForEach(job => job.Fail(fault));
                break;
            default:
                jobs.ForEach(job => Commit([job]));
                break;
        }
    }

    public void Dispose() => Interlocked.Exchange(ref _session, null)?.Dispose();

    // What went wrong, in which case nothing is left of the transaction; null when it is on the disk and announced.
    private Exception? TryCommit(List<WriteJob> jobs)
    {
        IReadOnlyList<CallChange> changes;
        try
        {
            changes = InOneTransaction(jobs);
        }
        catch (StoreUnavailableException away)
        {
            // After a failed write or sync nothing is believed of this connection: the next batch opens another.
            Dispose();
            _uncertain = true;
            return away;
        }
        catch (Exception own)
        {
            Undo();
            return own;
        }

        changes = WithUnannounced(changes);
        if (changes.Count > 0)
        {
            _announced = changes[^1].Number;
            announce(changes);
        }

        return null;
    }

    // A commit that reported a fault may be on the disk all the same. Then its changes are announced with those of the next.
    private IReadOnlyList<CallChange> WithUnannounced(IReadOnlyList<CallChange> changes)
    {
        if (!_uncertain || _session is null)
        {
            return changes;
        }

        try
        {
            var all = ChangeTable.ReadAfter(_session, _announced) ?? changes;
            _uncertain = false;
            return all;
        }
        catch (Exception fault) when (fault is SqliteException or InvalidDataException)
        {
            return []; // All of them wait for the next commit; the callers of this one must not.
        }
    }

    private void Undo()
    {
        try
        {
            _session?.Undo();
        }
        catch (SqliteException)
        {
            Dispose(); // Closing undoes it too.
        }
    }

    private IReadOnlyList<CallChange> InOneTransaction(List<WriteJob> jobs)
    {
        var transaction = Begin();
        try
        {
            jobs.ForEach(job => job.Run(transaction));
        }
        catch (SqliteException fault) when (fault.IsAway())
        {
            throw fault.Unavailable("Nothing was kept.");
        }

        try
        {
            var changes = transaction.Seal();
            transaction.Session.Command("commit").Run();
            return changes;
        }
        catch (SqliteException fault)
        {
            throw fault.Unavailable("It is not known whether anything was kept.");
        }
    }

    private WriteTransaction Begin()
    {
        try
        {
            _session ??= file.OpenWriter();
            _session.Command("begin immediate").Run();
            return new WriteTransaction(_session, Storable.Of(clock.GetUtcNow()));
        }
        catch (SqliteException fault)
        {
            throw fault.Unavailable("Nothing was kept.");
        }
    }
}
