using System.Text.Json;
using System.Text.RegularExpressions;

namespace Offhook.Server.Tests;

/// <summary>An error answer that has the one shape which all errors have, and tells nothing about what is inside.</summary>
/// <param name="Name">The last part of its type.</param>
/// <param name="Fields">What is wrong, by field, in ordinal order; empty when it has no such member.</param>
internal sealed partial record ProblemAnswer(string Name, int Status, IReadOnlyList<string> Fields, JsonElement Json)
{
    /// <summary>Reads an answer and fails when it is no problem.</summary>
    public static async Task<ProblemAnswer> OfAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.Content.Headers.ContentType?.MediaType == "application/problem+json", $"no problem but {response.StatusCode} {response.Content.Headers.ContentType}: {text}");
        var json = JsonDocument.Parse(text).RootElement;
        var type = json.GetProperty("type").GetString()!;
        Assert.StartsWith("/problems/", type, StringComparison.Ordinal);
        Assert.False(string.IsNullOrWhiteSpace(json.GetProperty("title").GetString()), text);
        Assert.Equal((int)response.StatusCode, json.GetProperty("status").GetInt32());
        Assert.DoesNotMatch(Insides(), text);
        Assert.False(response.Headers.Contains("Server") || response.Headers.Contains("X-Powered-By"), response.Headers.ToString());
        string[] fields = json.TryGetProperty("errors", out var errors) ? [.. errors.EnumerateObject().Select(error => error.Name).Order(StringComparer.Ordinal)] : [];
        return new ProblemAnswer(type["/problems/".Length..], (int)response.StatusCode, fields, json);
    }

    /// <summary>Posts a JSON text and reads the refusal.</summary>
    public static async Task<ProblemAnswer> ToAsync(HttpClient client, string path, string json)
    {
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
        return await OfAsync(response);
    }

    /// <summary>Gets an address and reads the refusal.</summary>
    public static async Task<ProblemAnswer> ToAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return await OfAsync(response);
    }

    // A stack, a type, a file, a statement, a version.
    [GeneratedRegex(@"\sat \w+\.|Exception|\.cs\b|Microsoft|System\.|Kestrel|SQLite|\bselect\b|\binsert\b|\d+\.\d+\.\d+")]
    private static partial Regex Insides();
}
