using Microsoft.Data.Sqlite;

namespace Offhook.Storage.Sqlite;

/// <summary>The table <c>access_keys</c>.</summary>
internal static class AccessKeyTable
{
    private const string Every = "select name, kind, team, origins, created_at, hash from access_keys order by name";

    private const string Insert = """
        insert into access_keys (name, kind, team, origins, created_at, hash)
        values (@name, @kind, @team, @origins, @created_at, @hash)
        on conflict (name) do nothing
        """;

    private const string Delete = "delete from access_keys where name = @name";

    public static List<AccessKey> All(SqliteSession session) => session.Command(Every).All(Read);

    public static bool Add(SqliteSession session, AccessKey key) =>
        session.Command(Insert)
            .With("@name", key.Name)
            .With("@kind", key.Kind.Word())
            .With("@team", key.Team)
            .With("@origins", string.Join(' ', key.Origins))
            .With("@created_at", Storable.Of(key.CreatedAt))
            .With("@hash", key.Hash)
            .Run() == 1;

    public static bool Remove(SqliteSession session, string name) => session.Command(Delete).With("@name", name).Run() == 1;

    private static AccessKey Read(SqliteDataReader row) => new(
        row.GetString(0),
        AccessKeyWords.Read(row.GetString(1)) ?? throw new InvalidDataException($"Key {row.GetString(0)} is of an unknown kind: a newer Offhook wrote it."),
        row.TextOrNull(2),
        row.GetString(3).Split(' ', StringSplitOptions.RemoveEmptyEntries),
        row.Time(4),
        row.GetFieldValue<byte[]>(5));
}
