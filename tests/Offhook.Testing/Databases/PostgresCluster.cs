using System.Globalization;
using Npgsql;

namespace Offhook.Testing;

/// <summary>A PostgreSQL server that a test run starts for itself: on a Unix socket and on a free port of 127.0.0.1, everybody trusted, gone with the run.</summary>
/// <remarks>Language and time zone of the server are not the program's own, as they are wherever somebody else set the server up.</remarks>
public sealed class PostgresCluster : IAsyncDisposable
{
    private const string Installations = "/usr/lib/postgresql";
    private const string EndAtOnce = "QUIT";
    private const string InMemory = "/dev/shm";
    private const long NeededInMemory = 1L << 30;

    private static readonly string? Programs = FindPrograms();
    private static readonly Lazy<Task<PostgresCluster>> Shared = new(() => StartNewAsync(isDurable: false));

    private readonly bool _isDurable;
    private readonly Lazy<Task<PostgresDatabase>> _prepared;
    private ServerProcess? _server;
    private int _databases;

    private PostgresCluster(string folder, bool isDurable)
    {
        (Folder, _isDurable) = (folder, isDurable);
        _prepared = new(PrepareAsync);
    }

    /// <summary>Whether a test can have one.</summary>
    public static bool IsInstalled => Programs is not null;

    /// <summary>Whether its changes can be read as JSON from a replication slot.</summary>
    public static bool HasWal2Json => Programs is not null && File.Exists(Path.Combine(Programs, "../lib/wal2json.so"));

    /// <summary>Where its socket and its data are.</summary>
    public string Folder { get; }

    /// <summary>The port on 127.0.0.1, and the number in the socket's name.</summary>
    public int Port { get; } = FreePort.Take();

    private string DataFolder => Path.Combine(Folder, "data");

    /// <summary>The one of this process, started when the first test needs it. Skips the test where PostgreSQL is not installed.</summary>
    /// <remarks>It does not wait for the disk. What a crash of the server leaves is tested on one of <see cref="StartOwnAsync"/>.</remarks>
    public static Task<PostgresCluster> SharedAsync()
    {
        NeedInstalled();
        return Shared.Value;
    }

    /// <summary>One for a single test, which may stop, kill and start it. What it commits is on the disk, and it can commit in two phases.</summary>
    public static Task<PostgresCluster> StartOwnAsync()
    {
        NeedInstalled();
        return StartNewAsync(isDurable: true);
    }

    /// <summary>Makes a database without anything in it.</summary>
    public Task<PostgresDatabase> CreateDatabaseAsync() => CopyAsync("template0");

    /// <summary>Makes a database with a store's tables, all empty. They are copied, which is quicker than to make them.</summary>
    public async Task<PostgresDatabase> CreatePreparedDatabaseAsync() => await CopyAsync((await _prepared.Value).Name);

    /// <summary>Starts it again, on the same socket and port and with everything that was committed.</summary>
    public async Task StartAsync()
    {
        string[] durability = _isDurable ? ["-c", "max_prepared_transactions=10"] : ["-c", "fsync=off", "-c", "full_page_writes=off"];
        var server = ServerProcess.Start(
            Folder, EndAtOnce,
            [
                Path.Combine(Programs!, "postgres"), "-D", DataFolder, "-k", Folder, "-p", Port.ToString(CultureInfo.InvariantCulture), "-h", "127.0.0.1",
                "-c", "max_connections=300", "-c", "shared_buffers=64MB", "-c", "wal_level=logical", "-c", "max_replication_slots=10", "-c", "max_wal_senders=10",
                "-c", "autovacuum=off", "-c", "jit=off", "-c", "max_wal_size=128MB", "-c", "timezone=Asia/Kolkata", "-c", "unix_socket_permissions=0777", .. durability,
            ]);
        await Waiting.UntilAsync(() => server.HasExited || IsReady(), () => server.Output, what: "PostgreSQL to be ready");
        if (server.HasExited)
        {
            throw new InvalidOperationException($"PostgreSQL ended: {server.Output}");
        }

        _server = server;
    }

    /// <summary>Stops it as an administrator does who is in a hurry: clients are sent away, commits are kept.</summary>
    public Task StopAsync() => EndAsync(server => server.EndAsync("INT"));

    /// <summary>Stops it as <c>pg_ctl stop -m immediate</c> does: clients are sent away, nothing is tidied up, and the next start recovers.</summary>
    public Task StopAtOnceAsync() => EndAsync(server => server.EndAsync(EndAtOnce));

    /// <summary>Kills it as a power cut would.</summary>
    public Task KillAsync() => EndAsync(server => server.EndAsync("KILL", withChildren: true));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server is { } server)
        {
            _server = null;
            await server.DisposeAsync();
        }

        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    /// <summary>Skips the test where PostgreSQL is not installed.</summary>
    internal static void NeedInstalled() => Assert.SkipUnless(IsInstalled, $"PostgreSQL is not installed in {Installations}");

    /// <summary>How a client reaches a database through the socket.</summary>
    internal NpgsqlConnectionStringBuilder ConnectionTo(string database) => new() { Host = Folder, Port = Port, Username = "postgres", Database = database };

    /// <summary>Does something that concerns databases as wholes.</summary>
    internal async Task ExecuteAsync(string sql)
    {
        var address = ConnectionTo("postgres");
        address.Pooling = false;
        await using var connection = new NpgsqlConnection(address.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<PostgresCluster> StartNewAsync(bool isDurable)
    {
        // A database is three hundred files: on a busy disk it took ten times as long to make one.
        var cluster = new PostgresCluster(await ServerProcess.NewFolderAsync("postgres", isDurable ? null : RoomInMemory()), isDurable);
        await ServerProcess.RunAsServerAsync(
            Path.Combine(Programs!, "initdb"), "-D", cluster.DataFolder, "-U", "postgres", "-A", "trust", "-E", "UTF8",
            "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US", "--no-sync");
        await cluster.StartAsync();
        return cluster;
    }

    private async Task<PostgresDatabase> PrepareAsync()
    {
        var database = await CreateDatabaseAsync();
        await using var store = await database.OpenStoreAsync(TimeProvider.System, CancellationToken.None);
        return database;
    }

    private async Task<PostgresDatabase> CopyAsync(string template)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref _databases)}");
        await ExecuteAsync($"create database {name} template {template} strategy file_copy");
        return new PostgresDatabase(this, name);
    }

    private static string? RoomInMemory() => Directory.Exists(InMemory) && new DriveInfo(InMemory).AvailableFreeSpace > NeededInMemory ? InMemory : null;

    private static string? FindPrograms() => !Directory.Exists(Installations)
        ? null
        : Directory.GetDirectories(Installations)
            .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0)
            .Select(folder => Path.Combine(folder, "bin"))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "postgres")));

    // The eighth line of this file says how far the server is: https://www.postgresql.org/docs/15/storage-file-layout.html
    private bool IsReady()
    {
        try
        {
            return File.ReadAllLines(Path.Combine(DataFolder, "postmaster.pid")) is [_, _, _, _, _, _, _, var state, ..] && state.Trim() == "ready";
        }
        catch (IOException)
        {
            return false;
        }
    }

    private async Task EndAsync(Func<ServerProcess, Task> end)
    {
        if (_server is { } server)
        {
            _server = null;
            await end(server);
        }
    }
}
