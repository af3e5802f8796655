using System.Text.Json;

namespace Offhook.Server.Supabase.Realtime;

/// <summary>A message of a client.</summary>
/// <param name="JoinRef">The join that the message belongs to. Refs are the client's own words, to be repeated and not understood.</param>
/// <param name="Ref">What the answer is to repeat; null when none is wanted.</param>
/// <param name="Topic"><c>realtime:</c> and the channel's name, or <c>phoenix</c>.</param>
/// <param name="Event">For example <c>phx_join</c>.</param>
/// <param name="Payload">Undefined when there is none. Good until the document is disposed.</param>
internal sealed record ClientFrame(string? JoinRef, string? Ref, string Topic, string Event, JsonElement Payload)
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = RealtimeLimits.JsonDepth };

    /// <summary>The ref by which later messages name this join.</summary>
    public string? OwnJoinRef => JoinRef ?? Ref;

    /// <summary>Reads a message's JSON.</summary>
    /// <returns>Null when it is none, goes too deep, or has half a character in a text.</returns>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> message)
    {
        try
        {
            CheckTexts(message.Span);
            return JsonDocument.Parse(message, Options);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Takes a message apart.</summary>
    /// <returns>Null when it has not the form of the serializer.</returns>
    public static ClientFrame? Read(JsonElement root, Serializer serializer)
    {
        JsonElement joinRef = default, reference = default, topic = default, name = default, payload = default;
        if (serializer is Serializer.Arrays && root.ValueKind is JsonValueKind.Array && root.GetArrayLength() == 5)
        {
            (joinRef, reference, topic, name, payload) = (root[0], root[1], root[2], root[3], root[4]);
        }
        else if (serializer is Serializer.Objects && root.ValueKind is JsonValueKind.Object)
        {
            root.TryGetProperty("join_ref", out joinRef);
            root.TryGetProperty("ref", out reference);
            root.TryGetProperty("topic", out topic);
            root.TryGetProperty("event", out name);
            root.TryGetProperty("payload", out payload);
        }

        return IsRef(joinRef) && IsRef(reference) && topic.ValueKind is JsonValueKind.String && name.ValueKind is JsonValueKind.String
            ? new ClientFrame(Text(joinRef), Text(reference), topic.GetString()!, name.GetString()!, payload)
            : null;
    }

    /// <summary>A text of the payload; null when it is none.</summary>
    public string? PayloadText(string name) =>
        Payload.ValueKind is JsonValueKind.Object && Payload.TryGetProperty(name, out var member) ? Text(member) : null;

    private static bool IsRef(JsonElement element) => element.ValueKind is JsonValueKind.String or JsonValueKind.Null or JsonValueKind.Undefined;

    private static string? Text(JsonElement element) => element.ValueKind is JsonValueKind.String ? element.GetString() : null;

    // A document reads texts only when they are asked for, and then a lone half of a surrogate pair is an exception.
    private static void CheckTexts(ReadOnlySpan<byte> message)
    {
        var reader = new Utf8JsonReader(message, new JsonReaderOptions { MaxDepth = RealtimeLimits.JsonDepth });
        while (reader.Read())
        {
            if (reader is { ValueIsEscaped: true, TokenType: JsonTokenType.String or JsonTokenType.PropertyName })
            {
                _ = reader.GetString();
            }
        }
    }
}
