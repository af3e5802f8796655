using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Offhook.Testing;

namespace Offhook.Server.Tests.Supabase.Realtime;

/// <summary>A client on a real socket that sends what it is told to the letter and keeps everything it hears.</summary>
internal sealed class Subscriber : IAsyncDisposable
{
    private readonly ClientWebSocket _socket;
    private readonly Channel<string> _frames = Channel.CreateUnbounded<string>();
    private readonly List<string> _heard = [];
    private readonly Task _listening;

    private Subscriber(ClientWebSocket socket, bool reads)
    {
        _socket = socket;
        _listening = reads ? ListenAsync() : Task.CompletedTask;
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Completes when the socket is closed, with a word or without.</summary>
    public Task Ended => _listening;

    /// <summary>The service's last word; null when it had none.</summary>
    public WebSocketCloseStatus? LastWord => _socket.CloseStatus;

    /// <summary>Opens a socket.</summary>
    /// <param name="query">Behind the question mark.</param>
    /// <param name="reads">False for a client that never reads what it is sent.</param>
    /// <param name="bearer">The credential that a program sends in the header; null for none.</param>
    public static async Task<Subscriber> OpenAsync(ServiceHost service, string query, string? origin = null, bool reads = true, string? bearer = null)
    {
        var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        if (bearer is not null)
        {
            socket.Options.SetRequestHeader("Authorization", $"Bearer {bearer}");
        }

        try
        {
            await socket.ConnectAsync(new UriBuilder(service.Address) { Scheme = "ws", Path = "/realtime/v1/websocket", Query = query }.Uri, Cancel);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        return new Subscriber(socket, reads);
    }

    /// <summary>Opens a socket with the administrator's key, in version 2.0.0, and joins with the given bindings.</summary>
    /// <returns>The subscriber, subscribed.</returns>
    public static async Task<Subscriber> SubscribedAsync(ServiceHost service, params string[] bindings)
    {
        var subscriber = await OpenAsync(service, "vsn=2.0.0", bearer: service.Key);
        await subscriber.JoinedAsync(bindings: bindings);
        return subscriber;
    }

    /// <summary>Says something to the letter.</summary>
    public Task SayAsync(string frame) => _socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, true, Cancel);

    /// <summary>Sends bytes as they are.</summary>
    public Task SendAsync(ReadOnlyMemory<byte> bytes, WebSocketMessageType type, bool isEnd = true) => _socket.SendAsync(bytes, type, isEnd, Cancel).AsTask();

    /// <summary>Asks to join. Everything is written as version 2.0.0 writes it.</summary>
    /// <param name="bindings">Each an object.</param>
    public Task JoinAsync(string topic = "realtime:calls-live", string joinRef = "1", string? token = null, params string[] bindings) => SayAsync(
        $$$"""["{{{joinRef}}}","{{{joinRef}}}","{{{topic}}}","phx_join",{"config":{"broadcast":{"ack":false,"self":false},"presence":{"key":"","enabled":false},"postgres_changes":[{{{string.Join(',', bindings)}}}],"private":false}{{{(token is null ? "" : $",\"access_token\":\"{token}\"")}}}}]""");

    /// <summary>Joins and expects to be let in and subscribed.</summary>
    public async Task JoinedAsync(string topic = "realtime:calls-live", string joinRef = "1", string? token = null, params string[] bindings)
    {
        await JoinAsync(topic, joinRef, token, bindings);
        var reply = await HearAsync("phx_reply");
        Assert.True(reply.Payload.Text("status") == "ok", reply.Payload.ToString());
        Assert.Equal("ok", bindings.Length == 0 ? "ok" : (await HearAsync("system")).Payload.Text("status"));
    }

    /// <summary>Joins and expects to be refused.</summary>
    /// <returns>The reason.</returns>
    public async Task<string?> RefusedAsync(string topic = "realtime:calls-live", string joinRef = "1", string? token = null, params string[] bindings)
    {
        await JoinAsync(topic, joinRef, token, bindings);
        var reply = await HearAsync("phx_reply");
        Assert.Equal("error", reply.Payload.Text("status"));
        return reply.Payload.GetProperty("response").Text("reason");
    }

    /// <summary>Pushes a token on a channel.</summary>
    public Task TokenAsync(string token, string topic = "realtime:calls-live", string joinRef = "1") =>
        SayAsync($$"""["{{joinRef}}","t","{{topic}}","access_token",{"access_token":"{{token}}"}]""");

    /// <summary>Everything that the service says until it answers a heartbeat.</summary>
    public async Task<IReadOnlyList<ServerFrame>> UntilBeatAsync()
    {
        await SayAsync("""[null,"beat","phoenix","heartbeat",{}]""");
        var frames = new List<ServerFrame>();
        while (await HearAsync() is { Topic: not "phoenix" } frame)
        {
            frames.Add(frame);
        }

        return frames;
    }

    /// <summary>The next message to the letter.</summary>
    /// <exception cref="TimeoutException">None came within 20 s.</exception>
    /// <exception cref="ChannelClosedException">The socket is closed.</exception>
    public async Task<string> HearTextAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(Waiting.Patience);
        try
        {
            var frame = await _frames.Reader.ReadAsync(patience.Token);
            _heard.Add(frame);
            return frame;
        }
        catch (OperationCanceledException) when (!Cancel.IsCancellationRequested)
        {
            throw new TimeoutException("no message came; heard so far: " + string.Join("\n", _heard));
        }
    }

