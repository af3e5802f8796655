using Offhook.Server.Tests;
using Offhook.Simulator;
using Offhook.Testing;

namespace Offhook.Server.Io.Tests.Failover;

/// <summary>A service with two accounts, on a manual clock, whose callbacks only the test brings.</summary>
internal sealed class TwoAccounts : IAsyncDisposable
{
    private TwoAccounts(ServiceHost service, FeedListener screen, HttpClient client) => (Service, Screen, Client) = (service, screen, client);

    public ServiceHost Service { get; }

    public HttpClient Client { get; }

    /// <summary>A screen that was there before the first click.</summary>
    public FeedListener Screen { get; }

    /// <summary>The preferred provider.</summary>
    public Platform First => Service.Platform;

    /// <summary>The other one.</summary>
    public Platform Second => Service.PlatformOf(Other(Service.Provider));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TestProvider Other(TestProvider provider) => provider == TestProvider.Io ? TestProvider.Legacy : TestProvider.Io;

    /// <summary>Starts one.</summary>
    /// <param name="first">The preferred provider; kaleyra.io when null.</param>
    /// <param name="elsewhere">The preferred provider's address when it is not the simulator.</param>
    /// <param name="simulator">The preferred provider, where it is a special one.</param>
    public static async Task<TwoAccounts> StartAsync(TestProvider? first = null, Uri? elsewhere = null, SimulatorHost? simulator = null)
    {
        first ??= TestProvider.Io;
        var service = await ServiceHost.StartAsync(
            new ServiceOptions { Clock = new ManualClock(), IsPublic = true, Accounts = [first, Other(first)], Provider = elsewhere, Simulator = simulator }, Cancel);
        try
        {
            var client = service.CreateClient();
            return new TwoAccounts(service, await FeedListener.ConnectAsync(client, cancellationToken: Cancel), client);
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks for a call between two people.</summary>
    public Task<Answer> ClickAsync(string agent = CallRequests.Agent, string? key = null) => Client.ClickToCallAsync(Phones.Person, agent, key, Cancel);

    public Task<Answer> RowAsync(string id) => Client.AskAsync($"/calls/{id}", Cancel);

    public async Task<IReadOnlyList<string?>> ReportsAsync(string id, string member = "source") =>
        [.. (await Client.AskAsync($"/calls/{id}/reports", Cancel)).Items().Select(report => report.Text(member))];

    /// <summary>How often a provider was asked for a click-to-call.</summary>
    public static int Asked(Platform platform, TestProvider provider) => platform.RequestsReceived.GetValueOrDefault(provider.ClickToCallRequest);

    /// <summary>The providers as <c>/providers</c> shows them, by name: whether each rests.</summary>
    public async Task<bool> RestsAsync(TestProvider provider) =>
        (await Client.AskAsync("/providers", Cancel)).Items().Single(item => item.Text("name") == provider.Name).Text("is_resting") == "True";

    public async ValueTask DisposeAsync()
    {
        await Screen.DisposeAsync();
        Client.Dispose();
        await Service.DisposeAsync();
    }
}
