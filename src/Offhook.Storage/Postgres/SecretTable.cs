using NpgsqlTypes;

namespace Offhook.Storage.Postgres;

/// <summary>The table <c>offhook.secrets</c>.</summary>
internal static class SecretTable
{
    private const string One = "select value from offhook.secrets where name = @name";

    // The first of several nodes wins; all read what it made.
    private const string Insert = "insert into offhook.secrets (name, value) values (@name, @value) on conflict (name) do nothing";

    private const string WithPrefix = "select name, value from offhook.secrets where starts_with(name, @prefix) order by name collate \"C\"";

    public static async Task<byte[]> FindOrMakeAsync(PostgresReads database, string name, Func<byte[]> make, CancellationToken cancellationToken)
    {
        if (await FindAsync().ConfigureAwait(false) is { } kept)
        {
            return kept;
        }

        await database.RunAsync(Insert, command => command.With("@name", name).With("@value", NpgsqlDbType.Bytea, make()), cancellationToken).ConfigureAwait(false);
        return await FindAsync().ConfigureAwait(false) ?? throw new StoreUnavailableException($"The secret {name} was removed while it was made.");

        Task<byte[]?> FindAsync() => database.FirstAsync(One, command => command.With("@name", name), row => row.GetFieldValue<byte[]>(0), cancellationToken);
    }

    public static async Task<IReadOnlyList<NamedSecret>> BeginningAsync(PostgresReads database, string prefix, CancellationToken cancellationToken) =>
        await database.AllAsync(
            WithPrefix, command => command.With("@prefix", prefix), row => new NamedSecret(row.GetString(0), row.GetFieldValue<byte[]>(1)), cancellationToken).ConfigureAwait(false);
}
