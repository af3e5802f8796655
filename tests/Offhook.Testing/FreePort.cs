using System.Net;
using System.Net.Sockets;

namespace Offhook.Testing;

/// <summary>Ports of this machine that nobody listens on at the moment.</summary>
public static class FreePort
{
    /// <summary>Asks the system for one.</summary>
    public static int Take()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
