using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Offhook.Testing;

namespace Offhook.Server.Tests.Forwarding;

/// <summary>Stands where Offhook stands, shows the bytes that arrive, and answers with the bytes it is told to.</summary>
internal sealed class RecordingService : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Channel<Arrival> _arrivals = Channel.CreateUnbounded<Arrival>();
    private readonly Task _listening;
    private readonly string _answer;

    /// <param name="answer">What each request is answered with before its connection is kept open; empty closes it without an answer.</param>
    public RecordingService(string answer)
    {
        _answer = answer;
        _listener.Start();
        _listening = ListenAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    /// <summary>How many requests arrived and were not taken by <see cref="NextAsync"/>.</summary>
    public int Waiting => _arrivals.Reader.Count;

    public Task<Arrival> NextAsync() => _arrivals.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().SoonAsync("a request to arrive");

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _listening;
    }

    private async Task ListenAsync()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync();
            }
            catch (Exception fault) when (fault is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                return; // Stopped.
            }

            _ = TakeAsync(client);
        }
    }

    private async Task TakeAsync(TcpClient client)
    {
        using var connection = client;
        var stream = client.GetStream();
        var (head, body) = await ReadAsync(stream);
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _arrivals.Writer.WriteAsync(new Arrival(head, body, left.Task));
        if (_answer.Length > 0)
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(_answer.ReplaceLineEndings("\r\n")));
            await DrainAsync(stream);
        }

        left.SetResult();
    }

    private static async Task<(string Head, string Body)> ReadAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var whole = text.ToString();
            var end = whole.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0 && whole.Length - end - 4 >= LengthOf(whole[..end]))
            {
                return (whole[..end], whole[(end + 4)..]);
            }

            var read = await stream.ReadAsync(buffer);
            if (read == 0)
            {
                return (whole, "");
            }

            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
    }

    private static int LengthOf(string head) => head.Split("\r\n")
        .Where(line => line.StartsWith("content-length:", StringComparison.OrdinalIgnoreCase))
        .Select(line => int.Parse(line["content-length:".Length..], CultureInfo.InvariantCulture)).FirstOrDefault();

    private static async Task DrainAsync(NetworkStream stream)
    {
        try
        {
            var buffer = new byte[1024];
            while (await stream.ReadAsync(buffer) > 0)
            {
            }
        }
        catch (IOException)
        {
            // Left without a word, which is leaving too.
        }
    }
}

/// <summary>A request down to its bytes.</summary>
/// <param name="Head">Request line and headers.</param>
/// <param name="Left">Completes when whoever asked has closed the connection.</param>
internal sealed record Arrival(string Head, string Body, Task Left)
{
    /// <summary>The names of the headers, in lower case and ordinal order.</summary>
    public IReadOnlyList<string> Names => [.. Head.Split("\r\n").Skip(1).Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)].ToLowerInvariant()).Order(StringComparer.Ordinal)];

    /// <summary>A header's value; null when there is none.</summary>
    public string? this[string name] => Head.Split("\r\n").Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).Select(line => line[(name.Length + 1)..].Trim()).SingleOrDefault();
}
