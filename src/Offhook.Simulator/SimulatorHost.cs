using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Offhook.Simulator;

/// <summary>One running simulator with a server of its own. It reads no configuration and no environment, logs nothing, and leaves Ctrl-C to whoever embeds it.</summary>
public sealed class SimulatorHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping;

    private SimulatorHost(WebApplication app, CancellationTokenSource stopping, Platform platform, Uri address)
    {
        _app = app;
        _stopping = stopping;
        Platform = platform;
        Address = address;
    }

    /// <summary>Where it really listens, with a last slash.</summary>
    public Uri Address { get; }

    /// <summary>The base URL of the click-to-call host: <see cref="Address"/> + <c>v1/</c>.</summary>
    public Uri VoiceAddress => new(Address, "v1/");

    /// <summary>The base URL of the outbound dialler's host: <see cref="Address"/> + <c>api/v1/</c>.</summary>
    public Uri ObdAddress => new(Address, "api/v1/");

    /// <summary>The base URL of kaleyra.io, under which its paths <c>v1/{SID}/…</c> begin: <see cref="Address"/> itself.</summary>
    public Uri IoAddress => Address;

    /// <summary>The page with the two phones.</summary>
    public Uri PhonesPage => new(Address, "phones");

    /// <summary>What happens inside.</summary>
    public Platform Platform { get; }

    /// <summary>Starts one; it answers when this returns.</summary>
    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    /// <exception cref="IOException">The address is in use.</exception>
    public static async Task<SimulatorHost> StartAsync(SimulatorOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 256 * 1024;
            Listen(kestrel, options.Address);
        });

        var app = builder.Build();
        var stopping = new CancellationTokenSource();
        Uri? address = null;
        var platform = new Platform(options, () => address!.Authority);
        try
        {
            app.UseRouting();
            app.Use(LocalOnly.GuardAsync);
            new WireEndpoints(options, platform, stopping.Token).Map(app);
            new IoEndpoints(options, platform, () => address!.Authority, stopping.Token).Map(app);
            new ControlEndpoints(platform).Map(app);
            new PhonesEndpoints(options.Clock, platform, stopping.Token).Map(app);
            app.MapRecordings(platform);
            await app.StartAsync(cancellationToken);
            address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
            return new SimulatorHost(app, stopping, platform, address);
        }
        catch
        {
            platform.Dispose();
            stopping.Dispose();
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends held replies, live pages, calls and the server.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        await _stopping.CancelAsync();
        Platform.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    private static void Listen(KestrelServerOptions kestrel, Uri address)
    {
        if (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip))
        {
            kestrel.Listen(ip, address.Port);
        }
        else if (!address.IsLoopback)
        {
            throw new ArgumentException($"The address needs an IP address or localhost, not {address.Host}.");
        }
        else if (address.Port == 0)
        {
            kestrel.Listen(IPAddress.Loopback, 0);
        }
        else
        {
            kestrel.ListenLocalhost(address.Port);
        }
    }

    /// <summary>No console, no signals: the embedding program decides when to stop.</summary>
    private sealed class EmbeddedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
