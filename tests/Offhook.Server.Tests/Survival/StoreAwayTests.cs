using System.Net;
using Offhook.Simulator;
using Offhook.Testing;

namespace Offhook.Server.Tests.Survival;

public sealed class StoreAwayTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_nothing_can_be_kept_nothing_is_dialled_and_no_callback_is_acknowledged()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        var (started, ended) = await service.EndedCallAsync(client, "9800000010", "9800000001", Cancel);
        await service.Database.BreakAsync();

        var refused = await client.ClickToCallAsync("9800000012", "9800000002", "one", Cancel);
        var notKept = await client.BringAsync(service.CallbackOf(ended), Cancel);
        var dials = service.Platform.RequestsReceived["dial.click2call"];
        await service.Database.MendAsync();
        var taken = await client.ClickToCallAsync("9800000012", "9800000002", "one", Cancel);
        var kept = await client.BringAsync(service.CallbackOf(ended), Cancel);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "/problems/store-unavailable"), (refused.Status, refused["type"]));
        Assert.True(refused.RetryAfter > TimeSpan.Zero);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, 1), (notKept.Status, dials));
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (taken.Status, kept.Status));
        Assert.Equal("answered", (await client.AskAsync($"/calls/{started.Id}", Cancel))["status"]);
    }

    [Fact]
    public async Task A_store_that_can_be_read_but_not_written_is_not_ready()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();

        await using (await service.Database.HoldAsync())
        {
            using var notReady = await client.GetAsync(new Uri("/health/ready", UriKind.Relative), Cancel);
            using var stillNot = await client.GetAsync(new Uri("/health/ready", UriKind.Relative), Cancel);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable), (notReady.StatusCode, stillNot.StatusCode));
        }

        service.Clock.Advance(TimeSpan.FromSeconds(5));
        using var ready = await client.GetAsync(new Uri("/health/ready", UriKind.Relative), Cancel);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
    }

    [Fact]
    public async Task A_store_that_fails_for_an_unheard_of_reason_is_not_ready()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        await service.Database.ExecuteAsync("alter table counters rename to mislaid");

        var notReady = await client.AskAsync("/health/ready", Cancel);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "not ready"), (notReady.Status, notReady["status"]));
        Assert.Equal("""["The store cannot be written; the log tells why"]""", notReady.Json.GetProperty("reasons").GetRawText());
    }

    [Fact]
    public async Task A_reply_that_could_not_be_kept_is_answered_202_and_the_log_tells_the_outcome()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        service.Platform.Next(Fault.HeldReply(TimeSpan.FromSeconds(5)));

        var asked = client.ClickToCallAsync(cancellationToken: Cancel);
        await service.Platform.WaitForCallAsync(_ => true, Cancel).SoonAsync();
        await service.Database.BreakAsync();
        var started = await service.Clock.PlayAsync(asked, TimeSpan.FromMilliseconds(100));
        await service.Database.MendAsync();
        await using var screen = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);
        var settled = await service.PlayAsync(screen.SettledAsync(started.Id, Cancel));

        Assert.Equal((HttpStatusCode.Accepted, "requested"), (started.Status, started["status"]));
        Assert.Equal(("answered", "log"), (settled.Text("status"), settled.Text("settled_by")));
        Assert.Single(service.Platform.Dials);
    }
}
