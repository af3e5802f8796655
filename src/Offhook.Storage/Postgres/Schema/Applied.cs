using Npgsql;

namespace Offhook.Storage.Postgres.Schema;

/// <summary>How far a database has come.</summary>
/// <param name="Numbers">The migrations that were applied.</param>
internal sealed record Applied(IReadOnlyCollection<int> Numbers)
{
    // Asked of the catalogue's tables: to_regclass may answer from before the wait for another node's lock.
    private const string Table = "select exists (select from pg_tables where schemaname = 'offhook' and tablename = 'schema_migrations')";

    private const string All = "select array(select number from offhook.schema_migrations)";

    /// <summary>The number of the last one; 0 when there was none.</summary>
    public int Last { get; } = Numbers.DefaultIfEmpty().Max();

    /// <summary>What is still to be done.</summary>
    public IReadOnlyList<Migration> Pending { get; } = [.. Migration.All.Where(migration => !Numbers.Contains(migration.Number))];

    /// <exception cref="StoreUnavailableException">The database was written by a newer Offhook.</exception>
    public static async Task<Applied> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var isThere = await connection.ReadAsync<bool>(Table, cancellationToken).ConfigureAwait(false);
        var applied = new Applied(isThere ? await connection.ReadAsync<int[]>(All, cancellationToken).ConfigureAwait(false) : []);
        var known = Migration.All[^1].Number;
        return applied.Last <= known
            ? applied
            : throw new StoreUnavailableException(
                $"The database has schema {applied.Last}; this Offhook knows schemas up to {known}. Start the newer Offhook that wrote it, or restore a backup made before.");
    }
}
