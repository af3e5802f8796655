using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Offhook.Kaleyra.Tests;

/// <summary>An HTTP server down to the bytes: it can answer nonsense, cut, reset and hang, and it counts what really arrived.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly Func<RawRequest, Task> _answer;
    private readonly Task _accepting;

    private RawServer(Func<RawRequest, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/v1/");

    /// <summary>Every request as text, in the order in which its last byte came.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    public CancellationToken Stopping => _stopping.Token;

    public static RawServer Start(Func<RawRequest, Task> answer) => new(answer);

    public static RawServer Replying(int status, string body, string headers = "") => new(request => request.ReplyAsync(status, body, headers));

    /// <summary>An address at which nothing listens.</summary>
    public static Uri DeadAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/v1/");
    }

    public async Task WaitForRequestAsync()
    {
        if (!await _arrived.WaitAsync(Patience, TestContext.Current.CancellationToken))
        {
            Assert.Fail($"Waited for a request; {_requests.Count} came.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stopping.Dispose();
        _arrived.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptSocketAsync(_stopping.Token)));
            }
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException or InvalidOperationException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var _ = socket;
        using var stream = new NetworkStream(socket);
        try
        {
            while (await ReadRequestAsync(stream) is { } text)
            {
                _requests.Enqueue(text);
                _arrived.Release();
                var request = new RawRequest(text, _requests.Count, socket, stream, _stopping.Token);
                await _answer(request);
                if (request.IsClosed)
                {
                    return;
                }
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The client went away, or the test is over.
        }
    }

    private async Task<string?> ReadRequestAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[8192];
        while (true)
        {
            var read = await stream.ReadAsync(buffer, _stopping.Token);
            if (read == 0)
            {
                return null;
            }

            text.Append(Encoding.UTF8.GetString(buffer, 0, read));
            var whole = text.ToString();
            var end = whole.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0 && whole.Length - end - 4 >= LengthOf(whole))
            {
                return whole;
            }
        }
    }

    private static int LengthOf(string head)
    {
        const string Name = "Content-Length: ";
        var at = head.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? 0 : int.Parse(head[(at + Name.Length)..head.IndexOf('\r', at)], CultureInfo.InvariantCulture);
    }
}

/// <summary>One request and the ways to treat it.</summary>
internal sealed class RawRequest(string text, int number, Socket socket, NetworkStream stream, CancellationToken stopping)
{
    public string Text => text;

    /// <summary>Counted from 1 over the whole server.</summary>
    public int Number => number;

    public bool IsClosed { get; private set; }

    public Task ReplyAsync(int status, string body, string headers = "")
    {
        var length = Encoding.UTF8.GetByteCount(body);
        return SendAsync($"HTTP/1.1 {status} Answer\r\nContent-Type: text/html\r\nContent-Length: {length}\r\n{headers}\r\n{body}");
    }

    public async Task SendAsync(string bytes) => await stream.WriteAsync(Encoding.UTF8.GetBytes(bytes), stopping);

    /// <summary>Ends the connection in order.</summary>
    public void Close() => IsClosed = true;

    /// <summary>Ends the connection with a reset.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        IsClosed = true;
    }

    /// <summary>Holds the connection until the test ends.</summary>
    public Task HangAsync() => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopping);
}
