using System.Globalization;
using System.Reflection;

namespace Offhook.Storage.Sqlite;

/// <summary>The numbered SQL files of this assembly, each applied once and never edited after its release.</summary>
internal static class Migrations
{
    private const string Folder = "Offhook.Storage.Sqlite.Migrations.";

    private const string Applied = """
        create table if not exists schema_migrations (number integer primary key not null, name text not null, applied_at text not null) strict
        """;

    private const string Last = "select max(number) from schema_migrations";

    private const string Insert = "insert into schema_migrations (number, name, applied_at) values (@number, @name, @applied_at)";

    /// <summary>Brings the schema up to date, all in one transaction.</summary>
    /// <exception cref="StoreUnavailableException">The file was written by a newer Offhook.</exception>
    public static void Apply(SqliteSession session, TimeProvider clock)
    {
        session.Execute("begin immediate");
        try
        {
            session.Execute(Applied);
            var last = session.Command(Last).Number() ?? 0;
            var known = Known();
            if (last > known[^1].Number)
            {
                throw new StoreUnavailableException(
                    $"The database file has schema {last}; this Offhook knows schemas up to {known[^1].Number}. Start the newer Offhook that wrote the file, or restore a backup made before.");
            }

            foreach (var (number, name) in known.Where(migration => migration.Number > last))
            {
                session.Execute(Text(name));
                session.Command(Insert).With("@number", number).With("@name", name[Folder.Length..]).With("@applied_at", clock.GetUtcNow()).Run();
            }

            session.Execute("commit");
        }
        catch
        {
            session.Undo();
            throw;
        }
    }

    // 0001_calls.sql is number 1.
    private static List<(long Number, string Name)> Known() =>
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => (long.Parse(name.AsSpan(Folder.Length, 4), NumberStyles.None, CultureInfo.InvariantCulture), name))
            .Order(),
    ];

    private static string Text(string name)
    {
        using var file = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!); // It is one of the names that the assembly gave.
        return file.ReadToEnd();
    }
}
