using System.Net;
using System.Net.Sockets;

namespace Offhook.Testing;

/// <summary>Ports of this machine that nobody listens on at the moment.</summary>
/// <remarks>
/// They lie below those that the system gives to outgoing connections, one of which could otherwise take the port between the asking and the listening.
/// Each test process begins at another place.
/// </remarks>
public static class FreePort
{
    private const int First = 10_000;
    private const int Count = 20_000;

    private static int _next = Environment.ProcessId * 97 % Count;

    /// <summary>Takes one that this process was not given before.</summary>
    public static int Take()
    {
        while (true)
        {
            var port = First + ((int)((uint)Interlocked.Increment(ref _next) % Count));
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // In use: the next one.
            }
        }
    }
}
