using System.Buffers;
using System.Text.Json;
using Offhook.Gateway.Live;

namespace Offhook.Server.Supabase.Realtime;

/// <summary>Writes messages to a client in its serializer.</summary>
internal sealed class FrameWriter(Serializer serializer)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = ViewJson.Encoder };

    /// <summary>What stands between the ids of a change's bindings and the change.</summary>
    public static ReadOnlySpan<byte> BeforeData => "],\"data\":"u8;

    /// <summary>What stands behind the change.</summary>
    public ReadOnlySpan<byte> AfterData => serializer is Serializer.Arrays ? "}]"u8 : "},\"ref\":null}"u8;

    /// <summary>A message.</summary>
    /// <param name="joinRef">Left out by the serializer of version 1.0.0.</param>
    /// <param name="payload">Writes one value.</param>
    public byte[] Write(string? joinRef, string? reference, string topic, string name, Action<Utf8JsonWriter> payload)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            if (serializer is Serializer.Arrays)
            {
                writer.WriteStartArray();
                writer.WriteStringValue(joinRef);
                writer.WriteStringValue(reference);
                writer.WriteStringValue(topic);
                writer.WriteStringValue(name);
                payload(writer);
                writer.WriteEndArray();
            }
            else
            {
                writer.WriteStartObject();
                writer.WriteString("topic"u8, topic);
                writer.WriteString("event"u8, name);
                writer.WritePropertyName("payload"u8);
                payload(writer);
                writer.WriteString("ref"u8, reference);
                writer.WriteEndObject();
            }
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The answer to a message.</summary>
    /// <param name="response">Writes the members of the response.</param>
    public byte[] Reply(ClientFrame asked, bool isOk, Action<Utf8JsonWriter>? response = null) => Write(asked.JoinRef, asked.Ref, asked.Topic, "phx_reply", writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("status"u8, isOk ? "ok"u8 : "error"u8);
        writer.WriteStartObject("response"u8);
        response?.Invoke(writer);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    /// <summary>The answer to a join that is refused. The client tries again after a while.</summary>
    /// <param name="reason"><c>Code: text</c>.</param>
    public byte[] Refusal(ClientFrame asked, string reason) => Reply(asked, false, writer => writer.WriteString("reason"u8, reason));

    /// <summary>A message about the channel itself.</summary>
    /// <param name="extension"><c>postgres_changes</c>, or <c>system</c> for what concerns the person.</param>
    public byte[] System(string topic, string? joinRef, string extension, bool isOk, string message) => Write(joinRef, null, topic, "system", writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("channel"u8, topic.AsSpan(Topics.Prefix.Length));
        writer.WriteString("extension"u8, extension);
        writer.WriteString("message"u8, message);
        writer.WriteString("status"u8, isOk ? "ok"u8 : "error"u8);
        writer.WriteEndObject();
    });

    /// <summary>The end of a channel. The client does not come back by itself.</summary>
    public byte[] Close(RealtimeChannel channel) => Write(channel.JoinRef, channel.JoinRef, channel.Topic, "phx_close", Nothing);

    /// <summary>The end of a channel that the client is to join again.</summary>
    public byte[] Error(RealtimeChannel channel) => Write(channel.JoinRef, channel.JoinRef, channel.Topic, "phx_error", Nothing);

    /// <summary>Nobody is present, which is what a client is told that asks who is.</summary>
    public byte[] NobodyPresent(ClientFrame join) => Write(join.OwnJoinRef, null, join.Topic, "presence_state", Nothing);

    /// <summary>The beginning of every message that brings a change to a topic, up to the ids of its bindings.</summary>
    public byte[] BeforeIds(string topic)
    {
        var whole = Write(null, null, topic, "postgres_changes", writer => writer.WriteRawValue("{\"ids\":["u8, skipInputValidation: true));
        return whole[..^(serializer is Serializer.Arrays ? "]"u8 : ",\"ref\":null}"u8).Length];
    }

    private static void Nothing(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteEndObject();
    }
}
