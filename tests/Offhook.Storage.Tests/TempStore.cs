using Offhook.Testing;

namespace Offhook.Storage.Tests;

/// <summary>A real store in a database of its own that is removed afterwards.</summary>
internal sealed class TempStore : IAsyncDisposable
{
    private TempStore(TestDatabase database, ManualClock clock, ICallStore store) => (Database, Clock, Store) = (database, clock, store);

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public TestDatabase Database { get; }

    public ManualClock Clock { get; }

    public ICallStore Store { get; private set; }

    public static async Task<TempStore> OpenAsync() => await OpenAsync(await TestDatabase.CreateAsync());

    /// <param name="database">Removed with the store.</param>
    public static async Task<TempStore> OpenAsync(TestDatabase database)
    {
        var clock = new ManualClock();
        try
        {
            return new TempStore(database, clock, await database.OpenStoreAsync(clock, Cancel));
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    public async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        Store = await Database.OpenStoreAsync(Clock, Cancel);
    }

    public Task<IReadOnlyList<string>> QueryAsync(string sql) => Database.QueryAsync(sql);

    public Task ExecuteAsync(string sql) => Database.ExecuteAsync(sql);

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await Database.DisposeAsync();
    }
}
