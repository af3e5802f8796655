using System.Text.Json;
using Offhook.Server.Access;
using Offhook.Storage;
using Offhook.Storage.Table;

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

            switch (await RecogniseAsync(token, cancellationToken))
            {
                case Recognition.Refused refused:
                    channels.End(channel, refused.Text, known: token);
                    break;
                case Recognition.Known known:
                    channels.Grant(channel, token, known.Caller, known: token);
                    break;
                default:
                    break;
            }
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
        var (bindings, fault) = Read(wish.Bindings, first);
        var answers = new List<byte[]> { frames.Reply(frame, true, writer => Repeat(writer, wish.Bindings, first)) };
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

    // As at Supabase, where all bindings of a channel are one transaction, a wrong one is the end of all. The channel stays open and says so.
    private static (IReadOnlyList<Binding> Bindings, string? Fault) Read(IReadOnlyList<JsonElement> wishes, long first)
    {
        var bindings = new List<Binding>(wishes.Count);
        foreach (var wish in wishes)
        {
            if (Binding.TryRead(wish, first + bindings.Count, out var binding) is { } fault)
            {
                return ([], $"Unable to subscribe to changes of {IvrCallsTable.Schema}.{IvrCallsTable.Name}. {fault}");
            }

            bindings.Add(binding!); // Read, because nothing was wrong.
        }

        return (bindings, null);
    }

    private static void Repeat(Utf8JsonWriter writer, IReadOnlyList<JsonElement> wishes, long id)
    {
        writer.WriteStartArray("postgres_changes"u8);
        foreach (var wish in wishes)
        {
            writer.WriteStartObject();
            writer.WriteNumber("id"u8, id++);
            foreach (var member in wish.EnumerateObject().Where(member => !member.NameEquals("id"u8)))
            {
                member.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
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

        switch (await RecogniseAsync(token, cancellationToken))
        {
            case Recognition.Known known:
                channels.Grant(channel, token, known.Caller);
                break;
            case Recognition.Refused refused:
                channels.End(channel, refused.Text);
                break;
            default:
                channels.Break(channel);
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
