using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Offhook.Simulator;

/// <summary>Understands a request for a new callback profile (documented by the vendor; the types of <c>headers</c> and <c>events</c> are assumed).</summary>
internal sealed partial class ProfileReader(SimulatorOptions options)
{
    private static readonly string[] Known = ["title", "http_method", "url", "body", "headers", "response_message", "enc", "channel", "events"];

    // The transport's own: a profile that sets them would spoil the request itself.
    private static readonly string[] Reserved = ["Host", "Connection", "Content-Length", "Content-Type", "Transfer-Encoding"];

    public async Task<CallbackProfile> ReadAsync(HttpRequest request)
    {
        if (!request.HasJsonContentType())
        {
            throw RefusalException.Body("JSON is needed");
        }

        var json = await JsonText.ReadAsync(request) as JsonObject ?? throw RefusalException.Body("a JSON object is needed");
        if (json.FirstOrDefault(member => !Known.Contains(member.Key)) is { Key: { } unknown })
        {
            throw RefusalException.Unknown(unknown);
        }

        Check(json);
        var method = Needed(json, "http_method");
        return new CallbackProfile(
            Guid.CreateVersion7(options.Clock.GetUtcNow()).ToString(),
            method is "GET" or "POST" or "PUT" or "DELETE" ? new HttpMethod(method) : throw RefusalException.Invalid("http_method", "GET, POST, PUT or DELETE is needed"),
            CallbackHosts.Admitted("url", Needed(json, "url"), options.CallbackHosts),
            json["body"] is null ? null : json["body"] as JsonObject ?? throw RefusalException.Invalid("body", "a JSON object is needed"),
            Headers(json["headers"]));
    }

    private static void Check(JsonObject json)
    {
        if (!Title().IsMatch(Needed(json, "title")))
        {
            throw RefusalException.Invalid("title", "at least three letters, digits, spaces, - or _");
        }

        if (json["enc"] is not null)
        {
            throw RefusalException.Invalid("enc", "this stand-in does not encrypt");
        }

        if (Text(json, "channel") is { } channel && channel != "voice")
        {
            throw RefusalException.Invalid("channel", "voice is needed");
        }

        // Taken and not acted upon: the answer is kept whatever it says, and a dial names its events itself.
        Text(json, "response_message");
        if (json["events"] is { } events && (events is not JsonArray names || names.Any(name => JsonText.Of(name) is null)))
        {
            throw RefusalException.Invalid("events", "a list of names is needed");
        }
    }

    private static Dictionary<string, string> Headers(JsonNode? headers)
    {
        if (headers is not null and not JsonObject)
        {
            throw RefusalException.Invalid("headers", "an object of names and texts is needed");
        }

        var result = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, node) in headers as JsonObject ?? [])
        {
            if (!HeaderName().IsMatch(name) || Reserved.Contains(name, StringComparer.OrdinalIgnoreCase)
                || JsonText.Of(node) is not { } value || value.Any(char.IsControl) || !result.TryAdd(name, value))
            {
                throw RefusalException.Invalid("headers", $"{name} cannot be set");
            }
        }

        return result;
    }

    private static string Needed(JsonObject json, string name) => Text(json, name) is { Length: > 0 } text ? text : throw RefusalException.Missing(name);

    private static string? Text(JsonObject json, string name) =>
        json[name] is not { } node ? null : JsonText.Of(node) ?? throw RefusalException.Invalid(name, "a text is needed");

    [GeneratedRegex("^[A-Za-z0-9 _-]{3,}$", RegexOptions.CultureInvariant)]
    private static partial Regex Title();

    [GeneratedRegex("^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$", RegexOptions.CultureInvariant)]
    private static partial Regex HeaderName();
}
