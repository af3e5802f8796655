using System.Net;
using Offhook.Simulator;
using Offhook.Testing;

namespace Offhook.Server.Io.Tests.Steps;

public sealed class StepTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_step_is_on_every_screen_when_it_happens()
    {
        await using var service = await SteppedCall.StartServiceAsync();
        using var client = service.CreateClient();
        await using var screen = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);
        var call = await SteppedCall.BeginAsync(service, client);

        foreach (var (step, status, agent, customer) in ((string, string, string, string)[])
        [
            ("from_call_start", "ringing", "ringing", "unknown"),
            ("from_call_answer", "ringing", "answered", "unknown"),
            ("to_call_start", "ringing", "answered", "ringing"),
            ("to_call_answer", "answered", "answered", "answered"),
        ])
        {
            await call.TellAsync(call.AddressOf(step));
            var seen = await screen.UntilAsync(state => state.Text("id") == call.Asked.Id && state.Text("customer_leg") == customer && state.Text("agent_leg") == agent, Cancel);
            Assert.Equal((status, null, null), (seen.Text("status"), seen.Text("settled_by"), seen.Text("ended_at")));
        }

        await call.TellAsync(call.AddressOf("call_end", ("status", "ANSWER"), ("billsec", "8")));
        var settled = await screen.SettledAsync(call.Asked.Id, Cancel);
        Assert.Equal(("answered", "event", "8"), (settled.Text("status"), settled.Text("settled_by"), settled.Text("talk_seconds")));
    }

    [Fact]
    public async Task The_steps_of_an_outbound_call_are_the_customers()
    {
        await using var service = await SteppedCall.StartServiceAsync();
        using var client = service.CreateClient();
        var asked = await client.OutboundAsync(Offhook.Server.Tests.Phones.Person, cancellationToken: Cancel);
        var call = new SteppedCall(service, client, asked, Assert.Single(service.Platform.Calls));

        foreach (var (step, status, customer, settledBy) in ((string, string, string, string?)[])
        [
            ("call_start", "ringing", "ringing", null), ("call_answer", "answered", "answered", null), ("call_start", "answered", "answered", null), ("call_end", "answered", "answered", "event"),
        ])
        {
            await call.TellAsync(call.AddressOf(step));
            var row = await client.AskAsync($"/calls/{asked.Id}", Cancel);
            Assert.Equal((status, "unknown", customer, settledBy), (row["status"], row["agent_leg"], row["customer_leg"], row["settled_by"]));
        }
    }

    [Fact]
    public async Task A_step_without_the_calls_own_token_is_nothing_here()
    {
        await using var service = await SteppedCall.StartServiceAsync();
        using var client = service.CreateClient();
        using var stranger = service.CreateStranger();
        var call = await SteppedCall.BeginAsync(service, client);
        var other = await SteppedCall.BeginAsync(service, client);

        foreach (var told in (string[])["from_call_start", "to_call_answer", "call_end", Story.Report])
        {
            var address = call.AddressOf(told, ("status", "ANSWER"), ("billsec", "8"));
            var others = other.AddressOf(told);
            foreach (var forged in (Uri[])
            [
                address.With("t", new string('0', 32)), address.With("t", ""), address.With("t", address.Value("t")[..31]), address.With("t", others.Value("t")), address.Without("t"),
                address.With("ref", others.Value("ref")), address.Without("ref").With("id", other.Dialled.Id), address.Without("ref").Without("t"),
            ])
            {
                var answer = await stranger.BringAsync(forged, Cancel);
                using var posted = await stranger.PostAsync(new Uri(forged.GetLeftPart(UriPartial.Path)), new StringContent(forged.Query.TrimStart('?')), Cancel);
                Assert.Equal((forged, HttpStatusCode.NotFound, "/problems/not-found", HttpStatusCode.NotFound), (forged, answer.Status, answer["type"], posted.StatusCode));
            }
        }

        foreach (var one in (SteppedCall[])[call, other])
        {
            Assert.Equal("2", (await client.AskAsync($"/calls/{one.Asked.Id}", Cancel))["version"]);
            Assert.Equal(2, (await client.AskAsync($"/calls/{one.Asked.Id}/reports", Cancel)).Items().Count);
        }
    }

    [Theory, InlineData("from_call_start"), InlineData("to_call_answer"), InlineData("call_end"), InlineData(Story.Report)]
    public async Task A_call_that_was_placed_without_an_id_gets_it_from_the_first_thing_that_is_told_of_it(string told)
    {
        await using var service = await SteppedCall.StartServiceAsync();
        using var client = service.CreateClient();
        service.Platform.Next(Fault.WithoutId());
        var asked = await client.ClickToCallAsync(Offhook.Server.Tests.Phones.Person, cancellationToken: Cancel);
        var call = new SteppedCall(service, client, asked, Assert.Single(service.Platform.Calls));
        Assert.Equal((HttpStatusCode.Created, "ringing", asked.Id), (asked.Status, asked["status"], asked["call_id"]));

        await call.TellAsync(call.AddressOf(told, ("status", "ANSWER"), ("billsec", "8")));

        var bound = await client.AskAsync($"/calls/{call.Dialled.Id}", Cancel);
        Assert.Equal((asked.Id, call.Dialled.Id), (bound["id"], bound["call_id"]));
    }

    [Fact]
    public async Task A_step_shows_that_a_call_was_placed_whose_reply_was_lost()
    {
        await using var service = await SteppedCall.StartServiceAsync();
        using var client = service.CreateClient();
        service.Platform.Next(Fault.CutAfterPlacing());
        var asked = await client.ClickToCallAsync(Offhook.Server.Tests.Phones.Person, cancellationToken: Cancel);
        var call = new SteppedCall(service, client, asked, Assert.Single(service.Platform.Calls));
        Assert.Equal((HttpStatusCode.Accepted, "unconfirmed"), (asked.Status, asked["status"]));

        await call.TellAsync(call.AddressOf("from_call_start"));

        var row = await client.AskAsync($"/calls/{asked.Id}", Cancel);
        Assert.Equal(("ringing", null, "ringing", call.Dialled.Id), (row["status"], row["reason"], row["agent_leg"], row["call_id"]));
    }

    [Fact]
    public async Task A_step_of_no_known_name_is_kept_and_claims_nothing()
    {
        await using var service = await SteppedCall.StartServiceAsync();
        using var client = service.CreateClient();
        var call = await SteppedCall.BeginAsync(service, client);
        await call.TellAsync(call.AddressOf("from_call_start"));
        var before = await call.RowAsync();

        await call.TellAsync(call.AddressOf("to_call_answer").With("event", "to_call_whispered"));

        Assert.Equal(before.ToJsonString(), (await call.RowAsync()).ToJsonString());
        Assert.Equal(4, (await client.AskAsync($"/calls/{call.Asked.Id}/reports", Cancel)).Items().Count);
    }

    [Fact]
    public async Task Shuffled_doubled_and_literal_events_of_the_provider_itself_come_to_the_same_end()
    {
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { Speed = 500, Settings = new Dictionary<string, string> { ["KALEYRA_DIALS_PER_SECOND"] = "0" } }, Cancel);
        using var client = service.CreateClient();
        Fault[] faults =
        [
            Fault.ShuffledEvents(), Fault.ReversedEvents(), Fault.RepeatedCallback(3).OnEvents(), Fault.LiteralVariables().OnEvents(), Fault.EmptyVariables(), Fault.FormPost().OnEvents(),
            Fault.JsonPost().OnEvents(), Fault.DroppedEvent("call_end"), Fault.DroppedEvent("to_call_answer"), Fault.NoCallback().OnEvents(),
        ];
        for (var index = 0; index < faults.Length; index++)
        {
            service.Platform.ClearFaults();
            service.Platform.Always(faults[index]);
            var started = await client.ClickToCallAsync(agent: $"98000000{index:00}", customer: "9800000012", cancellationToken: Cancel);
            var end = await service.Platform.WaitForCallbackAsync(sent => sent.Event is null && sent.CallId == started["call_id"], Cancel).SoonAsync();
            var row = await client.AskAsync($"/calls/{started.Id}", Cancel);

            Assert.Equal((faults[index].Kind, 200), (faults[index].Kind, end.StatusCode));
            Assert.Equal((faults[index].Kind, "answered", "answered", "answered"), (faults[index].Kind, row["status"], row["agent_leg"], row["customer_leg"]));
            Assert.NotNull(row["settled_by"]);
            Assert.Equal(end.Address.Value("billsec"), row["talk_seconds"]);
        }

        Assert.All(service.Platform.Callbacks, sent => Assert.Equal(200, sent.StatusCode));
    }
}
