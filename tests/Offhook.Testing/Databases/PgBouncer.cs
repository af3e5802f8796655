using System.Globalization;
using Npgsql;

namespace Offhook.Testing;

/// <summary>
/// A pooler before a cluster, in transaction mode, on a free port of 127.0.0.1: every transaction may go to another session of the server, and there are two of them per database.
/// Debian 12's version 1.18 does not know prepared statements.
/// </summary>
public sealed class PgBouncer : IAsyncDisposable
{
    private const string Program = "/usr/sbin/pgbouncer";

    private readonly ServerProcess _server;
    private readonly int _port;

    private PgBouncer(ServerProcess server, int port) => (_server, _port) = (server, port);

    /// <summary>Starts one and waits until it answers. Skips the test where PgBouncer is not installed.</summary>
    public static async Task<PgBouncer> StartAsync(PostgresCluster cluster)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        Assert.SkipUnless(File.Exists(Program), $"{Program} is not installed");
        var folder = await ServerProcess.NewFolderAsync("pgbouncer");
        var port = FreePort.Take();
        var settings = Path.Combine(folder, "pgbouncer.ini");
        await File.WriteAllTextAsync(settings, string.Create(CultureInfo.InvariantCulture, $"""
            [databases]
            * = host=127.0.0.1 port={cluster.Port} user=postgres
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = any
            pool_mode = transaction
            default_pool_size = 2
            max_client_conn = 200
            """));
        var bouncer = new PgBouncer(ServerProcess.Start(folder, "TERM", Program, settings), port);
        try
        {
            await Waiting.UntilAsync(() => bouncer._server.HasExited || bouncer.Answers(), () => bouncer._server.Output, what: "PgBouncer to answer");
            return bouncer._server.HasExited ? throw new InvalidOperationException($"PgBouncer ended: {bouncer._server.Output}") : bouncer;
        }
        catch
        {
            await bouncer.DisposeAsync();
            throw;
        }
    }

    /// <summary>The address of a database through the pooler, saying that it is one.</summary>
    public string UrlOf(PostgresDatabase database)
    {
        ArgumentNullException.ThrowIfNull(database);
        return $"postgres://postgres@127.0.0.1:{_port}/{database.Name}?pgbouncer=true";
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private bool Answers()
    {
        using var connection = new NpgsqlConnection(string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port};Username=postgres;Database=postgres;Pooling=false"));
        try
        {
            connection.Open();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
