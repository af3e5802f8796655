using Npgsql;

namespace Offhook.Storage.Postgres.Schema;

/// <summary>How far a database has come.</summary>
/// <param name="Last">The number of the last migration; 0 when there was none.</param>
internal sealed record Applied(int Last)
{
    // Asked of the catalogue's tables: to_regclass may answer from before the wait for another node's lock.
    private const string Table = "select exists (select from pg_tables where schemaname = 'offhook' and tablename = 'schema_migrations')";

    private const string Number = "select coalesce(max(number), 0) from offhook.schema_migrations";

    /// <summary>What is still to be done.</summary>
    public IReadOnlyList<Migration> Pending { get; } = [.. Migration.All.Where(migration => migration.Number > Last)];

    /// <exception cref="StoreUnavailableException">The database was written by a newer Offhook.</exception>
    public static async Task<Applied> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var last = await connection.ReadAsync<bool>(Table, cancellationToken).ConfigureAwait(false) ? await connection.ReadAsync<int>(Number, cancellationToken).ConfigureAwait(false) : 0;
        var known = Migration.All[^1].Number;
        return last <= known
            ? new Applied(last)
            : throw new StoreUnavailableException(
                $"The database has schema {last}; this Offhook knows schemas up to {known}. Start the newer Offhook that wrote it, or restore a backup made before.");
    }
}
