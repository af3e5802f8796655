using Offhook.Server.Access;
using Offhook.Storage;

namespace Offhook.Server.Supabase.Realtime;

/// <summary>The conversation with one client. Its messages are handled one after the other.</summary>
/// <param name="key">Whom the key of the socket stands for.</param>
internal sealed class RealtimeSession(SocketCredential credential, Caller key, FrameWriter frames, ChannelSet channels, RealtimeLog log, TimeProvider clock)
{
    private long _lastId;
    private Caller _key = key;
    private bool _isOver;

    /// <summary>Whether the key was taken back: what is still to be told is told, then the socket ends.</summary>
    public bool IsOver => Volatile.Read(ref _isOver);

    /// <summary>Handles one message. What is not understood and not a join is ignored.</summary>
    public async ValueTask HandleAsync(ClientFrame frame, CancellationToken cancellationToken)
    {
        switch (frame)
        {
            case { Topic: Topics.Socket, Event: "heartbeat" }:
                channels.Tell(frames.Reply(frame, true));
                break;
            case { Event: "phx_join" }:
                await JoinAsync(frame, cancellationToken);
                break;
            case { Event: "phx_leave" }:
                channels.Leave(frame);
                break;
            case { Event: "access_token" }:
                await RenewAsync(frame, cancellationToken);
                break;
            case { Event: "broadcast" }:
                log.BroadcastIgnored();
                break;
            default:
                break;
        }
    }

    /// <summary>Ends the channels whose tokens have ended by themselves.</summary>
    public void EndExpired() => channels.EndExpired(clock.GetUtcNow());

    /// <summary>Looks at the key and all tokens again. What cannot be looked at stays as it is until the next time.</summary>
    public async ValueTask RecheckAsync(CancellationToken cancellationToken)
    {
        switch (await RecogniseAsync(null, cancellationToken))
        {
            case Recognition.Refused refused:
                channels.EndAll(refused.Text);
                Volatile.Write(ref _isOver, true);
                return;
            case Recognition.Known known:
                Volatile.Write(ref _key, known.Caller);
                channels.GrantKey(known.Caller);
                break;
            default:
                break;
        }

        foreach (var channel in channels.OfPersons)
        {
            if (channel.Token is not { } token)
            {
                continue;
            }

            Settle(channel, token, await RecogniseAsync(token, cancellationToken), known: token);
        }
    }

    private async ValueTask JoinAsync(ClientFrame frame, CancellationToken cancellationToken)
    {
        channels.Replace(frame.Topic);
        var fault = Topics.Fault(frame.Topic) ?? (channels.IsFull ? "ChannelRateLimitReached: Too many channels" : null);
        var misread = JoinWish.TryRead(frame, out var wish);
        if ((fault ?? misread) is { } reason)
        {
            channels.Tell(frames.Refusal(frame, reason));
            return;
        }

        var token = credential.PersonIn(wish.AccessToken);
        var recognised = await RecogniseAsync(token, cancellationToken);
        if (recognised is Recognition.Known known && SocketCredential.MayRead(known.Caller))
        {
            Open(frame, wish, token, known.Caller);
            return;
        }

        // A join without a person must not be accepted where one is needed: the client would see nothing, and not try again with the token that comes later.
        channels.Tell(frames.Refusal(frame, recognised switch
        {
            Recognition.Refused refused => $"{refused.Code}: {refused.Text}",
            Recognition.Known unread when token is null || unread.Caller.NeedsPerson => "Unauthorized: The token of a signed-in person is needed",
            Recognition.Known => "Unauthorized: This person may not read calls",
            _ => "UnableToCheckToken: Try again later",
        }));
    }

    private void Open(ClientFrame frame, JoinWish wish, string? token, Caller caller)
    {
        var first = _lastId + 1;
        _lastId += wish.Bindings.Count;
        var (bindings, fault) = WishedBindings.Read(wish.Bindings, first);
        var answers = new List<byte[]> { frames.Reply(frame, true, writer => WishedBindings.Repeat(writer, wish.Bindings, first)) };
        if (wish.WantsPresence)
        {
            answers.Add(frames.NobodyPresent(frame));
        }

        if (wish.Bindings.Count > 0)
        {
            answers.Add(frames.System(frame.Topic, frame.OwnJoinRef, "postgres_changes", fault is null, fault ?? "Subscribed to PostgreSQL"));
        }

        if (channels.Open(frame, bindings, token, caller, answers) is { } full)
        {
            channels.Tell(frames.Refusal(frame, full));
        }
    }

    private async ValueTask RenewAsync(ClientFrame frame, CancellationToken cancellationToken)
    {
        if (channels.Of(frame) is not { } channel || frame.PayloadText("access_token") is not { Length: > 0 } token || token == channel.Token)
        {
            return;
        }

        if (credential.IsKey(token))
        {
            // Signed out: what the key alone may see is still seen, and for most keys that is nothing.
            channels.Grant(channel, null, Volatile.Read(ref _key));
            return;
        }

        if (SocketCredential.IsOpaque(token))
        {
            return;
        }

        if (await RecogniseAsync(token, cancellationToken) is { } recognised)
        {
            Settle(channel, token, recognised, known: null);
        }
        else
        {
            channels.Break(channel);
        }
    }

    // Clients do not come back to a channel that was ended, so for a reason that passes it is only broken off: they join again, and are refused or let in.
    private void Settle(RealtimeChannel channel, string token, Recognition? recognised, string? known)
    {
        switch (recognised)
        {
            case Recognition.Known { Caller: var caller } when SocketCredential.MayRead(caller):
                channels.Grant(channel, token, caller, known);
                break;
            case Recognition.Known:
                channels.End(channel, "This person may not read calls", known);
                break;
            case Recognition.Refused { IsPassing: true }:
                channels.Break(channel, known);
                break;
            case Recognition.Refused refused:
                channels.End(channel, refused.Text, known);
                break;
            default:
                break;
        }
    }

    // Null: nobody can say at the moment.
    private async ValueTask<Recognition?> RecogniseAsync(string? token, CancellationToken cancellationToken)
    {
        try
        {
            return await credential.RecogniseAsync(token, cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
    }
}
