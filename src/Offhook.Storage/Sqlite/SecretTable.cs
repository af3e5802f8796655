namespace Offhook.Storage.Sqlite;

/// <summary>The table <c>secrets</c>.</summary>
internal static class SecretTable
{
    private const string One = "select value from secrets where name = @name";

    private const string Insert = "insert into secrets (name, value) values (@name, @value)";

    // A prefix is compared by its length, because like and glob would read some characters of it as patterns.
    private const string WithPrefix = "select name, value from secrets where substr(name, 1, length(@prefix)) = @prefix order by name";

    public static byte[]? Find(SqliteSession session, string name) =>
        session.Command(One).With("@name", name).First(row => row.GetFieldValue<byte[]>(0));

    public static byte[] FindOrMake(SqliteSession session, string name, Func<byte[]> make)
    {
        if (Find(session, name) is { } kept)
        {
            return kept;
        }

        var made = make();
        session.Command(Insert).With("@name", name).With("@value", made).Run();
        return made;
    }

    public static List<NamedSecret> Beginning(SqliteSession session, string prefix) =>
        session.Command(WithPrefix).With("@prefix", prefix).All(row => new NamedSecret(row.GetString(0), row.GetFieldValue<byte[]>(1)));
}
