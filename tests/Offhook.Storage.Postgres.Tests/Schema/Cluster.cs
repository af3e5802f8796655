using System.Diagnostics;
using Npgsql;

[assembly: AssemblyFixture(typeof(Offhook.Storage.Postgres.Tests.Schema.Cluster))]

namespace Offhook.Storage.Postgres.Tests.Schema;

public sealed class Cluster : IAsyncLifetime
{
    private static readonly string Programs = Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Last() + "/bin";
    private readonly string _folder = Directory.CreateTempSubdirectory("offhook-pg-").FullName;
    private int _databases;

    public string Socket => _folder;

    public async ValueTask InitializeAsync()
    {
        if (Environment.UserName == "root")
        {
            await RunAsync("chown", ["postgres", _folder]);
        }

        await AsPostgresAsync("initdb", ["-D", _folder + "/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"]);
        await AsPostgresAsync("pg_ctl", ["-D", _folder + "/data", "-w", "-l", _folder + "/log", "-o", $"-k {_folder} -c listen_addresses='' -c fsync=off -c wal_level=logical", "start"]);
    }

    public async Task<Database> NewDatabaseAsync(string? before = null)
    {
        var name = $"t{Interlocked.Increment(ref _databases)}";
        await using (var admin = NpgsqlDataSource.Create($"Host={_folder};Username=postgres;Database=postgres;Pooling=false"))
        await using (var create = admin.CreateCommand($"create database {name}"))
        {
            await create.ExecuteNonQueryAsync();
        }

        var database = new Database(_folder, name);
        if (before is not null)
        {
            await database.ExecuteAsync(before);
        }

        return database;
    }

    public async ValueTask DisposeAsync()
    {
        await AsPostgresAsync("pg_ctl", ["-D", _folder + "/data", "-m", "immediate", "stop"]);
        Directory.Delete(_folder, recursive: true);
    }

    private static Task AsPostgresAsync(string program, string[] arguments) => Environment.UserName == "root"
        ? RunAsync("runuser", ["-u", "postgres", "--", $"{Programs}/{program}", .. arguments])
        : RunAsync($"{Programs}/{program}", arguments);

    private static async Task RunAsync(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = "/tmp" })!;
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }
}
