using System.Net;
using Offhook.Simulator;
using Offhook.Testing;

namespace Offhook.Server.Io.Tests.Failover;

/// <summary>Two providers in one installation: each finishes what it began, whoever places the new calls.</summary>
public sealed class BothAtOnceTests
{
    public static readonly TheoryData<string> Providers = [TestProvider.Io.Name, TestProvider.Legacy.Name];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Providers))]
    public async Task Calls_that_were_begun_before_the_order_was_changed_end_with_their_provider(string before)
    {
        var (first, then) = Pair(before);
        await using var two = await TwoAccounts.StartAsync(first);
        var told = await two.Client.ClickToCallAsync(agent: "9800000001", cancellationToken: Cancel);
        var silent = await two.Client.ClickToCallAsync(agent: "9800000002", cancellationToken: Cancel);

        await two.Service.RestartAsync(options => options with { Accounts = [then, first] }, Cancel);
        var after = await two.Client.ClickToCallAsync(agent: "9800000003", cancellationToken: Cancel);
        two.Service.Clock.Advance(TimeSpan.FromMinutes(1));
        await two.Client.BringAsync(two.Service.CallbackOf(two.First.Calls[0]), Cancel);
        await two.Client.BringAsync(two.Service.CallbackOf(two.Second.Calls[0]), Cancel);
        await AssertEndedAsync(two, told, first, "callback");
        await AssertEndedAsync(two, after, then, "callback");
        await using var screen = await FeedListener.ConnectAsync(two.Client, cancellationToken: Cancel);
        await two.Service.PlayAsync(screen.SettledAsync(silent.Id, Cancel));
        await AssertEndedAsync(two, silent, first, "log");

        Assert.Equal((first.Name, first.Name, then.Name), (told["provider"], silent["provider"], after["provider"]));
        Assert.Equal((2, 1), (two.First.Dials.Count, two.Second.Dials.Count));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task An_account_that_places_no_more_calls_still_reports_and_is_still_asked(string before)
    {
        var (first, then) = Pair(before);
        await using var two = await TwoAccounts.StartAsync(first);
        var told = await two.Client.ClickToCallAsync(agent: "9800000001", cancellationToken: Cancel);
        var silent = await two.Client.ClickToCallAsync(agent: "9800000002", cancellationToken: Cancel);

        await two.Service.RestartAsync(options => options with { Accounts = [then, first], Settings = new Dictionary<string, string> { ["OFFHOOK_PROVIDERS"] = then.Name } }, Cancel);
        two.Second.Next(Fault.WrongKey());
        var refused = await two.Client.ClickToCallAsync(agent: "9800000003", cancellationToken: Cancel);
        two.Service.Clock.Advance(TimeSpan.FromMinutes(1));
        await two.Client.BringAsync(two.Service.CallbackOf(two.First.Calls[0]), Cancel);
        await AssertEndedAsync(two, told, first, "callback");
        await using var screen = await FeedListener.ConnectAsync(two.Client, cancellationToken: Cancel);
        await two.Service.PlayAsync(screen.SettledAsync(silent.Id, Cancel));
        await AssertEndedAsync(two, silent, first, "log");

        Assert.Equal((HttpStatusCode.BadGateway, "/problems/provider-refused"), (refused.Status, refused["type"]));
        Assert.Equal(then.Name, (await two.RowAsync(refused.Id))["provider"]);
        Assert.Equal(2, TwoAccounts.Asked(two.First, first));
        var items = (await two.Client.AskAsync("/providers", Cancel)).Items();
        Assert.Equal([(then.Name, "True"), (first.Name, "False")], items.Select(item => (item.Text("name"), item.Text("places_calls"))));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Callbacks_of_an_account_that_is_gone_still_settle_its_calls(string before)
    {
        var (first, then) = Pair(before);
        await using var two = await TwoAccounts.StartAsync(first);
        var told = await two.Client.ClickToCallAsync(cancellationToken: Cancel);
        two.Service.Clock.Advance(TimeSpan.FromSeconds(20));

        await two.Service.RestartAsync(options => options with { Accounts = [then] }, Cancel);
        using var stranger = two.Service.CreateStranger();
        var thanked = await stranger.BringAsync(two.Service.CallbackOf(two.First.Calls[0]), Cancel);

        Assert.Equal(HttpStatusCode.OK, thanked.Status);
        await AssertEndedAsync(two, told, first, "callback");
        Assert.Equal([then.Name], (await two.Client.AskAsync("/providers", Cancel)).Items().Select(item => item.Text("name")));
    }

    [Fact]
    public async Task The_steps_of_a_call_of_an_account_that_is_gone_are_still_taken()
    {
        await using var two = await TwoAccounts.StartAsync(TestProvider.Io);
        var asked = await two.ClickAsync();
        var dialled = two.First.Calls[0];

        await two.Service.RestartAsync(options => options with { Accounts = [TestProvider.Legacy] }, Cancel);
        var answers = new[]
        {
            await two.Client.BringAsync(two.Service.EventOf(dialled, "to_call_answer"), Cancel),
            await two.Client.BringAsync(two.Service.EventOf(dialled, "call_end", ("status", "ANSWER"), ("billsec", "9")), Cancel),
        };

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        var row = await two.RowAsync(asked.Id);
        Assert.Equal(("answered", "event", "9", TestProvider.Io.Name), (row["status"], row["settled_by"], row["talk_seconds"], row["provider"]));
    }

    [Fact]
    public async Task An_outbound_call_goes_to_the_provider_that_can_play_what_is_asked_for()
    {
        await using var two = await TwoAccounts.StartAsync();

        var sound = await two.Client.OutboundAsync(play: "123.sound", cancellationToken: Cancel);
        var ivr = await two.Client.OutboundAsync("9800000011", "ivr:1234", cancellationToken: Cancel);
        var speech = await two.Client.OutboundAsync("9800000012", "say:Your parcel arrives today", cancellationToken: Cancel);
        var flow = await two.Client.OutboundAsync("9800000013", "flow:1234", cancellationToken: Cancel);

        Assert.Equal(
            [TestProvider.Legacy.Name, TestProvider.Legacy.Name, TestProvider.Io.Name], ((Answer[])[sound, ivr, speech]).Select(answer => answer["provider"]));
        Assert.Equal(["123.sound", "ivr:1234"], two.Second.Calls.Select(call => call.Plays));
        Assert.Equal("Your parcel arrives today", Assert.Single(two.First.Calls).Plays);
        Assert.Equal((HttpStatusCode.BadRequest, "/problems/invalid-request"), (flow.Status, flow["type"]));
        Assert.Contains("\"play\"", flow.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_outbound_call_that_only_the_failing_provider_can_play_is_not_handed_on()
    {
        await using var two = await TwoAccounts.StartAsync();
        two.First.Next(Fault.NoCredit());

        var refused = await two.Client.OutboundAsync(play: "say:Your parcel arrives today", cancellationToken: Cancel);

        Assert.Equal((HttpStatusCode.BadGateway, "/problems/provider-refused"), (refused.Status, refused["type"]));
        Assert.Empty(two.Second.RequestsReceived);
    }

    [Fact]
    public async Task Both_are_shown_with_what_they_can_do()
    {
        await using var two = await TwoAccounts.StartAsync();

        var items = (await two.Client.AskAsync("/providers", Cancel)).Items();

        Assert.Equal([TestProvider.Io.Name, TestProvider.Legacy.Name], items.Select(item => item.Text("name")));
        Assert.All(items, item => Assert.Equal(("True", "False", "False"), (item.Text("places_calls"), item.Text("is_resting"), item.Text("hang_up"))));
        Assert.Equal([("True", "False", "by_id", "7"), ("False", "True", "by_link", null)], items.Select(item => (item.Text("live_events"), item.Text("id_in_reply"), item.Text("recordings"), item.Text("log_days"))));
        Assert.Equal(["speech", "sound ivr"], items.Select(item => Words(item, "plays")));
        Assert.Equal(
            ["outcome legs talk_time key_press", "outcome legs talk_time times recording operator key_press"], items.Select(item => Words(item, "callbacks")));
    }

    [Fact]
    public async Task The_log_of_either_can_be_read()
    {
        await using var two = await TwoAccounts.StartAsync();
        await two.Client.ClickToCallAsync(agent: "9800000001", cancellationToken: Cancel);
        two.First.Next(Fault.WrongKey());
        await two.Client.ClickToCallAsync(agent: "9800000002", cancellationToken: Cancel);
        two.Service.Clock.Advance(TimeSpan.FromMinutes(1));

        var preferred = await two.Client.AskAsync("/calls/logs", Cancel);
        var io = await two.Client.AskAsync("/calls/logs?provider=kaleyra-io", Cancel);
        var legacy = await two.Client.AskAsync("/calls/logs?provider=kaleyra-legacy", Cancel);
        var nobody = await two.Client.AskAsync("/calls/logs?provider=kaleyra", Cancel);

        Assert.Equal(io.Text, preferred.Text);
        Assert.Equal((two.First.Calls[0].Id, "+919800000001", TestProvider.Io.Name), RowOf(io));
        Assert.Equal((two.Second.Calls[0].RowId.ToString(), "+919800000002", TestProvider.Legacy.Name), RowOf(legacy));
        Assert.Equal(HttpStatusCode.BadRequest, nobody.Status);
        Assert.Contains("kaleyra-io and kaleyra-legacy", nobody.Json.GetProperty("errors").Text("provider"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_is_read_as_far_back_as_its_provider_shows_it()
    {
        await using var two = await TwoAccounts.StartAsync();

        var first = await two.Client.AskAsync("/calls/logs?from_date=2026-02-17", Cancel);
        var tooOld = await two.Client.AskAsync("/calls/logs?from_date=2026-02-16", Cancel);
        var other = await two.Client.AskAsync("/calls/logs?from_date=2026-02-16&provider=kaleyra-legacy", Cancel);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.Status, other.Status));
        Assert.Equal((HttpStatusCode.BadRequest, "/problems/invalid-request"), (tooOld.Status, tooOld["type"]));
        Assert.Contains("2026-02-17", tooOld.Json.GetProperty("errors").Text("from_date"), StringComparison.Ordinal);
    }

    private static (TestProvider First, TestProvider Then) Pair(string before) =>
        before == TestProvider.Io.Name ? (TestProvider.Io, TestProvider.Legacy) : (TestProvider.Legacy, TestProvider.Io);

    private static async Task AssertEndedAsync(TwoAccounts two, Answer asked, TestProvider provider, string settledBy)
    {
        var row = await two.RowAsync(asked.Id);
        Assert.Equal(("answered", settledBy, provider.Name, "8"), (row["status"], row["settled_by"], row["provider"], row["talk_seconds"]));
        Assert.Equal(asked["call_id"], row["call_id"]);
    }

    private static (string?, string?, string?) RowOf(Answer log)
    {
        var item = Assert.Single(log.Items());
        return (item.Text("call_id"), item.Text("agent_number"), item.Text("provider"));
    }

    private static string Words(System.Text.Json.JsonElement item, string name) => string.Join(' ', item.GetProperty(name).EnumerateArray().Select(word => word.GetString()));
}
