using System.Globalization;
using Npgsql;
using Offhook.Storage;
using Offhook.Storage.Postgres;

namespace Offhook.Testing;

/// <summary>A database of a <see cref="PostgresCluster"/>.</summary>
public sealed class PostgresDatabase : TestDatabase
{
    private readonly PostgresCluster _cluster;

    internal PostgresDatabase(PostgresCluster cluster, string name) => (_cluster, Name) = (cluster, name);

    /// <summary>Its name in the cluster.</summary>
    public string Name { get; }

    /// <summary>Its address for a client that speaks TCP, as the setting <c>DATABASE_URL</c> takes it.</summary>
    public string Url => $"postgres://postgres@127.0.0.1:{_cluster.Port}/{Name}";

    /// <summary>Its address on the Unix socket, for the driver.</summary>
    public string ConnectionString => _cluster.ConnectionTo(Name).ConnectionString;

    /// <summary>One without anything in it, in the cluster that the tests share. Skips the test where PostgreSQL is not installed.</summary>
    public static new async Task<PostgresDatabase> CreateAsync() => await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync();

    /// <summary>One with a store's tables, all empty, in the cluster that the tests share. Skips the test where PostgreSQL is not installed.</summary>
    public static async Task<PostgresDatabase> CreatePreparedAsync() => await (await PostgresCluster.SharedAsync()).CreatePreparedDatabaseAsync();

    /// <summary>One for services to share, when the tests of this program run on PostgreSQL. Otherwise null: each service keeps its calls in its data folder.</summary>
    public static async Task<PostgresDatabase?> CreateIfUsedAsync() => IsPostgres ? await CreatePreparedAsync() : null;

    /// <inheritdoc/>
    public override async Task<ICallStore> OpenStoreAsync(TimeProvider clock, CancellationToken cancellationToken) =>
        PostgresAddress.Read(ConnectionString, out var address) is { } fault
            ? throw new InvalidOperationException(fault)
            : await PostgresCallStore.OpenAsync(new PostgresStoreOptions { Address = address! }, clock, cancellationToken); // Read without a fault, so it is there.

    /// <summary>A connection past the store. Tables need not be named with their schema.</summary>
    public async Task<NpgsqlConnection> ConnectAsync()
    {
        var address = _cluster.ConnectionTo(Name);
        (address.Pooling, address.SearchPath) = (false, "public,offhook");
        var connection = new NpgsqlConnection(address.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<string>> QueryAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => Text(reader.GetValue(i)))));
        }

        return rows;
    }

    /// <inheritdoc/>
    public override async Task ExecuteAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Waits until a session waits for a lock that another one has.</summary>
    /// <exception cref="TimeoutException">None did within 20 s.</exception>
    public async Task UntilSomebodyWaitsAsync(CancellationToken cancellationToken)
    {
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'", connection);
        await Waiting.UntilAsync(() => command.ExecuteScalar() is > 0L, cancellationToken: cancellationToken, what: "a session to wait for a lock");
    }

    /// <inheritdoc/>
    public override Task BreakAsync() => ExecuteAsync("""
        create function public.no_room() returns trigger language plpgsql as $$ begin raise exception 'no room is left' using errcode = 'disk_full'; end $$;
        do $$
        declare named regclass;
        begin
            for named in select oid from pg_class where relkind = 'r' and (relnamespace = 'offhook'::regnamespace or oid = to_regclass('public.ivr_calls')) loop
                execute format('create trigger no_room before insert or update or delete on %s for each statement execute function public.no_room()', named);
            end loop;
        end $$;
        """);

    /// <inheritdoc/>
    public override Task MendAsync() => ExecuteAsync("drop function public.no_room() cascade");

    /// <inheritdoc/>
    public override async Task<IAsyncDisposable> HoldAsync()
    {
        await BreakAsync();
        return new Broken(this);
    }

    /// <inheritdoc/>
    protected override async ValueTask RemoveAsync() => await _cluster.ExecuteAsync($"drop database if exists {Name} with (force)");

    private static string Text(object value) => value switch
    {
        DBNull => "null",
        DateTime { Kind: DateTimeKind.Utc } time => time.ToString("O", CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToHexStringLower(bytes),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "null",
    };

    private sealed class Broken(PostgresDatabase database) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await database.MendAsync();
    }
}
