using Offhook.Gateway.Live;
using Offhook.Server.Access;

namespace Offhook.Server.Supabase.Realtime;

/// <summary>The channels of one socket and what it is still to be told. Everything here is done under one lock, so that an answer and what it announces are one step.</summary>
internal sealed class ChannelSet(FrameWriter frames, ChangeLine line, ChangeFeed feed, SocketShares shares) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Outbox _outbox = new();
    private readonly Dictionary<string, RealtimeChannel> _channels = new(StringComparer.Ordinal);
    private readonly PlaceInLine _place = new(line);
    private readonly PersonsOnSocket _persons = new(shares);

    /// <summary>Whether the client lets more pass than is kept for it.</summary>
    public bool IsTooSlow => _outbox.HasOverflowed || _place.IsLost;

    /// <summary>Whether there may be no further channel.</summary>
    public bool IsFull => Ask(channels => channels.Count == RealtimeLimits.Channels);

    /// <summary>Whether some channel has the right to read anything.</summary>
    public bool MayRead => Ask(channels => channels.Any(channel => SocketCredential.MayRead(channel.Caller)));

    /// <summary>When the first token ends by itself; null when none does.</summary>
    public DateTimeOffset? Expires => Ask(channels => channels.Min(channel => channel.Caller.Expires));

    /// <summary>The channels that persons opened.</summary>
    public IReadOnlyList<RealtimeChannel> OfPersons => Ask(channels => channels.Where(channel => channel.Token is not null).ToList());

    /// <summary>The channel of a topic; null when there is none, or when the message belongs to an earlier join.</summary>
    public RealtimeChannel? Of(ClientFrame frame) => Ask(_ => _channels.GetValueOrDefault(frame.Topic) is { } channel && channel.IsJoinOf(frame) ? channel : null);

    /// <summary>Moves what is to be told to a batch, as much as it takes: answers first, then changes in their order.</summary>
    public void MoveTo(FrameBatch batch)
    {
        lock (_gate)
        {
            _outbox.MoveTo(batch);
            _place.MoveTo(batch, _channels.Values);
            _outbox.NoteLeaving(batch.Buffer.WrittenCount);
        }
    }

    /// <summary>Tells something.</summary>
    public void Tell(byte[] frame) => Do(() => _outbox.Add(frame));

    /// <summary>Opens a channel and says so. Whatever changes after this is told to it.</summary>
    /// <param name="answers">From the answer to the join on.</param>
    /// <returns>Why there is no room for it, as <c>Code: text</c>; null when it is open.</returns>
    public string? Open(ClientFrame join, IReadOnlyList<Binding> bindings, string? token, Caller caller, IEnumerable<byte[]> answers)
    {
        lock (_gate)
        {
            var fault = SocketLoad.Fault([.. _channels.Values.SelectMany(channel => channel.Bindings), .. bindings]) ?? (token is null ? null : _persons.Fault(caller));
            if (fault is not null)
            {
                return fault;
            }

            if (_channels.Count == 0)
            {
                _place.Take();
            }

            _channels[join.Topic] = new RealtimeChannel(join, bindings, feed.Now.Number, frames) { Token = token, Caller = caller };
            foreach (var answer in answers)
            {
                _outbox.Add(answer);
            }

            return null;
        }
    }

    /// <summary>Closes the channel of a topic because another takes its place.</summary>
    public void Replace(string topic) => Do(() =>
    {
        if (_channels.TryGetValue(topic, out var channel))
        {
            Remove(channel, frames.Close(channel));
        }
    });

    /// <summary>Answers a leave. Where there is nothing to leave, that is fine too.</summary>
    public void Leave(ClientFrame frame)
    {
        lock (_gate)
        {
            var channel = _channels.GetValueOrDefault(frame.Topic);
            if (channel?.IsJoinOf(frame) == false)
            {
                return;
            }

            _outbox.Add(frames.Reply(frame, true));
            if (channel is not null)
            {
                Remove(channel, frames.Close(channel));
            }
        }
    }

    /// <summary>Gives a channel other rights, unless it is gone or its token is another by now.</summary>
    /// <param name="known">The token that the rights were read for when the channel had <paramref name="token"/> already; null when it is new.</param>
    public void Grant(RealtimeChannel channel, string? token, Caller caller, string? known = null) => IfThere(channel, known, () =>
    {
        if (token is not null && _persons.Fault(caller) is { } fault)
        {
            End(channel, fault);
            return;
        }

        (channel.Token, channel.Caller) = (token, caller);
        _persons.Keep(_channels.Values);
    });

    /// <summary>Ends a channel for good and says why, unless it is gone or its token is another by now.</summary>
    public void End(RealtimeChannel channel, string why, string? known = null) => IfThere(channel, known, () =>
    {
        _outbox.Add(frames.System(channel.Topic, channel.JoinRef, "system", false, why));
        Remove(channel, frames.Close(channel));
    });

    /// <summary>Ends a channel so that the client joins again.</summary>
    public void Break(RealtimeChannel channel, string? known = null) => IfThere(channel, known, () => Remove(channel, frames.Error(channel)));

    /// <summary>Ends all channels for good.</summary>
    public void EndAll(string why)
    {
        foreach (var channel in Ask(channels => channels.ToList()))
        {
            End(channel, why);
        }
    }

    /// <summary>Ends the channels whose tokens have ended by themselves.</summary>
    public void EndExpired(DateTimeOffset now)
    {
        lock (_gate)
        {
            foreach (var channel in _channels.Values.Where(channel => channel.Caller.Expires <= now).ToList())
            {
                End(channel, $"Token has expired {(long)(now - channel.Caller.Expires!.Value).TotalSeconds} seconds ago");
            }
        }
    }

    /// <summary>Gives all channels that no person opened the rights of the key.</summary>
    public void GrantKey(Caller caller)
    {
        lock (_gate)
        {
            foreach (var channel in _channels.Values.Where(channel => channel.Token is null))
            {
                channel.Caller = caller;
            }
        }
    }

    /// <summary>Nobody has a part in this socket any more.</summary>
    public void Dispose() => Do(() => _persons.Keep([]));

    private void Do(Action act)
    {
        lock (_gate)
        {
            act();
        }
    }

    private T Ask<T>(Func<IReadOnlyCollection<RealtimeChannel>, T> question)
    {
        lock (_gate)
        {
            return question(_channels.Values);
        }
    }

    private void IfThere(RealtimeChannel channel, string? known, Action act) => Do(() =>
    {
        if (_channels.GetValueOrDefault(channel.Topic) == channel && (known is null || channel.Token == known))
        {
            act();
        }
    });

    private void Remove(RealtimeChannel channel, byte[] last)
    {
        _channels.Remove(channel.Topic);
        channel.HasEnded = true;
        _persons.Keep(_channels.Values);
        if (_channels.Count == 0)
        {
            _place.Leave();
        }

        _outbox.Add(last);
    }
}
