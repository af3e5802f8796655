using System.Net;
using System.Text.Json;

namespace Offhook.Testing;

/// <summary>What a request was answered with, read to its end.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Text">The body to the letter.</param>
/// <param name="Location">The header, as sent.</param>
/// <param name="RetryAfter">The header as whole seconds.</param>
public sealed record Answer(HttpStatusCode Status, string Text, Uri? Location, TimeSpan? RetryAfter)
{
    /// <summary>The body as JSON.</summary>
    public JsonElement Json { get; } = Text.StartsWith('{') ? JsonDocument.Parse(Text).RootElement.Clone() : default;

    /// <summary>Our id of the call that the body shows.</summary>
    public string Id => this["id"] ?? throw new InvalidOperationException($"no id in {(int)Status} {Text}");

    /// <summary>A member's text, or its JSON when it is no text; null when it is null or absent.</summary>
    public string? this[string name] => Json.Text(name);

    /// <summary>Sends a request and reads the answer.</summary>
    public static async Task<Answer> ToAsync(HttpClient client, HttpRequestMessage request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        using var response = await client.SendAsync(request, cancellationToken);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken), response.Headers.Location, response.Headers.RetryAfter?.Delta);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{(int)Status} {Text}";
}

/// <summary>Reading JSON in assertions.</summary>
public static class JsonReading
{
    /// <summary>A member's text, or its JSON when it is no text; null when it is null or absent.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var member) && member.ValueKind is not JsonValueKind.Null
            ? member.ToString()
            : null;

    /// <summary>A member's time; null when it is null or absent.</summary>
    public static DateTimeOffset? Time(this JsonElement element, string name) =>
        element.Text(name) is null ? null : element.GetProperty(name).GetDateTimeOffset();

    /// <summary>The members of the array <c>items</c>.</summary>
    public static IReadOnlyList<JsonElement> Items(this Answer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return answer.Json.ValueKind is JsonValueKind.Object && answer.Json.TryGetProperty("items", out var items)
            ? [.. items.EnumerateArray()]
            : throw new InvalidOperationException($"no items in {answer}");
    }
}
