using System.Globalization;
using System.Text;

namespace Offhook.Storage.Postgres.Schema;

/// <summary>The statements that bring a schema up to date, for the program and for people who run them by hand.</summary>
internal static class SchemaScript
{
    /// <summary>
    /// What every such transaction begins with: one at a time (the key is the word offhook in ASCII), as long as it takes, but without making others wait
    /// behind us for a table that somebody keeps busy.
    /// </summary>
    public const string Begin = """
        set local statement_timeout = 0;
        set local lock_timeout = 0;
        select pg_advisory_xact_lock(31356312439713643);
        set local lock_timeout = '5s';
        """;

    private const string Table = """
        create schema if not exists offhook;
        create table if not exists offhook.schema_migrations (number integer primary key, name text not null, applied_at timestamptz not null);
        """;

    /// <summary>The files one after the other, each noted in <c>schema_migrations</c>.</summary>
    public static string Of(IEnumerable<Migration> migrations, TimeProvider clock)
    {
        var now = clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
        var script = new StringBuilder(Table).Append('\n');
        foreach (var migration in migrations)
        {
            script.Append(CultureInfo.InvariantCulture, $"\n-- {migration.Name}\n\n{migration.Sql.TrimEnd()}\n\n")
                .Append(CultureInfo.InvariantCulture, $"insert into offhook.schema_migrations (number, name, applied_at) values ({migration.Number}, '{migration.Name}', '{now}');\n");
        }

        return script.ToString();
    }
}
