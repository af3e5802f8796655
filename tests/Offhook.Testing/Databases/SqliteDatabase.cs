using Microsoft.Data.Sqlite;
using Offhook.Storage;
using Offhook.Storage.Sqlite;

namespace Offhook.Testing;

/// <summary>A SQLite file, seen as another program on the machine sees it.</summary>
public sealed class SqliteDatabase : TestDatabase
{
    private readonly TempFolder? _folder;

    private SqliteDatabase(string filePath, TempFolder? folder) => (FilePath, _folder) = (filePath, folder);

    /// <summary>Where it lies.</summary>
    public string FilePath { get; }

    /// <summary>The file's folder.</summary>
    public string Folder => Path.GetDirectoryName(FilePath)!; // The path of a file has a folder.

    /// <summary>One in a folder of its own. Neither the file nor its folder exist yet.</summary>
    public static SqliteDatabase Create()
    {
        var folder = new TempFolder();
        return new SqliteDatabase(Path.Combine(folder.Path, "data", "calls.db"), folder);
    }

    /// <summary>A service's own, which goes with the service's folder.</summary>
    public static SqliteDatabase Of(string filePath) => new(filePath, null);

    /// <inheritdoc/>
    public override async Task<ICallStore> OpenStoreAsync(TimeProvider clock, CancellationToken cancellationToken) =>
        await SqliteCallStore.OpenAsync(new SqliteStoreOptions { FilePath = FilePath }, clock, cancellationToken);

    /// <summary>A connection past the store.</summary>
    public SqliteConnection OpenFile()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = FilePath, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ConnectionString);
        connection.Open();
        return connection;
    }

    /// <inheritdoc/>
    public override Task<IReadOnlyList<string>> QueryAsync(string sql)
    {
        using var connection = OpenFile();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "null" : reader.GetString(i))));
        }

        return Task.FromResult<IReadOnlyList<string>>(rows);
    }

    /// <inheritdoc/>
    public override Task ExecuteAsync(string sql)
    {
        using var connection = OpenFile();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task BreakAsync() => ExecuteAsync("alter table changes rename to mislaid");

    /// <inheritdoc/>
    public override Task MendAsync() => ExecuteAsync("alter table mislaid rename to changes");

    /// <inheritdoc/>
    public override Task<IAsyncDisposable> HoldAsync()
    {
        var other = OpenFile();
        _ = other.BeginTransaction();
        return Task.FromResult<IAsyncDisposable>(other);
    }

    /// <inheritdoc/>
    protected override ValueTask RemoveAsync()
    {
        _folder?.Dispose();
        return ValueTask.CompletedTask;
    }
}
