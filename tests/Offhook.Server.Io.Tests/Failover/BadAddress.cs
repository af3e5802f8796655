using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Offhook.Testing;

namespace Offhook.Server.Io.Tests.Failover;

/// <summary>An address at which no provider answers.</summary>
internal sealed class BadAddress : IDisposable
{
    private readonly List<Socket> _sockets = [];
    private readonly int _port;

    private BadAddress(int port) => _port = port;

    /// <summary>The address.</summary>
    public Uri Address => new($"http://127.0.0.1:{_port}/");

    /// <summary>Connections are refused: nobody listens.</summary>
    public static BadAddress Closed() => new(FreePort.Take());

    /// <summary>Connections are neither made nor refused: those who wait for the listener, who never comes, are as many as can wait.</summary>
    public static async Task<BadAddress> DeafAsync(CancellationToken cancellationToken)
    {
        var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        var bad = new BadAddress(((IPEndPoint)listener.LocalEndPoint!).Port); // It is bound.
        bad._sockets.Add(listener);

        // The last of them is one too many: it waits as the provider's client will.
        while (bad._sockets.Count < 5)
        {
            var waiting = new Socket(SocketType.Stream, ProtocolType.Tcp);
            bad._sockets.Add(waiting);
            _ = waiting.ConnectAsync(new IPEndPoint(IPAddress.Loopback, bad._port), CancellationToken.None).AsTask().ContinueWith(_ => { }, TaskScheduler.Default);
        }

        await bad.UntilAskedAsync(1, cancellationToken);
        return bad;
    }

    /// <summary>Connections are made and cut at once, before anything is read.</summary>
    public static BadAddress Curt()
    {
        var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var bad = new BadAddress(((IPEndPoint)listener.LocalEndPoint!).Port); // It is bound.
        bad._sockets.Add(listener);
        _ = CutAsync(listener);
        return bad;
    }

    /// <summary>How many connections are asked for and not made.</summary>
    public int Asking() => ((string[])["/proc/net/tcp", "/proc/net/tcp6"]).SelectMany(File.ReadLines).Count(line =>
        line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, var remote, "02", ..]
        && int.Parse(remote.Split(':')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture) == _port);

    /// <summary>Waits until as many connections are asked for and not made.</summary>
    public Task UntilAskedAsync(int most, CancellationToken cancellationToken) =>
        Waiting.UntilAsync(() => Asking() >= most, () => Asking(), cancellationToken, "a connection to be asked for");

    public void Dispose() => _sockets.ForEach(socket => socket.Dispose());

    private static async Task CutAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                using var accepted = await listener.AcceptAsync();
                accepted.LingerState = new LingerOption(true, 0);
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
