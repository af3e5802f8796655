using System.Buffers;
using System.Net.WebSockets;

namespace Offhook.Server.Supabase.Realtime;

/// <summary>One open socket: what comes in is handled, what is to be told goes out, and somebody looks at the clock.</summary>
internal sealed class RealtimeSocket(WebSocket socket, RealtimeSession session, ChannelSet channels, Serializer serializer, RealtimeLog log, TimeProvider clock)
{
    private const int FirstBuffer = 4 * 1024;

    private readonly TaskCompletionSource _dropped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Bell _bell = new();
    private readonly SocketWatch _watch = new(session, channels, clock);
    private readonly FrameBatch _batch = new();
    private EndOfSocket? _end;

    /// <summary>Lets the socket look for something to send.</summary>
    public void Wake()
    {
        DropIfTooSlow();
        _bell.Ring();
    }

    /// <summary>Ends the socket without a word. The client comes back by itself.</summary>
    public void Drop() => _dropped.TrySetResult();

    /// <summary>Serves the client until it goes or must go.</summary>
    /// <returns>Whether both sides said goodbye. Otherwise the connection is to be cut.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var (receiving, sending, watching, rechecking) = (ReceiveAsync(end.Token), SendAsync(end.Token), _watch.RunAsync(_bell, end.Token), _watch.RecheckAsync(end.Token));
        var first = await Task.WhenAny(receiving, sending, watching, rechecking, _dropped.Task);
        if (first.IsCompletedSuccessfully && (first == receiving || first == sending))
        {
            // Each side hears the other's last word, if it comes soon.
            await Task.WhenAny(Task.WhenAll(receiving, sending), _dropped.Task, Task.Delay(RealtimeLimits.Goodbye, clock, end.Token));
        }

        var isOrderly = receiving.IsCompletedSuccessfully && sending.IsCompletedSuccessfully;
        await end.CancelAsync();
        if (!isOrderly)
        {
            socket.Abort();
        }

        foreach (var part in (Task[])[receiving, sending, watching, rechecking])
        {
            await EndedAsync(part);
        }

        return isOrderly;
    }

    private static async Task EndedAsync(Task part)
    {
        try
        {
            await part;
        }
        catch (Exception fault) when (fault is OperationCanceledException or WebSocketException or IOException or ObjectDisposedException)
        {
            // The client is gone, or we end it: there is nobody left to tell.
        }
    }

    private async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        while (await ReceiveMessageAsync(cancellationToken))
        {
            _watch.Look();
            _bell.Ring();
        }

        End(WebSocketCloseStatus.NormalClosure, "");
    }

    // False when the client said goodbye.
    private async Task<bool> ReceiveMessageAsync(CancellationToken cancellationToken)
    {
        // Waits without a buffer: most sockets are silent most of the time.
        var first = await socket.ReceiveAsync(Memory<byte>.Empty, cancellationToken);
        if (first.MessageType is WebSocketMessageType.Close)
        {
            return false;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        try
        {
            var (length, last) = (0, first);
            while (!last.EndOfMessage)
            {
                if (length == buffer.Length)
                {
                    buffer = Larger(buffer);
                }

                last = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
                length += last.Count;
                if (last.MessageType is WebSocketMessageType.Close)
                {
                    return false;
                }

                if (length > RealtimeLimits.MessageBytes)
                {
                    End(WebSocketCloseStatus.MessageTooBig, $"A message has at most {RealtimeLimits.MessageBytes} bytes");
                }

                // What comes after the end was announced is no longer read, only taken, until the client says goodbye too.
                length = _end is null ? length : 0;
            }

            // Binary messages are broadcasts, which are not offered.
            _watch.Hear();
            if (_end is null && last.MessageType is WebSocketMessageType.Text)
            {
                await HandleAsync(buffer.AsMemory(0, length), cancellationToken);
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask HandleAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        using var document = ClientFrame.Parse(message);
        if (document is null || ClientFrame.Read(document.RootElement, serializer) is not { } frame)
        {
            End(WebSocketCloseStatus.InvalidPayloadData, "This is no message of the version in vsn");
            return;
        }

        await session.HandleAsync(frame, cancellationToken);
        DropIfTooSlow();
    }

    private void DropIfTooSlow()
    {
        if (channels.IsTooSlow && _dropped.TrySetResult())
        {
            log.SlowSocketDropped();
        }
    }

    private void End(WebSocketCloseStatus status, string words)
    {
        _end ??= new(status, words);
        _bell.Ring();
    }

    private static byte[] Larger(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            _batch.Clear();
            channels.MoveTo(_batch);
            DropIfTooSlow();
            for (var i = 0; i < _batch.Count; i++)
            {
                await socket.SendAsync(_batch[i], WebSocketMessageType.Text, true, cancellationToken);
            }

            if (_batch.Count > 0)
            {
                continue;
            }

            if (session.IsOver)
            {
                _end ??= new(WebSocketCloseStatus.PolicyViolation, "The key is not good any more");
            }

            if (_end is { } end)
            {
                await socket.CloseOutputAsync(end.Status, end.Words, cancellationToken);
                return;
            }

            await _bell.WaitAsync(cancellationToken);
        }
    }
}

/// <summary>The last word to a client, as the close frame carries it.</summary>
internal sealed record EndOfSocket(WebSocketCloseStatus Status, string Words);
