namespace Offhook.Storage.Sqlite;

/// <summary>What the jobs of one transaction share: the connection, the time, and the rows that they have changed so far.</summary>
/// <param name="now">When the transaction began, UTC; every row that it writes bears this time.</param>
internal sealed class WriteTransaction(SqliteSession session, DateTimeOffset now)
{
    private readonly OrderedDictionary<Guid, CallRow> _changed = [];

    public SqliteSession Session => session;

    public DateTimeOffset Now => now;

    /// <summary>Notes a row that was written. However often a call changes in one transaction, it is announced once, as it stands at the end.</summary>
    public void Changed(CallRow row)
    {
        _ = _changed.Remove(row.Call.Reference);
        _changed.Add(row.Call.Reference, row);
    }

    /// <summary>Numbers the changes. Nothing may be written after it.</summary>
    public IReadOnlyList<CallChange> Seal() => _changed.Count == 0 ? [] : ChangeTable.Add(session, _changed.Values, now);
}
