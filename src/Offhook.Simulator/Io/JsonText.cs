using System.Text.Json;
using System.Text.Json.Nodes;

namespace Offhook.Simulator;

/// <summary>JSON that somebody sent: no name twice, and not deep.</summary>
internal static class JsonText
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>False: it is not JSON.</summary>
    public static bool TryParse(string text, out JsonNode? json)
    {
        try
        {
            json = JsonNode.Parse(text, documentOptions: Strict);
            return true;
        }
        catch (JsonException)
        {
            json = null;
            return false;
        }
    }

    /// <exception cref="RefusalException">It is not JSON.</exception>
    public static async Task<JsonNode?> ReadAsync(HttpRequest request)
    {
        try
        {
            return await JsonNode.ParseAsync(request.Body, documentOptions: Strict, cancellationToken: request.HttpContext.RequestAborted);
        }
        catch (JsonException broken)
        {
            throw RefusalException.Body(broken.Message);
        }
    }

    /// <summary>A text; null for anything else.</summary>
    public static string? Of(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
