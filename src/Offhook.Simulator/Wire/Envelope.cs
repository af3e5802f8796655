using System.Security;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Offhook.Simulator;

/// <summary>How a reply is written.</summary>
internal enum WireFormat
{
    Text,
    Json,
    Jsonp,
    Xml,
}

/// <summary>What every reply has: a status, a message, and data.</summary>
/// <param name="Status">A text, by a fault a number.</param>
/// <param name="HasData">Whether <paramref name="Data"/> is there at all; with null data it is <c>"data":null</c>.</param>
internal sealed record Envelope(JsonNode Status, string Message, JsonNode? Data = null, bool HasData = true)
{
    // As the real one's: no \u002B for a plus and the like.
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An id at the top level, by a fault.</summary>
    public string? TopId { get; init; }

    public static Envelope Ok(JsonNode? data, bool hasData = true) => new("200", "OK", data, hasData);

    public static Envelope Error(string status, string message) => new(status, message, "");

    public Written Write(WireFormat format) => format switch
    {
        WireFormat.Json => new(Written.JsonType, Json()),
        WireFormat.Jsonp => new("application/javascript", $"jsonp({Json()})"),
        WireFormat.Xml => new("application/xml", Xml()),
        _ => new(Written.PlainText, Text()),
    };

    private string Json()
    {
        var envelope = new JsonObject { ["status"] = Status.DeepClone(), ["message"] = Message };
        if (TopId is not null)
        {
            envelope["id"] = TopId;
        }

        if (HasData)
        {
            envelope["data"] = Data?.DeepClone();
        }

        return envelope.ToJsonString(Relaxed);
    }

    /// <summary>Assumed: element names in lower case under <c>response</c>; the vendor names Status, Message and Data only.</summary>
    private string Xml()
    {
        var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<response>");
        Element(xml, "status", Status);
        Element(xml, "message", Message);
        if (HasData)
        {
            Element(xml, "data", Data);
        }

        return xml.Append("</response>").ToString();
    }

    /// <summary>Assumed: one line with status and, where there is an id, <c>GID=</c>, which one integration looks for; reports have a line for each row.</summary>
    private string Text()
    {
        var text = new StringBuilder(Status.ToString() == "200" ? "200 OK" : $"{Status} {Message}");
        foreach (var row in Data is JsonArray rows ? rows.OfType<JsonObject>() : Data is JsonObject one ? [one] : [])
        {
            text.Append(row.Count == 1 ? " GID=" + row["id"] : "\n" + string.Join(" | ", row.Select(field => $"{field.Key}={field.Value}")));
        }

        return text.ToString();
    }

    private static void Element(StringBuilder xml, string name, JsonNode? value)
    {
        xml.Append('<').Append(name).Append('>');
        switch (value)
        {
            case JsonObject fields:
                foreach (var (key, field) in fields)
                {
                    Element(xml, key, field);
                }

                break;
            case JsonArray rows:
                foreach (var row in rows)
                {
                    Element(xml, "row", row);
                }

                break;
            case not null:
                xml.Append(SecurityElement.Escape(value.ToString()));
                break;
        }

        xml.Append("</").Append(name).Append('>');
    }
}
