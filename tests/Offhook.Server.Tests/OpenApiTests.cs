using System.Text.Json;
using Offhook.Server.Tests.BadInput;
using Offhook.Testing;

namespace Offhook.Server.Tests;

/// <summary>The description says what the endpoints take and give.</summary>
public sealed class OpenApiTests(UntouchedService untouched) : IClassFixture<UntouchedService>
{
    [Fact]
    public async Task It_says_whose_it_is_and_how_to_show_the_key()
    {
        var document = await DocumentAsync();

        Assert.Equal("Offhook", document.GetProperty("info").Text("title"));
        var scheme = document.GetProperty("components").GetProperty("securitySchemes").GetProperty("key");
        Assert.Equal(("http", "bearer"), (scheme.Text("type"), scheme.Text("scheme")));
    }

    [Theory]
    [InlineData("/calls", "get", "query", "after agent_number customer_number from_date limit status to_date")]
    [InlineData("/calls/logs", "get", "query", "call_to from_date limit page provider to_date")]
    [InlineData("/calls/click-to-call", "post", "header", "Idempotency-Key")]
    [InlineData("/calls/outbound", "post", "header", "Idempotency-Key")]
    [InlineData("/calls/live", "get", "header", "Last-Event-ID")]
    [InlineData("/calls/{id}", "get", "path", "id")]
    [InlineData("/access/keys/{name}", "delete", "path", "name")]
    [InlineData("/calls/{id}/recording", "get", "path", "id")]
    public async Task Every_parameter_is_declared(string path, string method, string place, string names)
    {
        var parameters = (await OperationAsync(path, method)).GetProperty("parameters").EnumerateArray().ToList();

        Assert.All(parameters, parameter => Assert.Equal(place, parameter.Text("in")));
        Assert.Equal(names.Split(' '), parameters.Select(parameter => parameter.Text("name")!).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("/calls", "get", "200 400 401 403 503")]
    [InlineData("/calls/{id}", "get", "200 401 403 404 503")]
    [InlineData("/calls/{id}/reports", "get", "200 401 403 404 503")]
    [InlineData("/calls/{id}/recording", "get", "200 401 403 404 502 503")]
    [InlineData("/calls/logs", "get", "200 400 401 403 502")]
    [InlineData("/calls/live", "get", "200 401 403 503")]
    [InlineData("/calls/click-to-call", "post", "201 202 400 401 403 409 413 415 429 502 503 504")]
    [InlineData("/calls/outbound", "post", "201 202 400 401 403 409 413 415 429 502 503 504")]
    [InlineData("/access/keys", "get", "200 401 403 503")]
    [InlineData("/access/keys", "post", "201 400 401 403 409 413 415 503")]
    public async Task Every_answer_is_declared(string path, string method, string statuses)
    {
        var operation = await OperationAsync(path, method);

        var responses = operation.GetProperty("responses").EnumerateObject().ToList();
        Assert.Equal(statuses.Split(' '), responses.Select(response => response.Name).Order(StringComparer.Ordinal));
        Assert.All(responses, response => Assert.NotEmpty(response.Value.GetProperty("content").EnumerateObject()));
        Assert.Equal("key", Assert.Single(Assert.Single(operation.GetProperty("security").EnumerateArray()).EnumerateObject()).Name);
    }

    [Theory]
    [InlineData("/calls/{id}/recording", "200", "audio/mpeg audio/wav")]
    [InlineData("/calls/live", "200", "text/event-stream")]
    [InlineData("/calls", "401", "application/problem+json")]
    public async Task What_is_no_plain_JSON_says_so(string path, string status, string type) =>
        Assert.Equal(
        type.Split(' '), (await OperationAsync(path, "get")).GetProperty("responses").GetProperty(status).GetProperty("content").EnumerateObject().Select(content => content.Name));

    [Fact]
    public async Task The_events_of_the_live_feed_are_named()
    {
        var description = (await OperationAsync("/calls/live", "get")).Text("description");

        Assert.All((string[])["`snapshot`", "`call`", "`gone`", "{id, call_id}"], word => Assert.Contains(word, description, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_open_to_strangers_asks_for_no_key()
    {
        var open = from path in (await DocumentAsync()).GetProperty("paths").EnumerateObject()
                   from operation in path.Value.EnumerateObject()
                   where !operation.Value.TryGetProperty("security", out _)
                   select path.Name;

        Assert.Equal(["/health/live", "/health/ready", "/webhooks/kaleyra/callback", "/webhooks/kaleyra/io/events", "/webhooks/kaleyra/io/report"], open.Distinct().Order(StringComparer.Ordinal));
    }

    private async Task<JsonElement> DocumentAsync() => (await untouched.Client.AskAsync("/openapi/v1.json", TestContext.Current.CancellationToken)).Json;

    private async Task<JsonElement> OperationAsync(string path, string method) => (await DocumentAsync()).GetProperty("paths").GetProperty(path).GetProperty(method);
}
