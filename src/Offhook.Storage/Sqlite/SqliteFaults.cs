using Microsoft.Data.Sqlite;

namespace Offhook.Storage.Sqlite;

/// <summary>Which faults of SQLite mean that the store is away, and not that a statement was wrong.</summary>
internal static class SqliteFaults
{
    // https://sqlite.org/rescode.html: busy, locked, no memory, read-only, I/O error, corrupt, full, cannot open, protocol, not a database.
    private static readonly int[] Away = [5, 6, 7, 8, 10, 11, 13, 14, 15, 26];

    private const int Interrupted = 9;

    public static bool IsGivenUp(this SqliteException fault) => fault.SqliteErrorCode == Interrupted;

    public static bool IsAway(this SqliteException fault) => Away.Contains(fault.SqliteErrorCode);

    public static StoreUnavailableException Unavailable(this SqliteException fault, string consequence) =>
        new($"The database file cannot be used: {fault.Message} {consequence}", fault);
}
