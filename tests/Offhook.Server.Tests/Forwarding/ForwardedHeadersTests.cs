using System.Net;
using System.Text;
using Offhook.Testing;

namespace Offhook.Server.Tests.Forwarding;

/// <summary>What of a request and of its answer travels, down to the bytes.</summary>
public sealed class ForwardedHeadersTests
{
    private const string Key = "offhook_not-a-key-not-a-key-not-a-key-not-a-key";

    private const string Thanks = """
        HTTP/1.1 200 OK
        Content-Type: text/plain; charset=utf-8
        Content-Length: 2
        Set-Cookie: session=theirs
        WWW-Authenticate: Bearer
        Connection: close, X-Hop
        X-Hop: hop
        Keep-Alive: timeout=5
        Retry-After: 7
        Location: /calls/1

        OK
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_brings_the_key_of_the_application_and_nothing_of_the_sender_but_its_wish()
    {
        await using var service = new RecordingService(Thanks);
        await using var application = await ForwardingServer.StartAsync(service.Address, Key);
        using var client = application.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/calls/click-to-call?a=%2B91&b=+&c=%C3%A4", UriKind.Relative))
        {
            Content = new StringContent("""{"agent_name":"Ä"}""", Encoding.UTF8, "application/json"),
        };
        AddForeign(request);
        request.Headers.Add("Idempotency-Key", "wish-1");

        using var answer = await client.SendAsync(request, Cancel);
        var arrived = await service.NextAsync();

        Assert.StartsWith("POST /calls/click-to-call?a=%2B91&b=+&c=%C3%A4 HTTP/1.1", arrived.Head, StringComparison.Ordinal);
        Assert.Equal(["authorization", "connection", "content-length", "content-type", "host", "idempotency-key"], arrived.Names);
        Assert.Equal(
            ($"Bearer {Key}", "wish-1", "application/json; charset=utf-8", service.Address.Authority),
            (arrived["Authorization"], arrived["Idempotency-Key"], arrived["Content-Type"], arrived["Host"]));
        Assert.Equal("""{"agent_name":"Ä"}""", Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(arrived.Body)));

        Assert.Equal(("OK", "text/plain; charset=utf-8"), (await answer.Content.ReadAsStringAsync(Cancel), answer.Content.Headers.ContentType?.ToString()));
        Assert.Equal((TimeSpan.FromSeconds(7), "/calls/1"), (answer.Headers.RetryAfter?.Delta, answer.Headers.Location?.OriginalString));
        foreach (var name in (string[])["Set-Cookie", "WWW-Authenticate", "X-Hop", "Authorization"])
        {
            Assert.False(answer.Headers.Contains(name), name);
        }
    }

    [Fact]
    public async Task A_callback_brings_no_key()
    {
        await using var service = new RecordingService(Thanks);
        await using var application = await ForwardingServer.StartAsync(service.Address, Key);
        using var client = application.CreateClient();
        using var got = new HttpRequestMessage(HttpMethod.Get, new Uri("/webhooks/kaleyra/callback?ref=x&t=y&recordpath=//play.example.test/?id=A&x=1", UriKind.Relative));
        AddForeign(got);
        using var posted = new HttpRequestMessage(HttpMethod.Post, new Uri("/webhooks/kaleyra/callback?ref=x&t=y", UriKind.Relative)) { Content = new FormUrlEncodedContent([new("status", "ANSWER")]) };

        using var first = await client.SendAsync(got, Cancel);
        using var second = await client.SendAsync(posted, Cancel);
        var (byGet, byPost) = (await service.NextAsync(), await service.NextAsync());

        Assert.StartsWith("GET /webhooks/kaleyra/callback?ref=x&t=y&recordpath=//play.example.test/?id=A&x=1 HTTP/1.1", byGet.Head, StringComparison.Ordinal);
        Assert.Equal(["connection", "host"], byGet.Names);
        Assert.Equal(["connection", "content-length", "content-type", "host"], byPost.Names);
        Assert.Equal(("application/x-www-form-urlencoded", "status=ANSWER"), (byPost["Content-Type"], byPost.Body));
    }

    [Fact]
    public async Task A_service_that_breaks_off_may_have_dialled_and_that_is_said()
    {
        await using var service = new RecordingService("");
        await using var application = await ForwardingServer.StartAsync(service.Address, Key);
        using var client = application.CreateClient();

        var answer = await client.ClickToCallAsync(cancellationToken: Cancel);

        Assert.Equal((HttpStatusCode.InternalServerError, "/problems/unexpected"), (answer.Status, answer["type"]));
        Assert.Contains("it may have been dialled", answer["detail"], StringComparison.Ordinal);
        await service.NextAsync();
        Assert.Equal(0, service.Waiting);
    }

    [Fact]
    public async Task When_a_screen_leaves_its_live_feed_is_given_up()
    {
        await using var service = new RecordingService("HTTP/1.1 200 OK\nContent-Type: text/event-stream\nX-Accel-Buffering: no\n\nid: 1\nevent: call\ndata: {}\n\n");
        await using var application = await ForwardingServer.StartAsync(service.Address, Key, withScreens: true);
        using var client = application.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/calls/live", UriKind.Relative));
        request.Headers.Add("Last-Event-ID", "7");

        var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        var arrived = await service.NextAsync();
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancel));
        Assert.Equal("id: 1", await reader.ReadLineAsync(Cancel).AsTask().SoonAsync());
        Assert.Equal(("no", "7"), (answer.Headers.GetValues("X-Accel-Buffering").Single(), arrived["Last-Event-ID"]));
        Assert.False(arrived.Left.IsCompleted);
        answer.Dispose();

        await arrived.Left.SoonAsync("the forwarding server to leave");
    }

    [Fact]
    public async Task What_a_sender_does_not_finish_is_not_passed_on()
    {
        await using var service = new RecordingService(Thanks);
        await using var application = await ForwardingServer.StartAsync(service.Address, Key);
        using var client = application.CreateClient();
        using (var half = new System.Net.Sockets.TcpClient(client.BaseAddress!.Host, client.BaseAddress.Port))
        {
            await half.GetStream().WriteAsync(Encoding.ASCII.GetBytes("POST /calls/click-to-call HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 60\r\n\r\n{\"customer_number\":"), Cancel);
        }

        using var whole = await client.GetAsync(new Uri("/calls/logs", UriKind.Relative), Cancel);

        Assert.StartsWith("GET /calls/logs HTTP/1.1", (await service.NextAsync()).Head, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, 0), (whole.StatusCode, service.Waiting));
    }

    // What a browser, a proxy in front and somebody with intentions send along.
    private static void AddForeign(HttpRequestMessage request)
    {
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)
        [
            ("Authorization", "Bearer the-applications-own-login"), ("Cookie", "session=ours"), ("X-Forwarded-For", "127.0.0.1"), ("X-Forwarded-Host", "localhost"), ("Forwarded", "for=127.0.0.1"),
            ("X-Real-IP", "127.0.0.1"), ("Via", "1.1 proxy"), ("Origin", "https://crm.example.com"), ("Connection", "X-Hop"), ("X-Hop", "hop"), ("TE", "trailers"), ("Proxy-Authorization", "Basic bm9uZQ=="),
        ])
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }
    }
}
