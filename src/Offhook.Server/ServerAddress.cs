using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Offhook.Server.Settings;

namespace Offhook.Server;

/// <summary>Where this process listens.</summary>
/// <param name="configured">Addresses joined by semicolons.</param>
internal sealed class ServerAddress(string configured)
{
    private IServer? _server;

    /// <summary>As configured.</summary>
    public string Configured { get; } = configured;

    /// <summary>The first address that is really listened on, ending in a slash. Known only after the start.</summary>
    /// <exception cref="InvalidOperationException">Nothing listens yet.</exception>
    public Uri Own
    {
        get
        {
            var first = _server?.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? throw new InvalidOperationException("nothing listens yet");
            return new Uri(first.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal).TrimEnd('/') + "/");
        }
    }

    /// <summary>Lets the address learn its port.</summary>
    public void Bind(WebApplication application) => _server = application.Services.GetRequiredService<IServer>();

    /// <summary>The demo is open to whoever is on this machine, so it listens to nobody else.</summary>
    /// <exception cref="SettingsException">The demo was told to listen to the network.</exception>
    public void Check(OffhookSettings settings)
    {
        if (settings.IsDemo && !Configured.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).All(IsLoopback))
        {
            throw new SettingsException($"--urls: the demo listens on this machine only; use {OffhookHost.StandardAddress}, or set KALEYRA_API_KEY and KALEYRA_CALLBACK_URL to run it for real");
        }
    }

    private static bool IsLoopback(string address)
    {
        var host = BindingAddress.Parse(address).Host;
        return string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
    }
}
