using System.Net;
using System.Text;
using System.Text.Json;
using Offhook.Testing;

namespace Offhook.Server.Tests.Calls;

public sealed class WholeStoryTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_request_of_existing_frontends_starts_a_call_that_every_screen_sees_reach_its_end()
    {
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { Speed = 10 }, Cancel);
        using var client = service.CreateClient();
        await using var screen = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);

        // What curl sends for the request in the README.
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/calls/click-to-call", UriKind.Relative))
        {
            Headers = { { "User-Agent", "curl/8.14.1" }, { "Accept", "*/*" } },
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes("""{"customer_number":"9876543210","agent_number":"9800000001","agent_name":"Agent One"}"""))
            {
                Headers = { { "Content-Type", "application/json" } },
            },
        };
        var started = await Answer.ToAsync(client, request, Cancel);
        var settled = await screen.SettledAsync(started.Id, Cancel);
        await service.Platform.WaitForCallbackAsync(sent => sent.Event is null, Cancel).SoonAsync();

        Assert.Equal(HttpStatusCode.Created, started.Status);
        Assert.Equal($"/calls/{started.Id}", started.Location?.OriginalString);
        Assert.Equal("ringing", started["status"]);
        Assert.Equal(service.Provider.ReportsLive ? "Placed. Your phone rings first." : "Placed. Your phone rings first; Kaleyra reports only the result.", started["message"]);
        Assert.Equal(Assert.Single(service.Platform.Dials).CallId, started["call_id"]);

        var states = screen.Heard.Where(heard => heard.Name == "call").Select(heard => heard.Data).ToList();
        Assert.Equal(["requested", "ringing", "answered"], states.Select(state => state.Text("status")).Distinct());
        if (!service.Provider.ReportsLive)
        {
            Assert.Equal(["1", "2", "3"], states.Select(state => state.Text("version")));
        }

        Assert.Equal(states.Select(state => state.GetProperty("version").GetInt64()).Order().Distinct(), states.Select(state => state.GetProperty("version").GetInt64()));
        AssertAnswered(service.Provider, settled);

        var byId = await client.AskAsync($"/calls/{started.Id}", Cancel);
        var byCallId = await client.AskAsync($"/calls/{started["call_id"]}", Cancel);
        AssertAnswered(service.Provider, byId.Json);
        Assert.Equal(byId.Text, byCallId.Text);
        var last = settled.Text("version") == byId["version"] ? settled : await screen.UntilAsync(state => state.Text("version") == byId["version"], Cancel);
        Assert.Equal(last.ToString(), byId.Text);
    }

    [Fact]
    public async Task The_reports_of_a_call_tell_its_story_without_tokens_and_links()
    {
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { Speed = 10 }, Cancel);
        using var client = service.CreateClient();
        await using var screen = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);
        var started = await client.ClickToCallAsync(cancellationToken: Cancel);
        await screen.SettledAsync(started.Id, Cancel);
        var callback = (await service.Platform.WaitForCallbackAsync(sent => sent.Event is null, Cancel).SoonAsync()).Address;

        var reports = await client.AskAsync($"/calls/{started.Id}/reports", Cancel);

        var told = reports.Items().Where(report => report.Text("source") != "event").ToList();
        Assert.Equal(service.Provider.TellsTimesAndRecording, callback.OriginalString.Contains("/recordings/", StringComparison.Ordinal));
        Assert.Equal(["intent", "reply", "callback"], told.Select(report => report.Text("source")));
        Assert.Equal("accepted", told[1].Text("proof"));
        Assert.Equal(service.Provider == TestProvider.Io ? "ANSWER" : "ANSWER/ANSWER/ANSWER", told[2].Text("provider_status"));
        Assert.Equal(service.Provider.TellsTimesAndRecording.ToString(), told[2].Text("has_recording"));
        Assert.Contains("billsec=", told[2].Text("raw"), StringComparison.Ordinal);
        Assert.Equal(service.Provider.ReportsLive ? 5 : 0, reports.Items().Count(report => report.Text("source") == "event"));
        Assert.DoesNotContain(callback.Value("t"), reports.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("/recordings/", reports.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("recordings%2F", reports.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Nothing_that_screens_get_holds_the_provider_link_of_a_recording()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        await using var screen = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);
        var (started, ended) = await service.EndedCallAsync(client, "9800000010", "9800000001", Cancel);

        await client.BringAsync(service.CallbackOf(ended), Cancel);
        var settled = await service.PlayAsync(screen.UntilAsync(state => state.Text("recording_url") is not null, Cancel));
        var list = await client.AskAsync("/calls", Cancel);

        Assert.Equal($"/calls/{started.Id}/recording", settled.Text("recording_url"));
        Assert.DoesNotContain("recordings", settled + list.Text, StringComparison.Ordinal);
    }

    private static void AssertAnswered(TestProvider provider, JsonElement phoneCall)
    {
        Assert.Equal("answered", phoneCall.Text("status"));
        Assert.Null(phoneCall.Text("reason"));
        Assert.Equal("answered", phoneCall.Text("agent_leg"));
        Assert.Equal("answered", phoneCall.Text("customer_leg"));
        Assert.True(phoneCall.GetProperty("talk_seconds").GetInt64() > 0);
        Assert.Equal(provider.TellsTimesAndRecording, phoneCall.Text("duration_seconds") is not (null or "0"));
        Assert.Equal(provider.TellsTimesAndRecording, phoneCall.Text("ended_at") is not null);
        Assert.Contains(phoneCall.Text("settled_by"), new[] { "callback", provider.FirstOfTheEnd });
        Assert.Equal(provider.Name, phoneCall.Text("provider"));
        Assert.Equal("+919876543210", phoneCall.Text("customer_number"));
        Assert.Equal("9876543210", phoneCall.Text("mobile_number"));
        Assert.Equal("+919800000001", phoneCall.Text("agent_number"));
        Assert.Equal("Agent One", phoneCall.Text("agent_name"));
        Assert.Equal("click_to_call", phoneCall.Text("kind"));
        Assert.Equal("outbound", phoneCall.Text("direction"));
    }
}
