using System.Net;

namespace Offhook.Simulator;

/// <summary>Where callbacks may go: this machine, and hosts that the person who started the simulator named.</summary>
internal static class CallbackHosts
{
    public static bool Admits(string host, IEnumerable<string> named) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address))
        || named.Contains(host, StringComparer.OrdinalIgnoreCase);

    /// <summary>The template itself, once it is certain that it is an address and may be called back.</summary>
    public static string Admitted(string field, string template, IEnumerable<string> named)
    {
        if (!CallbackTemplate.TryReadHost(template, out var host))
        {
            throw RefusalException.Invalid(field, "an absolute http or https address is needed");
        }

        return Admits(host, named)
            ? template
            : throw RefusalException.Invalid(field, "this stand-in calls back loopback addresses only, and hosts that it was told of");
    }
}
