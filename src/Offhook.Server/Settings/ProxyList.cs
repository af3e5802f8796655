using System.Net;

namespace Offhook.Server.Settings;

/// <summary>Reads the proxies that are believed.</summary>
internal static class ProxyList
{
    private const string Name = "OFFHOOK_PROXIES";

    // Wider ones would believe strangers; the private networks (10.0.0.0/8, fd00::/8) fit.
    private const int WidestIPv4 = 8;
    private const int WidestIPv6 = 8;

    public static IReadOnlyList<IPNetwork> Read(SettingsSource source, List<string> faults)
    {
        if (source.Filled(Name, "the addresses of the proxies before this service", "believe nobody about who asked", faults) is not { } text)
        {
            return [];
        }

        var proxies = new List<IPNetwork>();
        foreach (var entry in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (Network(entry) is not { } network)
            {
                faults.Add($"{Name}: {entry} is no address and no network; write for example 10.0.0.7 or 10.1.0.0/16, joined by commas");
            }
            else if (network.PrefixLength < (network.BaseAddress.GetAddressBytes().Length == 4 ? WidestIPv4 : WidestIPv6))
            {
                faults.Add($"{Name}: {entry} would believe half the world; name the proxies themselves, or a network of at most /8");
            }
            else
            {
                proxies.Add(network);
            }
        }

        return proxies;
    }

    private static IPNetwork? Network(string entry)
    {
        if (entry.Contains('/', StringComparison.Ordinal))
        {
            return IPNetwork.TryParse(entry, out var network) ? network : null;
        }

        // "1" and "127.1" are addresses to the framework, and slips to people.
        var isWritten = entry.Contains(':', StringComparison.Ordinal) || entry.Count(c => c == '.') == 3;
        return isWritten && IPAddress.TryParse(entry, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8) : null;
    }
}
