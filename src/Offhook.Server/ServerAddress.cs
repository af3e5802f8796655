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

    /// <summary>Every address must be one, and the demo, which is open to whoever is on this machine, listens to nobody else.</summary>
    /// <param name="configuration">Where listening addresses may also stand, by names of their own, that win over ours.</param>
    /// <exception cref="SettingsException">An address is none, or the demo was told to listen to the network.</exception>
    public void Check(OffhookSettings settings, IConfiguration configuration)
    {
        foreach (var address in Configured.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (HostOf(address) is not { } host)
            {
                throw new SettingsException($"--urls: {address} is no address to listen on; write it like {OffhookHost.StandardAddress}");
            }

            if (settings.IsDemo && !IsLoopback(host))
            {
                throw OnNetwork("--urls");
            }
        }

        if (settings.IsDemo && configuration.GetSection("Kestrel:Endpoints").GetChildren().Any())
        {
            throw OnNetwork("Kestrel:Endpoints");
        }
    }

    private static SettingsException OnNetwork(string name) =>
        new($"{name}: the demo listens on this machine only; use --urls {OffhookHost.StandardAddress}, or set KALEYRA_API_KEY and KALEYRA_CALLBACK_URL to run it for real");

    private static string? HostOf(string address)
    {
        try
        {
            var binding = BindingAddress.Parse(address);

            // Where no port can be read, what stands in its place is left in the name.
            var isName = binding.IsUnixPipe || !binding.Host.Contains(':', StringComparison.Ordinal) || binding.Host.StartsWith('[');
            return binding.Scheme is "http" or "https" && binding.Host.Length > 0 && isName ? binding.Host : null;
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
}
