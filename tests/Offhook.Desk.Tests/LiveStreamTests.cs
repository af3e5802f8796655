using System.Net;
using System.Text;
using Offhook.Testing;
using Xunit;

namespace Offhook.Desk.Tests;

public sealed class LiveStreamTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_stream_begins_with_both_lists_and_says_when_nothing_older_is_left()
    {
        await using var service = await ServiceHost.StartAsync(cancellationToken: Cancel);
        using var http = service.CreateClient();

        using var response = await ListenAsync(http, null);
        var text = await ReadUntilAsync(response, "event: current");

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.Matches(@"\Aid: \S+-0\nevent: snapshot\ndata: <div id=""calls""", text);
        Assert.Contains("No calls yet", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_listener_that_comes_back_gets_only_the_rows_that_changed()
    {
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { Speed = 1 }, Cancel);
        using var http = service.CreateClient();
        string position;
        using (var first = await ListenAsync(http, null))
        {
            var text = await ReadUntilAsync(first, "event: current");
            position = text.Split('\n')[0]["id: ".Length..];
        }

        using var started = await http.PostAsync(
            new Uri("/calls/click-to-call", UriKind.Relative),
            new StringContent("""{"customer_number":"9800000099","agent_number":"9800000101","agent_name":"Asha & Co <b>"}""", Encoding.UTF8, "application/json"), Cancel);
        using var again = await ListenAsync(http, position);
        var missed = await ReadUntilAsync(again, "event: current");

        Assert.Equal(HttpStatusCode.Created, started.StatusCode);
        Assert.DoesNotContain("event: snapshot", missed, StringComparison.Ordinal);
        Assert.Contains("event: call\ndata: <li id=\"call-", missed, StringComparison.Ordinal);
        Assert.Contains("Asha &amp; Co &lt;b&gt;", missed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_stream_ends_when_the_service_stops()
    {
        var service = await ServiceHost.StartAsync(cancellationToken: Cancel);
        using var http = service.CreateClient();
        using var response = await ListenAsync(http, null);
        await ReadUntilAsync(response, "event: current");

        var rest = ReadUntilAsync(response, "more than there is");
        await service.DisposeAsync();

        Assert.DoesNotContain("event:", await rest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_without_the_pages_token_dials_nothing()
    {
        await using var service = await ServiceHost.StartAsync(cancellationToken: Cancel);
        using var http = service.CreateClient();

        using var form = new FormUrlEncodedContent([new("customer", "9800000012"), new("agent", "9800000101"), new("key", "0123456789"), new("kind", "click_to_call")]);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/desk/dial", UriKind.Relative)) { Content = form, Headers = { { "X-Desk", "fragment" } } };
        using var response = await http.SendAsync(request, Cancel);
        var answer = await response.Content.ReadAsStringAsync(Cancel);

        Assert.Contains("Nothing was dialled; press Dial again.", answer, StringComparison.Ordinal);
        Assert.Contains("value=\"9800000012\"", answer, StringComparison.Ordinal);
        Assert.Empty(service.Platform.Dials);
    }

    private static async Task<HttpResponseMessage> ListenAsync(HttpClient http, string? lastId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/desk/live", UriKind.Relative));
        if (lastId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastId);
        }

        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
    }

    private static async Task<string> ReadUntilAsync(HttpResponseMessage response, string words)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        var heard = new StringBuilder();
        var stream = await response.Content.ReadAsStreamAsync(Cancel);
        var buffer = new byte[4096];
        try
        {
            while (!heard.ToString().Contains(words, StringComparison.Ordinal) && await stream.ReadAsync(buffer, patience.Token) is > 0 and var count)
            {
                heard.Append(Encoding.UTF8.GetString(buffer, 0, count));
            }
        }
        catch (OperationCanceledException) when (!Cancel.IsCancellationRequested)
        {
            Assert.Fail($"Waited 20 s for '{words}' and heard: {heard}");
        }

        return heard.ToString();
    }
}
