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

        Assert.Equal(HttpStatusCode.Created, started.Status);
        Assert.Equal($"/calls/{started.Id}", started.Location?.OriginalString);
        Assert.Equal("ringing", started["status"]);
        Assert.Equal("Placed. Your phone rings first; Kaleyra reports only the result.", started["message"]);
        Assert.Equal(Assert.Single(service.Platform.Dials).CallId, started["call_id"]);

        var states = screen.Heard.Where(heard => heard.Name == "call").Select(heard => heard.Data).ToList();
        Assert.Equal(["requested", "ringing", "answered"], states.Select(state => state.Text("status")));
        Assert.Equal(["1", "2", "3"], states.Select(state => state.Text("version")));
        AssertAnswered(settled);

        var byId = await client.AskAsync($"/calls/{started.Id}", Cancel);
        var byCallId = await client.AskAsync($"/calls/{started["call_id"]}", Cancel);
        AssertAnswered(byId.Json);
        Assert.Equal(byId.Text, byCallId.Text);
        Assert.Equal(settled.ToString(), byId.Text);
    }

    [Fact]
    public async Task The_reports_of_a_call_tell_its_story_without_tokens_and_links()
    {
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { Speed = 10 }, Cancel);
        using var client = service.CreateClient();
        await using var screen = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);
        var started = await client.ClickToCallAsync(cancellationToken: Cancel);
        await screen.SettledAsync(started.Id, Cancel);

        var reports = await client.AskAsync($"/calls/{started.Id}/reports", Cancel);

        var callback = (await service.Platform.WaitForCallbackAsync(_ => true, Cancel).SoonAsync()).Address;
        Assert.Contains("/recordings/", callback.OriginalString, StringComparison.Ordinal);
        Assert.Equal(["intent", "reply", "callback"], reports.Items().Select(report => report.Text("source")));
        Assert.Equal("accepted", reports.Items()[1].Text("proof"));
        Assert.Equal("ANSWER/ANSWER/ANSWER", reports.Items()[2].Text("provider_status"));
        Assert.Equal("True", reports.Items()[2].Text("has_recording"));
        Assert.Contains("billsec=", reports.Items()[2].Text("raw"), StringComparison.Ordinal);
        Assert.DoesNotContain(callback.Value("t"), reports.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("/recordings/", reports.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("recordings%2F", reports.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Nothing_that_screens_get_holds_the_provider_link_of_a_recording()
    {
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { Speed = 10 }, Cancel);
        using var client = service.CreateClient();
        await using var screen = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);
        var started = await client.ClickToCallAsync(cancellationToken: Cancel);

        var settled = await screen.SettledAsync(started.Id, Cancel);
        var list = await client.AskAsync("/calls", Cancel);

        Assert.Equal($"/calls/{started.Id}/recording", settled.Text("recording_url"));
        Assert.DoesNotContain("recordings", settled + list.Text, StringComparison.Ordinal);
    }

    private static void AssertAnswered(JsonElement phoneCall)
    {
        Assert.Equal("answered", phoneCall.Text("status"));
        Assert.Null(phoneCall.Text("reason"));
        Assert.Equal("answered", phoneCall.Text("agent_leg"));
        Assert.Equal("answered", phoneCall.Text("customer_leg"));
        Assert.True(phoneCall.GetProperty("talk_seconds").GetInt64() > 0);
        Assert.True(phoneCall.GetProperty("duration_seconds").GetInt64() > 0);
        Assert.NotNull(phoneCall.Time("ended_at"));
        Assert.Equal("callback", phoneCall.Text("settled_by"));
        Assert.Equal("+919876543210", phoneCall.Text("customer_number"));
        Assert.Equal("9876543210", phoneCall.Text("mobile_number"));
        Assert.Equal("+919800000001", phoneCall.Text("agent_number"));
        Assert.Equal("Agent One", phoneCall.Text("agent_name"));
        Assert.Equal("click_to_call", phoneCall.Text("kind"));
        Assert.Equal("outbound", phoneCall.Text("direction"));
    }
}
