using System.Text;
using System.Text.Json;

namespace Offhook.Kaleyra.Wire;

/// <summary>Reads JSON into <see cref="WireValue"/>: at most 16 levels deep, repeated names kept, commas at the end forgiven.</summary>
internal static class WireJson
{
    public const int Depth = 16;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = Depth, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>The value, or null when the text is not JSON.</summary>
    public static WireValue? Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(text), Options);
            return Read(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The text as a JSON string, quotes included.</summary>
    public static string Quoted(string text) => $"\"{JsonEncodedText.Encode(TolerantText.Storable(text))}\"";

    private static WireValue Read(JsonElement element)
    {
        var raw = element.GetRawText();
        return element.ValueKind switch
        {
            JsonValueKind.Object => new WireValue(raw)
            {
                Members = [.. element.EnumerateObject().Select(member => KeyValuePair.Create(NameOf(member), Read(member.Value)))],
            },
            JsonValueKind.Array => new WireValue(raw) { Items = [.. element.EnumerateArray().Select(Read)] },
            JsonValueKind.String => new WireValue(raw) { Text = TextOf(element, raw) },
            JsonValueKind.Null or JsonValueKind.Undefined => new WireValue(raw),
            _ => new WireValue(raw) { Text = raw },
        };
    }

    // An escaped half of a surrogate pair is valid JSON but no text: the escape itself stays.
    private static string TextOf(JsonElement element, string raw)
    {
        try
        {
            return element.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return raw.Trim('"');
        }
    }

    private static string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }
}
