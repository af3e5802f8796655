using Offhook.Simulator;
using Offhook.Testing;

namespace Offhook.Server.Tests.Survival;

/// <summary>One installation whose process dies while its provider lives on.</summary>
internal sealed class Scene : IAsyncDisposable
{
    /// <summary>The idempotency key of the request during which the process dies.</summary>
    public const string Key = "the-click";

    private readonly TempFolder _folder = new();
    private readonly int _port = FreePort.Take();
    private readonly SimulatorHost _provider;
    private readonly PostgresDatabase? _database;

    private Scene(SimulatorHost provider, PostgresDatabase? database) => (_provider, _database) = (provider, database);

    public Platform Platform => _provider.Platform;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<Scene> OpenAsync()
    {
        var database = await PostgresDatabase.CreateIfUsedAsync();
        return new(await SimulatorHost.StartAsync(new SimulatorOptions { Address = new("http://127.0.0.1:0"), Speed = 20, RingTimeout = TimeSpan.FromMinutes(10) }, Cancel), database);
    }

    /// <summary>Starts the process.</summary>
    public Task<OffhookProcess> StartAsync(string? crashPoint = null) => OffhookProcess.StartAsync(_provider, _folder.Path, _port, crashPoint, _database, cancellationToken: Cancel);

    /// <summary>Lets the process die at a named place of a click.</summary>
    public async Task DieAtAsync(string crashPoint, string customer)
    {
        Assert.SkipUnless(OffhookProcess.HasCrashPoints, "only a debug build dies at named places");
        await using var doomed = await StartAsync(crashPoint);
        using var client = doomed.CreateClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => client.ClickToCallAsync(customer, key: Key, cancellationToken: Cancel));
        await doomed.ExitAsync();
    }

    /// <summary>Starts the service again on a clock that begins now and that can be moved to the deadlines.</summary>
    public Task<ServiceHost> ContinueOnManualClockAsync() => ServiceHost.StartAsync(
        new ServiceOptions { Clock = new ManualClock(TimeProvider.System.GetUtcNow()), Simulator = _provider, DataFolder = _folder.Path, Database = _database, Port = _port }, Cancel);

    /// <summary>Moves the clock until every call is settled.</summary>
    /// <returns>The newest call.</returns>
    public static async Task<Answer> PlayToTheEndAsync(ServiceHost service)
    {
        using var client = service.CreateClient();
        await using var screen = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);
        var open = (await screen.NextAsync(Cancel)).Data.GetProperty("items").EnumerateArray().Where(call => call.Text("settled_by") is null).ToList();
        foreach (var call in open)
        {
            await service.PlayAsync(EndOfAsync(call.Text("id")!), TimeSpan.FromSeconds(20));
        }

        var newest = (await client.AskAsync("/calls?limit=1", Cancel)).Items();
        return await client.AskAsync($"/calls/{Assert.Single(newest).Text("id")}", Cancel);

        async Task<bool> EndOfAsync(string id)
        {
            await using var watcher = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);
            await watcher.SettledAsync(id, Cancel);
            return true;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        _folder.Dispose();
    }
}
