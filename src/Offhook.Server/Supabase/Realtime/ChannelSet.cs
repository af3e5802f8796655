using Offhook.Gateway.Live;
using Offhook.Server.Access;

namespace Offhook.Server.Supabase.Realtime;

/// <summary>The channels of one socket and what it is still to be told. Everything here is done under one lock, so that an answer and what it announces are one step.</summary>
internal sealed class ChannelSet(FrameWriter frames, ChangeLine line, ChangeFeed feed)
{
    private readonly Lock _gate = new();
    private readonly Outbox _outbox = new();
    private readonly Dictionary<string, RealtimeChannel> _channels = new(StringComparer.Ordinal);
    private long _place;
    private bool _isListening;

    /// <summary>Whether the client lets more pass than is kept for it.</summary>
    public bool IsTooSlow => _outbox.HasOverflowed || (Volatile.Read(ref _isListening) && line.HasPassed(Volatile.Read(ref _place)));

    /// <summary>Whether there may be no further channel.</summary>
    public bool IsFull
    {
        get
        {
            lock (_gate)
            {
                return _channels.Count == RealtimeLimits.Channels;
            }
        }
    }

    /// <summary>When the first token ends by itself; null when none does.</summary>
    public DateTimeOffset? Expires
    {
        get
        {
            lock (_gate)
            {
                return _channels.Values.Min(channel => channel.Caller.Expires);
            }
        }
    }

    /// <summary>The channels that persons opened.</summary>
    public IReadOnlyList<RealtimeChannel> OfPersons
    {
        get
        {
            lock (_gate)
            {
                return [.. _channels.Values.Where(channel => channel.Token is not null)];
            }
        }
    }

    /// <summary>The channel of a topic; null when there is none, or when the message belongs to an earlier join.</summary>
    public RealtimeChannel? Of(ClientFrame frame)
    {
        lock (_gate)
        {
            return _channels.GetValueOrDefault(frame.Topic) is { } channel && channel.IsJoinOf(frame) ? channel : null;
        }
    }

    /// <summary>Moves what is to be told to a batch, as much as it takes: answers first, then changes in their order.</summary>
    public void MoveTo(FrameBatch batch)
    {
        lock (_gate)
        {
            _outbox.MoveTo(batch);
            while (batch.HasRoom && _channels.Count > 0 && line.Read(_place) is { } change)
            {
                foreach (var channel in _channels.Values)
                {
                    channel.Tell(change, batch);
                }

                Volatile.Write(ref _place, _place + 1);
            }
        }
    }

    /// <summary>Tells something.</summary>
    public void Tell(byte[] frame)
    {
        lock (_gate)
        {
            _outbox.Add(frame);
        }
    }

    /// <summary>Opens a channel and says so. Whatever changes after this is told to it.</summary>
    /// <param name="answers">From the answer to the join on.</param>
    public void Open(ClientFrame join, IReadOnlyList<Binding> bindings, string? token, Caller caller, IEnumerable<byte[]> answers)
    {
        lock (_gate)
        {
            if (_channels.Count == 0)
            {
                Volatile.Write(ref _place, line.Next);
                Volatile.Write(ref _isListening, true);
            }

            _channels[join.Topic] = new RealtimeChannel(join, bindings, feed.Now.Number, frames) { Token = token, Caller = caller };
            foreach (var answer in answers)
            {
                _outbox.Add(answer);
            }
        }
    }

    /// <summary>Closes the channel of a topic because another takes its place.</summary>
    public void Replace(string topic)
    {
        lock (_gate)
        {
            if (_channels.TryGetValue(topic, out var channel))
            {
                Remove(channel, frames.Close(channel));
            }
        }
    }

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
    public void Grant(RealtimeChannel channel, string? token, Caller caller, string? known = null) => IfThere(channel, known, () => (channel.Token, channel.Caller) = (token, caller));

    /// <summary>Ends a channel for good and says why, unless it is gone or its token is another by now.</summary>
    public void End(RealtimeChannel channel, string why, string? known = null) => IfThere(channel, known, () =>
    {
        _outbox.Add(frames.System(channel.Topic, channel.JoinRef, "system", false, why));
        Remove(channel, frames.Close(channel));
    });

    /// <summary>Ends a channel so that the client joins again.</summary>
    public void Break(RealtimeChannel channel) => IfThere(channel, null, () => Remove(channel, frames.Error(channel)));

    /// <summary>Ends all channels for good.</summary>
    public void EndAll(string why)
    {
        lock (_gate)
        {
            foreach (var channel in _channels.Values.ToList())
            {
                End(channel, why);
            }
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

    private void IfThere(RealtimeChannel channel, string? known, Action act)
    {
        lock (_gate)
        {
            if (_channels.GetValueOrDefault(channel.Topic) == channel && (known is null || channel.Token == known))
            {
                act();
            }
        }
    }

    private void Remove(RealtimeChannel channel, byte[] last)
    {
        _channels.Remove(channel.Topic);
        Volatile.Write(ref _isListening, _channels.Count > 0);
        _outbox.Add(last);
    }
}
