using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Offhook.Storage.Postgres.Tests.Schema;

public sealed class Database(string socket, string name) : IAsyncDisposable
{
    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public NpgsqlDataSource Source { get; } = NpgsqlDataSource.Create($"Host={socket};Username=postgres;Database={name};Maximum Pool Size=20");

    public NpgsqlDataSource As(string user) => NpgsqlDataSource.Create($"Host={socket};Username={user};Database={name};Pooling=false");

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancel);
    }

    public async Task<List<string>> QueryAsync(string sql)
    {
        await using var connection = await Source.OpenConnectionAsync(Cancel);
        return await connection.QueryAsync(sql);
    }

    /// <summary>Runs a script as a person would.</summary>
    public async Task<string> PsqlAsync(string script)
    {
        using var process = Process.Start(new ProcessStartInfo("psql", ["-h", socket, "-U", "postgres", "-d", name, "-X", "-q", "-f", "-"])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync(Cancel);
        var output = process.StandardOutput.ReadToEndAsync(Cancel);
        await process.StandardInput.WriteAsync(script.AsMemory(), Cancel);
        process.StandardInput.Close();
        await output;
        return await errors;
    }

    public async ValueTask DisposeAsync() => await Source.DisposeAsync();
}

internal static class Queries
{
    /// <summary>The rows that a statement gives, their columns joined by <c>|</c>.</summary>
    public static async Task<List<string>> QueryAsync(this NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(Database.Cancel);
        var rows = new List<string>();
        while (await reader.ReadAsync(Database.Cancel))
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "null" : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))));
        }

        return rows;
    }
}
