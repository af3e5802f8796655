using Microsoft.Data.Sqlite;
using Offhook.Storage.Sqlite;

namespace Offhook.Storage.Tests;

/// <summary>A real store in a folder of its own that is removed afterwards.</summary>
internal sealed class TempStore : IAsyncDisposable
{
    private TempStore(string folder, ManualClock clock, SqliteCallStore store) => (Folder, Clock, Store) = (folder, clock, store);

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public string Folder { get; }

    public ManualClock Clock { get; }

    public SqliteCallStore Store { get; private set; }

    public string FilePath => PathIn(Folder);

    public static string NewFolder() => Path.Combine(Directory.CreateTempSubdirectory("offhook-store-").FullName, "data");

    /// <summary>Removes what <see cref="NewFolder"/> made.</summary>
    public static void Remove(string folder) => Directory.Delete(Directory.GetParent(folder)!.FullName, recursive: true);

    public static string PathIn(string folder) => Path.Combine(folder, "calls.db");

    public static async Task<TempStore> OpenAsync(string? folder = null)
    {
        folder ??= NewFolder();
        var clock = new ManualClock();
        return new TempStore(folder, clock, await SqliteCallStore.OpenAsync(new SqliteStoreOptions { FilePath = PathIn(folder) }, clock, Cancel));
    }

    public async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        Store = await SqliteCallStore.OpenAsync(new SqliteStoreOptions { FilePath = FilePath }, Clock, Cancel);
    }

    /// <summary>A connection past the store, as another program on the machine would have it.</summary>
    public SqliteConnection OpenFile()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = FilePath, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ConnectionString);
        connection.Open();
        return connection;
    }

    /// <summary>The rows that a statement gives, their columns joined by <c>|</c>.</summary>
    public List<string> Query(string sql)
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

        return rows;
    }

    public void Execute(string sql)
    {
        using var connection = OpenFile();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        _ = command.ExecuteNonQuery();
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Remove(Folder);
    }
}
