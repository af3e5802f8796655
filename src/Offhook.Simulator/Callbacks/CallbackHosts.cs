using System.Net;

namespace Offhook.Simulator;

/// <summary>Where callbacks may go: this machine, and hosts that the person who started the simulator named.</summary>
internal static class CallbackHosts
{
    public static bool Admits(string host, IEnumerable<string> named) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address))
        || named.Contains(host, StringComparer.OrdinalIgnoreCase);
}
