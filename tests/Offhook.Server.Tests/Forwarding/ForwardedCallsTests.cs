using System.Net;
using System.Text;
using Offhook.Simulator;
using Offhook.Testing;

namespace Offhook.Server.Tests.Forwarding;

/// <summary>The former endpoints, asked of an application that passes them on to an Offhook with a public callback address.</summary>
public sealed class ForwardedCallsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_is_started_once_and_its_answer_is_Offhooks_to_the_letter()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        await using var application = await ForwardingServer.StartAsync(service.Address, await KeyAsync(service));
        using var direct = service.CreateClient();
        using var client = application.CreateClient();

        var first = await client.ClickToCallAsync("9800000010", "9800000001", "wish-1", Cancel);
        var again = await client.ClickToCallAsync("+91 98000 00010", "09800000001", "wish-1", Cancel);
        var played = await client.OutboundAsync("9800000010", "123.sound", "diwali", cancellationToken: Cancel);

        Assert.Equal((HttpStatusCode.Created, new Uri($"/calls/{first.Id}", UriKind.Relative)), (first.Status, first.Location));
        Assert.Equal(("ringing", "9800000010", "+919800000010"), (first["status"], first["mobile_number"], first["customer_number"]));
        Assert.Equal((first.Status, first.Text, first.Location), (again.Status, again.Text, again.Location));
        Assert.Equal(first.Id, (await direct.AskAsync($"/calls/{first.Id}", Cancel)).Id);
        Assert.Equal((HttpStatusCode.Created, "diwali"), (played.Status, played["campaign"]));
        Assert.Equal(2, service.Platform.Dials.Count);
    }

    [Fact]
    public async Task Refusals_arrive_as_Offhook_wrote_them()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        await using var application = await ForwardingServer.StartAsync(service.Address, await KeyAsync(service));
        using var direct = service.CreateClient();
        using var client = application.CreateClient();
        var running = await client.ClickToCallAsync("9800000099", "9800000001", "wish-1", Cancel);
        foreach (var agent in Enumerable.Range(10, 8))
        {
            await client.ClickToCallAsync("9800000099", $"98000000{agent}", cancellationToken: Cancel);
        }

        var busy = await client.ClickToCallAsync("9800000012", "9800000001", cancellationToken: Cancel);
        var equal = await client.ClickToCallAsync("9800000001", "9800000001", cancellationToken: Cancel);
        var reused = await client.ClickToCallAsync("9800000012", "9800000001", "wish-1", Cancel);
        using var unknown = await client.PostAsync(Address("/calls/click-to-call"), Json("""{"customer_number":"9800000010","agent_number":"9800000002","note":"x"}"""), Cancel);
        using var form = await client.PostAsync(Address("/calls/click-to-call"), new FormUrlEncodedContent([new("customer_number", "9800000010")]), Cancel);
        using var deleted = await client.DeleteAsync(Address("/calls/outbound"), Cancel);
        using var day = await client.GetAsync(Address("/calls/logs?from_date=24.02.2026"), Cancel);

        Assert.Equal((HttpStatusCode.BadRequest, "/problems/equal-numbers"), (equal.Status, equal["type"]));
        Assert.Equal((await direct.ClickToCallAsync("9800000001", "9800000001", cancellationToken: Cancel)).Text, equal.Text);
        Assert.Equal((HttpStatusCode.Conflict, "/problems/agent-busy", running.Id), (busy.Status, busy["type"], busy.Id));
        Assert.Equal((HttpStatusCode.Conflict, "/problems/idempotency-key-reused"), (reused.Status, reused["type"]));
        Assert.Equal(["note"], (await ProblemAnswer.OfAsync(unknown)).Fields);
        Assert.Equal(("json-needed", 415), Brief(await ProblemAnswer.OfAsync(form)));
        Assert.Equal(("method-not-allowed", 405), Brief(await ProblemAnswer.OfAsync(deleted)));
        Assert.Contains("POST", deleted.Content.Headers.Allow);
        Assert.Equal(["from_date"], (await ProblemAnswer.OfAsync(day)).Fields);

        // Ten at once are allowed; of those that follow while the clock stands, six wait for their turn.
        var later = Enumerable.Range(30, 7).Select(agent => client.ClickToCallAsync("9800000099", $"98000000{agent}", cancellationToken: Cancel)).ToList();
        var fast = await (await Task.WhenAny(later).SoonAsync());
        Assert.Equal((HttpStatusCode.TooManyRequests, "/problems/dialling-too-fast", TimeSpan.FromSeconds(4)), (fast.Status, fast["type"], fast.RetryAfter));
        await service.PlayAsync(Task.WhenAll(later), TimeSpan.FromMilliseconds(500));
    }

    [Fact]
    public async Task What_the_provider_said_no_to_arrives_with_its_reason_and_its_time()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        await using var application = await ForwardingServer.StartAsync(service.Address, await KeyAsync(service));
        using var client = application.CreateClient();
        service.Platform.Next(Fault.BusinessFailure());
        service.Platform.Next(Fault.TooManyRequests(TimeSpan.FromSeconds(9)));
        service.Platform.Next(Fault.CutAfterPlacing());

        var refused = await client.ClickToCallAsync("9800000010", "9800000001", cancellationToken: Cancel);
        var slowed = await client.ClickToCallAsync("9800000010", "9800000002", cancellationToken: Cancel);
        var nobodyKnows = await client.ClickToCallAsync("9800000010", "9800000003", cancellationToken: Cancel);

        Assert.Equal((HttpStatusCode.BadGateway, "/problems/provider-refused", "failed"), (refused.Status, refused["type"], refused["call_status"]));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "/problems/provider-slows-down", TimeSpan.FromSeconds(9)), (slowed.Status, slowed["type"], slowed.RetryAfter));
        Assert.Equal((HttpStatusCode.Accepted, "unconfirmed"), (nobodyKnows.Status, nobodyKnows["status"]));
    }

    [Theory, InlineData("in the address"), InlineData("as a form"), InlineData("as JSON")]
    public async Task A_callback_settles_its_call(string how)
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        await using var application = await ForwardingServer.StartAsync(service.Address, await KeyAsync(service));
        using var client = application.CreateClient();
        using var direct = service.CreateClient();
        var (started, ended) = await service.EndedCallAsync(client, "9800000010", "9800000001", Cancel);
        var callback = service.CallbackOf(ended);
        var fields = System.Web.HttpUtility.ParseQueryString(callback.Query);
        var pairs = fields.AllKeys.Where(name => name is not ("ref" or "t")).ToDictionary(name => name!, name => fields[name]!);

        using var request = new HttpRequestMessage(
            how == "in the address" ? HttpMethod.Get : HttpMethod.Post,
            Address(how == "in the address" ? callback.PathAndQuery : $"/webhooks/kaleyra/callback?ref={callback.Value("ref")}&t={callback.Value("t")}"))
        {
            Content = how switch { "as a form" => new FormUrlEncodedContent(pairs), "as JSON" => Json(System.Text.Json.JsonSerializer.Serialize(pairs)), _ => null },
        };
        var thanked = await Answer.ToAsync(client, request, Cancel);
        var again = await client.BringAsync(Address(callback.PathAndQuery), Cancel);

        Assert.Equal((HttpStatusCode.OK, "OK", HttpStatusCode.OK), (thanked.Status, thanked.Text, again.Status));
        var row = await direct.AskAsync($"/calls/{started.Id}", Cancel);
        Assert.Equal(("answered", "callback", "8"), (row["status"], row["settled_by"], row["talk_seconds"]));
    }

    [Fact]
    public async Task A_callback_without_its_proof_finds_nothing_and_changes_nothing()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        await using var application = await ForwardingServer.StartAsync(service.Address, await KeyAsync(service));
        using var client = application.CreateClient();
        using var direct = service.CreateClient();
        var (started, ended) = await service.EndedCallAsync(client, "9800000010", "9800000001", Cancel);
        var callback = service.CallbackOf(ended);

        // The last is what a call that was placed by the former module brings.
        foreach (var forged in (Uri[])[callback.With("t", new string('0', 32)), callback.Without("t"), callback.Without("ref").Without("t")])
        {
            var answer = await client.BringAsync(Address(forged.PathAndQuery), Cancel);
            Assert.Equal((HttpStatusCode.NotFound, "/problems/not-found"), (answer.Status, answer["type"]));
        }

        var row = await direct.AskAsync($"/calls/{started.Id}", Cancel);
        Assert.Equal(("ringing", "2"), (row["status"], row["version"]));
    }

    [Fact]
    public async Task The_log_and_where_it_is_wished_the_live_feed_are_passed_on()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        await using var application = await ForwardingServer.StartAsync(service.Address, await KeyAsync(service), withScreens: true);
        using var client = application.CreateClient();
        await using var screen = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);
        var (started, ended) = await service.EndedCallAsync(client, "9800000010", "9800000001", Cancel);
        await client.BringAsync(Address(service.CallbackOf(ended).PathAndQuery), Cancel);

        var settled = await screen.SettledAsync(started.Id, Cancel);
        await using var resumed = await FeedListener.ConnectAsync(client, screen.LastId, Cancel);
        var next = await client.ClickToCallAsync("9800000010", "9800000002", cancellationToken: Cancel);
        var heard = await resumed.NextAsync(Cancel);
        var log = await client.AskAsync("/calls/logs?call_to=%2B919800000010&limit=1", Cancel);

        Assert.Equal("answered", settled.Text("status"));
        Assert.Equal(("call", next.Id), (heard.Name, heard.Data.Text("id")));
        Assert.Equal(("1", "1", "9800000010"), (log["page"], log["limit"], Assert.Single(log.Items()).Text("mobile_number")));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_body_that_is_too_large_is_refused_in_words(bool tellsItsLength)
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        await using var application = await ForwardingServer.StartAsync(service.Address, await KeyAsync(service));
        using var client = application.CreateClient();
        using var direct = service.CreateClient();
        var letters = "{\"customer_number\":\"" + new string('9', 65 * 1024) + "\"}";

        using var here = await SendAsync(client);
        using var there = await SendAsync(direct);

        Assert.Equal(("too-large", 413), Brief(await ProblemAnswer.OfAsync(here)));
        Assert.Equal(("too-large", 413), Brief(await ProblemAnswer.OfAsync(there)));
        Assert.Empty(service.Platform.Dials);

        async Task<HttpResponseMessage> SendAsync(HttpClient client)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Address("/calls/click-to-call")) { Content = Json(letters) };
            request.Headers.TransferEncodingChunked = !tellsItsLength;
            return await client.SendAsync(request, Cancel);
        }
    }

    [Fact]
    public async Task A_browser_that_leaves_takes_no_call_along()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        await using var application = await ForwardingServer.StartAsync(service.Address, await KeyAsync(service));
        using var client = application.CreateClient();
        using var direct = service.CreateClient();
        service.Platform.Next(Fault.HeldReply(TimeSpan.FromSeconds(5)));
        using var leaves = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var asked = client.ClickToCallAsync("9800000010", "9800000001", "wish-1", leaves.Token);
        await service.Platform.WaitForCallAsync(_ => true, Cancel).SoonAsync();

        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        var again = await service.Clock.PlayAsync(client.ClickToCallAsync("9800000010", "9800000001", "wish-1", Cancel), TimeSpan.FromMilliseconds(100));

        Assert.Equal((HttpStatusCode.Created, "ringing"), (again.Status, again["status"]));
        Assert.Single(service.Platform.Dials);
        Assert.Single((await direct.AskAsync("/calls", Cancel)).Items());
    }

    [Fact]
    public async Task While_Offhook_is_away_that_is_said_and_afterwards_all_goes_on()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        await using var application = await ForwardingServer.StartAsync(service.Address, await KeyAsync(service));
        using var client = application.CreateClient();
        await service.StopAsync(Cancel);

        var start = await client.ClickToCallAsync(cancellationToken: Cancel);
        var callback = await client.AskAsync("/webhooks/kaleyra/callback?ref=x&t=y", Cancel);
        await service.RestartAsync(Cancel);
        var later = await client.ClickToCallAsync(cancellationToken: Cancel);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "/problems/service-unreachable", TimeSpan.FromSeconds(5)), (start.Status, start["type"], start.RetryAfter));
        Assert.Contains("Nothing was dialled", start["detail"], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, callback.Status);
        Assert.Equal(HttpStatusCode.Created, later.Status);
    }

    [Fact]
    public async Task A_key_that_Offhook_does_not_take_is_the_applications_fault_and_shown_to_nobody()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        const string wrong = "offhook_not-a-key-not-a-key-not-a-key-not-a-key";
        await using var application = await ForwardingServer.StartAsync(service.Address, wrong);
        using var client = application.CreateClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", service.Key);

        var refused = await client.ClickToCallAsync(cancellationToken: Cancel);
        var thanked = await client.AskAsync("/webhooks/kaleyra/callback?ref=x&t=y", Cancel);

        Assert.Equal((HttpStatusCode.BadGateway, "/problems/application-key-refused"), (refused.Status, refused["type"]));
        Assert.Equal(HttpStatusCode.NotFound, thanked.Status);
        Assert.Empty(service.Platform.Dials);
        await Waiting.UntilAsync(() => application.Output.Contains("the key is refused", StringComparison.Ordinal), () => application.Output, Cancel);
        Assert.DoesNotContain(wrong, refused.Text + application.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_else_is_passed_on()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        await using var application = await ForwardingServer.StartAsync(service.Address, await KeyAsync(service));
        using var client = application.CreateClient();
        var started = await client.ClickToCallAsync(cancellationToken: Cancel);

        foreach (var path in (string[])["/calls", $"/calls/{started.Id}", "/", "/access/keys", "/openapi/v1.json", "/calls/logs/../../health/ready", "/calls/logs%2f..%2f..%2f", "/webhooks/kaleyra", "/calls/live/x", "//calls/logs", "/calls/live", $"/calls/{started.Id}/recording"])
        {
            var answer = await client.AskAsync(client.BaseAddress!.AbsoluteUri.TrimEnd('/') + path, Cancel);
            Assert.Equal((path, HttpStatusCode.NotFound, ""), (path, answer.Status, answer.Text));
        }

        await using var screens = await ForwardingServer.StartAsync(service.Address, await KeyAsync(service, "screens"), withScreens: true);
        using var viewer = screens.CreateClient();
        var recording = await viewer.AskAsync($"/calls/{started.Id}/recording", Cancel);
        Assert.Equal((HttpStatusCode.NotFound, "/problems/no-recording"), (recording.Status, recording["type"]));
    }

    [Fact]
    public async Task Capitals_make_no_difference()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        await using var application = await ForwardingServer.StartAsync(service.Address, await KeyAsync(service));
        using var client = application.CreateClient();
        using var start = new HttpRequestMessage(HttpMethod.Post, Address("/Calls/Click-To-Call")) { Content = Json("""{"customer_number":"9800000010","agent_number":"9800000001"}""") };

        var started = await Answer.ToAsync(client, start, Cancel);
        var log = await client.AskAsync("/CALLS/Logs", Cancel);
        var callback = await client.AskAsync("/Webhooks/Kaleyra/Callback?ref=x&t=0", Cancel);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK, "/problems/not-found"), (started.Status, log.Status, callback["type"]));
    }

    // What an application gets: a key that reads and dials, and can be ended without any other.
    private static async Task<string> KeyAsync(ServiceHost service, string name = "crm")
    {
        using var administrator = service.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, Address("/access/keys")) { Content = Json($$"""{"name":"{{name}}","kind":"server"}""") };
        return (await Answer.ToAsync(administrator, request, Cancel))["key"]!; // Every key that is made has one.
    }

    private static Uri Address(string path) => new(path, UriKind.Relative);

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static (string, int) Brief(ProblemAnswer answer) => (answer.Name, answer.Status);
}