    /// <summary>The next message, in version 2.0.0.</summary>
    public async Task<ServerFrame> HearAsync() => ServerFrame.Read(await HearTextAsync());

    /// <summary>The next message, which must be of this event.</summary>
    public async Task<ServerFrame> HearAsync(string name)
    {
        var frame = await HearAsync();
        Assert.True(frame.Event == name, $"{name} was expected, not {frame.Event} {frame.Payload}");
        return frame;
    }

    /// <summary>The next change.</summary>
    public async Task<HeardChange> ChangeAsync()
    {
        var frame = await HearAsync("postgres_changes");
        return new HeardChange([.. frame.Payload.GetProperty("ids").EnumerateArray().Select(id => id.GetInt64())], frame.Payload.GetProperty("data"), frame.Topic);
    }

    /// <summary>Says goodbye and waits for the answer.</summary>
    public async Task CloseAsync()
    {
        await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", Cancel);
        await Ended.SoonAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _listening;
        _socket.Dispose();
    }

    private async Task ListenAsync()
    {
        using var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                if (part.MessageType is WebSocketMessageType.Close)
                {
                    await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
                    return;
                }

                message.Write(buffer, 0, part.Count);
                if (part.EndOfMessage)
                {
                    _frames.Writer.TryWrite(Encoding.UTF8.GetString(message.GetBuffer(), 0, (int)message.Length));
                    message.SetLength(0);
                }
            }
        }
        catch (Exception fault) when (fault is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // Cut off.
        }
        finally
        {
            _frames.Writer.Complete();
        }
    }
}

/// <summary>A message of the service in version 2.0.0.</summary>
internal sealed record ServerFrame(string? JoinRef, string? Ref, string Topic, string Event, JsonElement Payload)
{
    public static ServerFrame Read(string text)
    {
        var frame = JsonDocument.Parse(text).RootElement;
        Assert.Equal(5, frame.GetArrayLength());
        return new ServerFrame(frame[0].GetString(), frame[1].GetString(), frame[2].GetString()!, frame[3].GetString()!, frame[4]);
    }
}

/// <summary>A change as a subscriber hears of it.</summary>
internal sealed record HeardChange(IReadOnlyList<long> Ids, JsonElement Data, string Topic)
{
    public string? Type => Data.Text("type");

    public JsonElement Record => Data.GetProperty("record");

    public string? Id => Data.GetProperty(Type == "DELETE" ? "old_record" : "record").Text("id");

    public string? Status => Record.Text("status");
}
