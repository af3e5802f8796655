using Npgsql;
using Offhook.Storage.Postgres.Schema;

namespace Offhook.Storage.Postgres;

/// <summary>What the person who runs Offhook does with the database once, by command, and a start does not do unasked.</summary>
public static class PostgresAdministration
{
    /// <summary>The SQL that a start would apply to this database, for people who apply SQL by hand. One that cannot be reached is taken for an empty one.</summary>
    /// <exception cref="StoreUnavailableException">The database was written by a newer Offhook.</exception>
    public static Task<string> MigrationsAsync(PostgresAddress address, CancellationToken cancellationToken) =>
        WithAsync(address, source => PostgresSchema.PrintAsync(source, cancellationToken));

    /// <summary>The SQL that <see cref="ShareAsync"/> would apply. A database that cannot be reached is taken for an empty one.</summary>
    /// <param name="withOldValues">Whether changes shall carry the previous values of all columns.</param>
    /// <exception cref="StoreUnavailableException">The database was written by a newer Offhook.</exception>
    public static Task<string> SharingAsync(PostgresAddress address, bool withOldValues, CancellationToken cancellationToken) =>
        WithAsync(address, source => Sharing.PrintAsync(source, withOldValues, cancellationToken));

    /// <summary>Opens the table of calls to signed-in agents and supervisors, and to the words of other programs.</summary>
    /// <param name="withOldValues">Whether changes shall carry the previous values of all columns.</param>
    /// <returns>What should be known or is still to be done, a sentence each.</returns>
    /// <exception cref="StoreUnavailableException">It cannot be done; nothing was changed. The message says what to do.</exception>
    public static Task<IReadOnlyList<string>> ShareAsync(PostgresAddress address, bool withOldValues, TimeProvider clock, CancellationToken cancellationToken) =>
        WithAsync(address, source => Sharing.ApplyAsync(source, clock, withOldValues, cancellationToken));

    private static async Task<T> WithAsync<T>(PostgresAddress address, Func<NpgsqlDataSource, Task<T>> work)
    {
        ArgumentNullException.ThrowIfNull(address);
        var source = NpgsqlDataSource.Create(address.Builder);
        await using (source.ConfigureAwait(false))
        {
            return await work(source).ConfigureAwait(false);
        }
    }
}
