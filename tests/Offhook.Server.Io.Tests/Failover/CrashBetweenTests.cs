using System.Net;
using Offhook.Server.Tests;
using Offhook.Simulator;
using Offhook.Testing;

namespace Offhook.Server.Io.Tests.Failover;

/// <summary>A real process that dies while a call goes from one provider to the other.</summary>
public sealed class CrashBetweenTests : IAsyncLifetime
{
    private const string Key = "the-click";

    private readonly TempFolder _folder = new();
    private readonly BadAddress _nobody = BadAddress.Closed();
    private readonly int _port = FreePort.Take();
    private SimulatorHost? _io;
    private SimulatorHost? _legacy;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private SimulatorHost Io => _io ?? throw new InvalidOperationException("not started");

    private SimulatorHost Legacy => _legacy ?? throw new InvalidOperationException("not started");

    public async ValueTask InitializeAsync()
    {
        _io = await StartSimulatorAsync();
        _legacy = await StartSimulatorAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Io.DisposeAsync();
        await Legacy.DisposeAsync();
        _nobody.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_process_that_dies_before_the_second_dial_leaves_a_call_that_says_so_and_is_never_dialled()
    {
        await DieAtAsync("handed-on");

        await using var service = await ContinueAsync();
        using var client = service.CreateClient();
        var row = Assert.Single((await client.AskAsync("/calls", Cancel)).Items());
        var again = await client.ClickToCallAsync(Phones.Person, key: Key, cancellationToken: Cancel);
        Assert.Equal(("requested", TestProvider.Legacy.Name, null), (row.Text("status"), row.Text("provider"), row.Text("settled_by")));
        Assert.Equal((HttpStatusCode.Accepted, row.Text("id")), (again.Status, again["id"]));

        await using var screen = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);
        var settled = await service.PlayAsync(screen.SettledAsync(again.Id, Cancel), TimeSpan.FromSeconds(20));

        Assert.Equal(("unconfirmed", "never_reported", "deadline"), (settled.Text("status"), settled.Text("reason"), settled.Text("settled_by")));
        var reports = (await client.AskAsync($"/calls/{again.Id}/reports", Cancel)).Items();
        Assert.Equal(["not_sent", "unknown"], reports.Select(report => report.Text("proof")).OfType<string>());
        Assert.Equal(2, reports.Count(report => report.Text("source") == "intent"));
        Assert.DoesNotContain(TestProvider.Io.ClickToCallRequest, Io.Platform.RequestsReceived.Keys);
        Assert.DoesNotContain(TestProvider.Legacy.ClickToCallRequest, Legacy.Platform.RequestsReceived.Keys);
    }

    [Fact]
    public async Task A_process_that_dies_after_the_second_dial_finds_its_call_in_the_log_of_the_second_provider()
    {
        await DieAtAsync("dial-answered");
        Legacy.Platform.PlayOnlyCall();
        var dialled = Assert.Single(Legacy.Platform.Calls);

        await using var service = await ContinueAsync();
        using var client = service.CreateClient();
        var row = Assert.Single((await client.AskAsync("/calls", Cancel)).Items());
        Assert.Equal(("requested", TestProvider.Legacy.Name), (row.Text("status"), row.Text("provider")));

        await using var screen = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);
        var settled = await service.PlayAsync(screen.SettledAsync(row.Text("id")!, Cancel), TimeSpan.FromSeconds(5));

        Assert.Equal(("answered", "log", TestProvider.Legacy.Name), (settled.Text("status"), settled.Text("settled_by"), settled.Text("provider")));
        Assert.Equal(dialled.RowId.ToString(), settled.Text("call_id"));
        Assert.Equal(1, Legacy.Platform.RequestsReceived[TestProvider.Legacy.ClickToCallRequest]);
        Assert.Empty(Io.Platform.Dials);
    }

    private static Task<SimulatorHost> StartSimulatorAsync() =>
        SimulatorHost.StartAsync(new SimulatorOptions { Address = new("http://127.0.0.1:0"), RingTimeout = TimeSpan.FromMinutes(10) }, Cancel);

    // The preferred provider cannot be reached, so the click goes on to the other one.
    private async Task DieAtAsync(string crashPoint)
    {
        Assert.SkipUnless(OffhookProcess.HasCrashPoints, "only a debug build dies at named places");
        var settings = TestProvider.Legacy.SettingsFor(Legacy).Append(new("KALEYRA_IO_BASE_URL", _nobody.Address.AbsoluteUri)).Append(new("OFFHOOK_PROVIDERS", "kaleyra-io,kaleyra-legacy"));
        await using var doomed = await OffhookProcess.StartAsync(Io, _folder.Path, _port, crashPoint, settings: new Dictionary<string, string>(settings), cancellationToken: Cancel);
        using var client = doomed.CreateClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => client.ClickToCallAsync(Phones.Person, key: Key, cancellationToken: Cancel));
        await doomed.ExitAsync();
    }

    private Task<ServiceHost> ContinueAsync() => ServiceHost.StartAsync(
        new ServiceOptions
        {
            Clock = new ManualClock(TimeProvider.System.GetUtcNow()),
            Accounts = [TestProvider.Io, TestProvider.Legacy],
            Simulator = Io,
            OtherSimulator = Legacy,
            DataFolder = _folder.Path,
            Port = _port,
        },
        Cancel);
}
