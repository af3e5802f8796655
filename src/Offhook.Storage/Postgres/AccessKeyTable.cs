using Npgsql;
using NpgsqlTypes;

namespace Offhook.Storage.Postgres;

/// <summary>The table <c>offhook.access_keys</c>.</summary>
internal static class AccessKeyTable
{
    private const string Every = "select name, kind, team, origins, created_at, hash from offhook.access_keys order by name collate \"C\"";

    private const string Insert = """
        insert into offhook.access_keys (name, kind, team, origins, created_at, hash)
        values (@name, @kind, @team, @origins, @created_at, @hash)
        on conflict (name) do nothing
        returning name
        """;

    private const string Delete = "delete from offhook.access_keys where name = @name returning name";

    public static async Task<IReadOnlyList<AccessKey>> AllAsync(PostgresReads database, CancellationToken cancellationToken) =>
        await database.AllAsync(Every, command => command, Read, cancellationToken).ConfigureAwait(false);

    public static async Task<bool> AddAsync(PostgresReads database, AccessKey key, CancellationToken cancellationToken) => await database.FirstAsync(
        Insert,
        command => command.With("@name", key.Name).With("@kind", key.Kind.Word()).With("@team", key.Team)
            .With("@origins", NpgsqlDbType.Array | NpgsqlDbType.Text, key.Origins.ToArray())
            .With("@created_at", Storable.Of(key.CreatedAt)).With("@hash", NpgsqlDbType.Bytea, key.Hash),
        Name,
        cancellationToken).ConfigureAwait(false) is not null;

    public static async Task<bool> RemoveAsync(PostgresReads database, string name, CancellationToken cancellationToken) =>
        await database.FirstAsync(Delete, command => command.With("@name", Storable.Of(name)), Name, cancellationToken).ConfigureAwait(false) is not null;

    private static string Name(NpgsqlDataReader row) => row.GetString(0);

    private static AccessKey Read(NpgsqlDataReader row) => new(
        row.GetString(0),
        AccessKeyWords.Read(row.GetString(1)) ?? throw new InvalidDataException($"Key {row.GetString(0)} is of an unknown kind: a newer Offhook wrote it."),
        row.IsDBNull(2) ? null : row.GetString(2),
        row.GetFieldValue<string[]>(3),
        row.GetFieldValue<DateTimeOffset>(4),
        row.GetFieldValue<byte[]>(5));
}
