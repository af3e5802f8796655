using System.Globalization;
using System.Text;

namespace Offhook.Storage.Postgres.Schema;

/// <summary>The statements that bring a schema up to date and share the table of calls, for the program and for people who run them by hand.</summary>
internal static class SchemaScript
{
    /// <summary>
    /// What every such transaction begins with: one at a time (the key is the word offhook in ASCII), as long as it takes, but without making others wait
    /// behind us for a table that somebody keeps busy; and no function of somebody else's is taken for one of the server's.
    /// </summary>
    public const string Begin = """
        set local search_path = pg_catalog, pg_temp;
        set local statement_timeout = 0;
        set local lock_timeout = 0;
        set local client_min_messages = warning;
        select pg_advisory_xact_lock(31356312439713643);
        set local lock_timeout = '5s';
        do $$
        begin
            if current_setting('server_version_num')::integer < 140000 then
                raise exception using errcode = 'OFFHK', message = format('Offhook needs PostgreSQL 14 or newer; this is %s.', current_setting('server_version')), hint = 'Nothing was changed.';
            end if;
        end
        $$;
        """;

    private const string Applied = """
        create schema if not exists offhook;
        create table if not exists offhook.schema_migrations (number integer primary key, name text not null, applied_at timestamptz not null);
        """;

    /// <summary>Refuses a table whose check constraints forbid our rows. Says nothing of a table that is not there.</summary>
    public static string Constraints { get; } = WithSamples("constraints.sql");

    /// <summary>Refuses a table that is not as we left it, or not ours to read and write.</summary>
    public static string Access { get; } = EmbeddedSql.OfSchema("access.sql").TrimEnd();

    /// <summary>The files one after the other, each noted in <c>schema_migrations</c>.</summary>
    /// <param name="appliedAt">The time to note, as an SQL expression.</param>
    public static string Of(IEnumerable<Migration> migrations, string appliedAt)
    {
        var script = new StringBuilder(Applied).Append('\n');
        foreach (var migration in migrations)
        {
            _ = script.Append(CultureInfo.InvariantCulture, $"\n-- {migration.Name}\n\n{migration.Sql.TrimEnd()}\n\n")
                .Append(CultureInfo.InvariantCulture, $"insert into offhook.schema_migrations (number, name, applied_at) values ({migration.Number}, '{migration.Name}', {appliedAt});\n");
        }

        return script.ToString();
    }

    /// <summary>What lets other people read the table of calls, and programs with other words write it.</summary>
    /// <param name="withOldValues">Whether changes shall carry the previous values of all columns.</param>
    public static string Sharing(bool withOldValues) => string.Join(
        "\n\n",
        [
            "set local client_min_messages = notice;",
            WithSamples("sharing-1-constraints.sql"),
            Constraints,
            Access,
            EmbeddedSql.OfSchema("sharing-2-platform.sql").TrimEnd(),
            EmbeddedSql.OfSchema("sharing-3-access.sql").TrimEnd(),
            .. withOldValues ? [EmbeddedSql.OfSchema("sharing-4-identity.sql").TrimEnd()] : Array.Empty<string>(),
        ]);

    // The rows that we write, as far as a check constraint can have an opinion on them.
    private static string WithSamples(string file) =>
        EmbeddedSql.OfSchema(file).TrimEnd().Replace("{samples}", "\n            " + EmbeddedSql.OfSchema("samples.sql").TrimEnd().Replace("\n", "\n            ", StringComparison.Ordinal), StringComparison.Ordinal);
}
