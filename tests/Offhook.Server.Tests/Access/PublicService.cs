using System.Net.Http.Headers;
using Offhook.Testing;

namespace Offhook.Server.Tests.Access;

/// <summary>The ways on which somebody reaches the port.</summary>
public enum Way
{
    /// <summary>On the same machine, to 127.0.0.1.</summary>
    Loopback,

    /// <summary>On the same machine, to localhost.</summary>
    Localhost,

    /// <summary>Under the public name.</summary>
    PublicName,

    /// <summary>Through a reverse proxy that calls us localhost and adds no header.</summary>
    Proxy,

    /// <summary>Through a tunnel, under the public name.</summary>
    Tunnel,

    /// <summary>Through a tunnel, claiming to ask localhost.</summary>
    TunnelToLocalhost,

    /// <summary>A page of another origin, through the proxy.</summary>
    ForeignPage,

    /// <summary>A page of another origin in a browser on this machine.</summary>
    ForeignPageHere,

    /// <summary>A file or a sandboxed frame in a browser on this machine.</summary>
    NullOriginHere,
}

/// <summary>A service whose callback address is public, with one call, and the proxy and the tunnel that lead to it.</summary>
public sealed class PublicService : SharedFixture
{
    private ReverseProxy _proxy = null!; // Set before the first test.
    private TcpTunnel _tunnel = null!; // Set before the first test.

    public ServiceHost Service { get; private set; } = null!; // Set before the first test.

    /// <summary>Our id of the one call.</summary>
    public string Id { get; private set; } = "";

    protected override async ValueTask BeginAsync()
    {
        var cancel = TestContext.Current.CancellationToken;
        Service = await ServiceHost.StartAsync(
            new ServiceOptions { IsPublic = true, Clock = new ManualClock(), Settings = new Dictionary<string, string> { ["OFFHOOK_ORIGINS"] = "https://crm.example.com" } }, cancel);
        _proxy = await ReverseProxy.StartAsync(Service.Address);
        _tunnel = new TcpTunnel(Service.Address);
        using var client = Service.CreateClient();
        Id = (await client.ClickToCallAsync(cancellationToken: cancel)).Id;
    }

    /// <summary>A client on one of the ways.</summary>
    public HttpClient On(Way way, bool withKey = false)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = way is Way.Proxy or Way.ForeignPage ? _proxy.Address : way is Way.Tunnel or Way.TunnelToLocalhost ? _tunnel.Address : Service.Address,
        };
        client.DefaultRequestHeaders.Host = way switch
        {
            Way.PublicName or Way.Tunnel => "calls.example.test",
            Way.Localhost or Way.TunnelToLocalhost => $"localhost:{Service.Address.Port}",
            _ => null,
        };
        if (way is Way.ForeignPage or Way.ForeignPageHere or Way.NullOriginHere)
        {
            client.DefaultRequestHeaders.Add("Origin", way is Way.NullOriginHere ? "null" : "https://evil.example.test");
        }

        client.DefaultRequestHeaders.Authorization = withKey ? new AuthenticationHeaderValue("Bearer", Service.Key) : null;
        return client;
    }

    protected override async ValueTask EndAsync()
    {
        await _tunnel.DisposeAsync();
        await _proxy.DisposeAsync();
        await Service.DisposeAsync();
    }
}
