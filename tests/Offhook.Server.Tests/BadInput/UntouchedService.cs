using Offhook.Testing;

namespace Offhook.Server.Tests.BadInput;

/// <summary>A service that many bad requests share. Its provider must never hear of any of them.</summary>
public sealed class UntouchedService : SharedFixture
{
    public ServiceHost Service { get; private set; } = null!; // Set before the first test.

    public HttpClient Client { get; private set; } = null!;

    protected override async ValueTask BeginAsync()
    {
        Service = await ServiceHost.StartAsync(new ServiceOptions { Clock = new ManualClock() }, TestContext.Current.CancellationToken);
        Client = Service.CreateClient();
    }

    /// <summary>Nothing was dialled and nothing was written down.</summary>
    public async Task AssertUntouchedAsync()
    {
        Assert.Empty(Service.Platform.RequestsReceived);
        Assert.Equal("""{"items":[],"next":null}""", await Client.GetStringAsync(new Uri("/calls", UriKind.Relative), TestContext.Current.CancellationToken));
    }

    protected override async ValueTask EndAsync()
    {
        Client.Dispose();
        await Service.DisposeAsync();
    }
}
