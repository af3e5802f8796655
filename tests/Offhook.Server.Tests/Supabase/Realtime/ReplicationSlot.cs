using System.Globalization;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Offhook.Testing;

namespace Offhook.Server.Tests.Supabase.Realtime;

/// <summary>
/// The changes of a database as Supabase decodes them: a logical slot of wal2json with the options of Supabase's Realtime, the tables of the publication, and
/// the rules of its open source (https://github.com/supabase/walrus) written anew. Nothing of Offhook's own is used to find out what is to be told.
/// </summary>
internal sealed class ReplicationSlot : IAsyncDisposable
{
    private const string Take = """
        select data from pg_logical_slot_get_changes(current_database(), null, null,
            'format-version', '2', 'include-pk', 'true', 'include-transaction', 'false', 'include-timestamp', 'true', 'include-type-oids', 'true',
            'actions', 'insert,update,delete',
            'add-tables', (select string_agg(schemaname || '.' || tablename, ',') from pg_publication_tables where pubname = 'supabase_realtime'))
        """;

    // Of a DELETE the log has only the key; the list of columns always comes from the catalogue.
    private const string Catalogue = """
        select string_agg(a.attname || ':' || t.typname, ' ' order by a.attnum) from pg_attribute a join pg_type t on t.oid = a.atttypid
        where a.attrelid = format('%I.%I', @schema, @table)::regclass and a.attnum > 0 and not a.attisdropped
        """;

    private readonly NpgsqlConnection _connection;

    private ReplicationSlot(NpgsqlConnection connection) => _connection = connection;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Makes one that begins now and ends with its connection. Skips the test where wal2json is not installed.</summary>
    public static async Task<ReplicationSlot> CreateAsync(PostgresDatabase database)
    {
        Assert.SkipUnless(PostgresCluster.HasWal2Json, "PostgreSQL is installed without wal2json");
        var slot = new ReplicationSlot(await database.ConnectAsync());
        await slot.AskAsync("set time zone 'UTC'");
        await slot.AskAsync("select slot_name::text from pg_create_logical_replication_slot(current_database(), 'wal2json', true)");
        return slot;
    }

    /// <summary>What is told of the changes since the last call, in the order of their commits.</summary>
    public async Task<IReadOnlyList<(DecodedChange Told, IReadOnlyList<JsonElement> Row)>> ReadAsync(IReadOnlyList<Subscription> subscriptions)
    {
        var told = new List<(DecodedChange, IReadOnlyList<JsonElement>)>();
        foreach (var line in await AskAsync(Take))
        {
            var change = JsonDocument.Parse(line!).RootElement;
            var (type, isNew, isOld) = change.Text("action") switch
            {
                "I" => ("INSERT", true, false),
                "U" => ("UPDATE", true, true),
                "D" => ("DELETE", false, true),
                _ => throw new InvalidOperationException($"no change of a row: {line}"),
            };
            var (schema, table) = (change.Text("schema")!, change.Text("table")!);
            var row = change.GetProperty(isNew ? "columns" : "identity").EnumerateArray().ToArray();
            var columns = Assert.Single(await AskAsync(Catalogue, ("@schema", schema), ("@table", table)));
            told.Add((
                new DecodedChange(
                    type, schema, table, Commit(change.Text("timestamp")!), columns!,
                    isNew ? Values(row) : null, isOld ? Values(change.GetProperty("identity").EnumerateArray()) : null, await BindingsAsync(type, row, subscriptions)),
                row));
        }

        return told;
    }

    /// <summary>Which subscriptions are told of a change; the first is 1. PostgreSQL itself compares, after a cast to the column's type.</summary>
    /// <param name="row">The columns that the filters are about. A filter on another column takes nothing.</param>
    public async Task<IReadOnlyList<long>> BindingsAsync(string type, IReadOnlyList<JsonElement> row, IReadOnlyList<Subscription> subscriptions)
    {
        var taking = new List<long>();
        for (var i = 0; i < subscriptions.Count; i++)
        {
            var takes = subscriptions[i].Event == "*" || subscriptions[i].Event == type;
            foreach (var condition in subscriptions[i].Conditions)
            {
                takes = takes && await HoldsAsync(condition, row);
            }

            if (takes)
            {
                taking.Add(i + 1);
            }
        }

        return taking;
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static List<(string Name, string Value)> Values(IEnumerable<JsonElement> row) => [.. row.Select(column => (column.Text("name")!, Json(column)))];

    // Numbers and booleans are in the log what they are in JSON. A time is PostgreSQL's own text, here in UTC: 2026-03-01 06:00:00.5+00.
    private static string Json(JsonElement column) => column.Text("type") switch
    {
        "timestamp with time zone" when column.GetProperty("value").ValueKind is JsonValueKind.String => $"\"{column.Text("value")!.Replace(' ', 'T')}:00\"",
        "uuid" or "text" or "integer" or "bigint" or "timestamp with time zone" => DecodedChange.Value(column.GetProperty("value")),
        var other => throw new InvalidOperationException($"how a value of type {other} is told is not written down here"),
    };

    private static string Commit(string time) =>
        DateTimeOffset.Parse(time, CultureInfo.InvariantCulture).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private async Task<bool> HoldsAsync(Condition condition, IReadOnlyList<JsonElement> row)
    {
        if (row.Where(column => column.Text("name") == condition.Column).ToArray() is not [var column])
        {
            return false;
        }

        var value = column.GetProperty("value") is { ValueKind: not JsonValueKind.Null } given ? given.ToString() : null;
        var answer = await AskAsync($"select ({condition.Sql(column.Text("type")!)})::text", ("@value", value), ("@operand", condition.Value));
        return Assert.Single(answer) == "true";
    }

    private async Task<IReadOnlyList<string?>> AskAsync(string sql, params (string Name, string? Value)[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        foreach (var (name, value) in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter(name, NpgsqlDbType.Text) { Value = (object?)value ?? DBNull.Value });
        }

        await using var reader = await command.ExecuteReaderAsync(Cancel);
        var lines = new List<string?>();
        while (await reader.ReadAsync(Cancel))
        {
            lines.Add(await reader.IsDBNullAsync(0, Cancel) ? null : reader.GetString(0));
        }

        return lines;
    }
}
