using Offhook.Testing;

namespace Offhook.Server.Tests.BadInput;

/// <summary>A service with three calls, on a clock that stands still: nothing changes any of them but what a test sends.</summary>
public sealed class CalledService : SharedFixture
{
    private readonly List<Uri> _callbacks = [];
    private readonly List<string> _ids = [];
    private string _before = "";

    public ServiceHost Service { get; private set; } = null!; // Set before the first test.

    public HttpClient Client { get; private set; } = null!;

    protected override async ValueTask BeginAsync()
    {
        var cancel = TestContext.Current.CancellationToken;
        Service = await ServiceHost.StartAsync(new ServiceOptions { Clock = new ManualClock() }, cancel);
        Client = Service.CreateClient();
        foreach (var (customer, agent) in ((string, string)[])[("9800000010", "9800000001"), ("9800000021", "9800000002"), ("9800000031", "9800000003")])
        {
            var started = await Client.ClickToCallAsync(customer, agent, cancellationToken: cancel);
            _ids.Add(started.Id);
        }

        _callbacks.AddRange(Service.Platform.Calls.Select(call => Service.CallbackOf(call, ("status", "BUSY"), ("status1", "ANSWER"), ("status2", "BUSY"))));
        _before = await HistoryAsync();
    }

    /// <summary>A genuine callback of the third call, which <see cref="AssertUnchangedAsync"/> does not look at.</summary>
    public Uri Spare() => _callbacks[2];

    /// <summary>Genuine callbacks of the two calls that must not change.</summary>
    public IReadOnlyList<Uri> Watched => _callbacks[..2];

    /// <summary>The first two calls stand as they stood, with no further report, and no call has come into being.</summary>
    public async Task AssertUnchangedAsync() => Assert.Equal(_before, await HistoryAsync());

    protected override async ValueTask EndAsync()
    {
        Client.Dispose();
        await Service.DisposeAsync();
    }

    private async Task<string> HistoryAsync()
    {
        var cancel = TestContext.Current.CancellationToken;
        var list = await Client.AskAsync("/calls", cancel);
        var first = await Client.AskAsync($"/calls/{_ids[0]}/reports", cancel);
        var second = await Client.AskAsync($"/calls/{_ids[1]}/reports", cancel);
        var watched = list.Items().Where(item => item.Text("id") != _ids[2]);
        return $"{list.Items().Count}\n{string.Join('\n', watched)}\n{first.Text}\n{second.Text}";
    }
}
