using System.Net;
using Offhook.Simulator;
using Offhook.Testing;

namespace Offhook.Server.Tests.Calls;

public sealed class OutboundTests
{
    // kaleyra.io has no words of its own for a congested network and for the do-not-disturb register.
    public static readonly TheoryData<string, string, string> Outcomes = new()
    {
        { "9800000020", "missed", "customer_no_answer" },
        { "9800000021", "missed", "customer_no_answer" },
        { "9800000031", "busy", "customer_busy" },
        { "9800000051", "failed", "customer_failed" },
        { "9800000052", "failed", TestProvider.OfTheseTests == TestProvider.Io ? "customer_failed" : "customer_congestion" },
        { "9800000060", "failed", TestProvider.OfTheseTests == TestProvider.Io ? "customer_outgoing_restricted" : "customer_do_not_disturb" },
    };

    public static TheoryData<string> Plays => [.. TestProvider.OfTheseTests.Plays];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Plays))]
    public async Task One_phone_is_called_and_hears_what_was_asked_for(string play)
    {
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { Speed = 10 }, Cancel);
        using var client = service.CreateClient();
        await using var screen = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);

        var started = await client.OutboundAsync(play: play, campaign: "Reminders", cancellationToken: Cancel);
        await screen.SettledAsync(started.Id, Cancel);
        await service.Platform.WaitForCallbackAsync(sent => sent.Event is null, Cancel).SoonAsync();
        var settled = (await client.AskAsync($"/calls/{started.Id}", Cancel)).Json;

        Assert.Equal((HttpStatusCode.Created, "ringing"), (started.Status, started["status"]));
        Assert.Equal($"/calls/{started.Id}", started.Location?.OriginalString);
        Assert.Equal(("outbound", "outbound", play, "Reminders"), (settled.Text("kind"), settled.Text("direction"), settled.Text("play"), settled.Text("campaign")));
        Assert.Equal(("answered", "answered", "callback"), (settled.Text("status"), settled.Text("customer_leg"), settled.Text("settled_by")));
        Assert.Null(settled.Text("agent_number"));
        Assert.True(settled.GetProperty("talk_seconds").GetInt64() > 0);
        Assert.Equal("1", settled.Text("key_press"));
        Assert.Equal((Side.Customer, play), (Assert.Single(service.Platform.Rings).Side, Heard(Assert.Single(service.Platform.Calls))));
    }

    [Theory, MemberData(nameof(Outcomes))]
    public async Task The_only_phone_decides_the_outcome(string customer, string status, string reason)
    {
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { Speed = 500 }, Cancel);
        using var client = service.CreateClient();
        await using var screen = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);

        var started = await client.OutboundAsync(customer, cancellationToken: Cancel);
        var settled = await screen.SettledAsync(started.Id, Cancel);

        Assert.Equal((status, reason, service.Provider.FirstOfTheEnd), (settled.Text("status"), settled.Text("reason"), settled.Text("settled_by")));
    }

    [Fact]
    public async Task An_outbound_call_without_a_callback_is_settled_by_asking_for_it()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        await using var screen = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);

        var started = await client.OutboundAsync(cancellationToken: Cancel);
        var settled = await service.PlayAsync(screen.SettledAsync(started.Id, Cancel));

        Assert.Equal(("answered", "log"), (settled.Text("status"), settled.Text("settled_by")));
        Assert.Equal("8", settled.Text("talk_seconds"));
        Assert.True(service.Platform.RequestsReceived.ContainsKey(service.Provider.OutboundLogRequest));
        Assert.Single(service.Platform.Dials);
    }

    [Fact]
    public async Task A_refused_outbound_call_is_a_502_with_a_failed_row()
    {
        await using var service = await ServiceHost.StartAsync(cancellationToken: Cancel);
        using var client = service.CreateClient();
        service.Platform.Next(Fault.NoCredit());

        var refused = await client.OutboundAsync(cancellationToken: Cancel);

        Assert.Equal((HttpStatusCode.BadGateway, "/problems/provider-refused"), (refused.Status, refused["type"]));
        Assert.Equal("failed", (await client.AskAsync($"/calls/{refused.Id}", Cancel))["status"]);
        Assert.Empty(service.Platform.Rings);
    }

    // What is to be read out reaches the provider without the prefix by which we know it.
    private static string? Heard(SimulatedCall call) => call is { Wire: Wire.Io } ? "say:" + call.Plays : call.Plays;
}
