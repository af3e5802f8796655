using System.Net;
using System.Net.Sockets;

namespace Offhook.Server.Tests.Access;

/// <summary>A tunnel that passes bytes on and knows nothing of HTTP, as <c>ssh -R</c> and its kin do.</summary>
internal sealed class TcpTunnel : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _accepting;

    public TcpTunnel(Uri target)
    {
        _listener.Start();
        _accepting = AcceptAsync(target);
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _closing.Dispose();
    }

    private async Task AcceptAsync(Uri target)
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(PassOnAsync(await _listener.AcceptTcpClientAsync(_closing.Token), target));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task PassOnAsync(TcpClient outer, Uri target)
    {
        using var inner = new TcpClient();
        using (outer)
        {
            try
            {
                await inner.ConnectAsync(target.Host, target.Port, _closing.Token);
                await Task.WhenAny(outer.GetStream().CopyToAsync(inner.GetStream(), _closing.Token), inner.GetStream().CopyToAsync(outer.GetStream(), _closing.Token));
            }
            catch (Exception end) when (end is OperationCanceledException or IOException or SocketException)
            {
                // One of the ends left.
            }
        }
    }
}
