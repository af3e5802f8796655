using Npgsql;
using Offhook.Storage.Postgres.Schema;

namespace Offhook.Storage.Postgres;

/// <summary>What the person who runs Offhook does to the database by command instead of by starting it.</summary>
public static class PostgresAdministration
{
    /// <summary>The SQL that a start would apply to this database, as a script for <c>psql</c>. After it has run, a start finds nothing to do.</summary>
    /// <remarks>A database that cannot be reached is taken for an empty one.</remarks>
    /// <exception cref="StoreUnavailableException">The database was written by a newer Offhook.</exception>
    public static Task<string> PrintMigrationsAsync(PostgresAddress address, CancellationToken cancellationToken) =>
        OnAsync(address, source => PostgresSchema.PrintAsync(source, cancellationToken));

    /// <summary>The SQL of <see cref="ApplySharingAsync"/>, as a script for <c>psql</c>.</summary>
    /// <param name="withOldValues">Whether Realtime's changes shall carry the previous values of all columns (replica identity full).</param>
    /// <exception cref="StoreUnavailableException">The database was written by a newer Offhook.</exception>
    public static Task<string> PrintSharingAsync(PostgresAddress address, bool withOldValues, CancellationToken cancellationToken) =>
        OnAsync(address, source => Sharing.PrintAsync(source, withOldValues, cancellationToken));

    /// <summary>
    /// Opens the table of calls to agents and supervisors who sign in at Supabase (row level security, policies, rights, publication), and lets a constraint on
    /// its status allow Offhook's words. Prepares the database first where that was not done.
    /// </summary>
    /// <param name="withOldValues">Whether Realtime's changes shall carry the previous values of all columns (replica identity full).</param>
    /// <returns>What the person should know or still do, a sentence each.</returns>
    /// <exception cref="StoreUnavailableException">It cannot be done; nothing was changed. The message says what to do.</exception>
    public static Task<IReadOnlyList<string>> ApplySharingAsync(PostgresAddress address, bool withOldValues, TimeProvider clock, CancellationToken cancellationToken) =>
        OnAsync(address, source => Sharing.ApplyAsync(source, clock, withOldValues, cancellationToken));

    private static async Task<T> OnAsync<T>(PostgresAddress address, Func<NpgsqlDataSource, Task<T>> work)
    {
        ArgumentNullException.ThrowIfNull(address);
        var source = NpgsqlDataSource.Create(address.Builder);
        await using (source.ConfigureAwait(false))
        {
            return await work(source).ConfigureAwait(false);
        }
    }
}
