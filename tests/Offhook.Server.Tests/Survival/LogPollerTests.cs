using Offhook.Simulator;
using Offhook.Testing;

namespace Offhook.Server.Tests.Survival;

public sealed class LogPollerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_whose_callback_never_comes_is_settled_from_the_log_after_two_minutes()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        await using var screen = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);

        var started = await client.ClickToCallAsync("9800000014", cancellationToken: Cancel);
        var asked = service.Clock.GetUtcNow();
        var settled = await service.PlayAsync(screen.SettledAsync(started.Id, Cancel));

        Assert.Equal(("answered", "log", "8"), (settled.Text("status"), settled.Text("settled_by"), settled.Text("talk_seconds")));
        Assert.True(settled.Time("updated_at") >= asked.AddMinutes(2));
        Assert.Equal(1, service.Platform.RequestsReceived[service.Provider.CallLogRequest]);
        Assert.Single(service.Platform.Dials);
    }

    [Fact]
    public async Task A_log_that_does_not_have_the_call_yet_is_asked_again()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        await using var screen = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);
        service.Platform.Always(Fault.LogEmptyFor(TimeSpan.FromMinutes(7)));

        var started = await client.ClickToCallAsync("9800000014", cancellationToken: Cancel);
        var asked = service.Clock.GetUtcNow();
        await service.PlayAsync(Waiting.UntilAsync(() => service.Platform.RequestsReceived.GetValueOrDefault(service.Provider.CallLogRequest) == 1, cancellationToken: Cancel));
        await service.PlayAsync(Waiting.UntilAsync(() => service.Platform.RequestsReceived[service.Provider.CallLogRequest] == 2, cancellationToken: Cancel), TimeSpan.FromSeconds(5));
        var open = await client.AskAsync($"/calls/{started.Id}", Cancel);
        var settled = await service.PlayAsync(screen.SettledAsync(started.Id, Cancel), TimeSpan.FromSeconds(10));

        Assert.Equal(("ringing", null), (open["status"], open["settled_by"]));
        Assert.Equal(("answered", "log"), (settled.Text("status"), settled.Text("settled_by")));
        Assert.True(settled.Time("updated_at") >= asked.AddMinutes(15));
        Assert.Equal(3, service.Platform.RequestsReceived[service.Provider.CallLogRequest]);
    }

    [Fact]
    public async Task Without_a_public_address_the_log_is_asked_quickly()
    {
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { Clock = new ManualClock() }, Cancel);
        using var client = service.CreateClient();
        await using var screen = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);
        service.Platform.Always(Fault.NoCallback());
        service.Platform.Always(Fault.NoCallback().OnEvents());

        var started = await client.ClickToCallAsync(cancellationToken: Cancel);
        var asked = service.Clock.GetUtcNow();
        var settled = await service.PlayAsync(screen.SettledAsync(started.Id, Cancel), TimeSpan.FromMilliseconds(100));

        Assert.Equal(("answered", "log"), (settled.Text("status"), settled.Text("settled_by")));
        Assert.InRange(settled.Time("updated_at")!.Value - asked, TimeSpan.FromSeconds(13), TimeSpan.FromSeconds(29));
    }

    [Fact]
    public async Task A_dial_without_a_reply_is_found_in_the_log_by_what_was_sent_with_it()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        await using var screen = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);
        service.Platform.Next(Fault.CutAfterPlacing());

        var started = await client.ClickToCallAsync(cancellationToken: Cancel);
        var settled = await service.PlayAsync(screen.SettledAsync(started.Id, Cancel));

        Assert.Equal("unconfirmed", started["status"]);
        Assert.Equal(("answered", "log", "8"), (settled.Text("status"), settled.Text("settled_by"), settled.Text("talk_seconds")));
        Assert.Single(service.Platform.Dials);
    }

    [Fact]
    public async Task Of_two_alike_rows_none_is_guessed()
    {
        var settings = new Dictionary<string, string> { ["OFFHOOK_AGENT_GUARD_SECONDS"] = "0" };
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { Clock = new ManualClock(), IsPublic = true, Settings = settings }, Cancel);
        using var client = service.CreateClient();
        service.Platform.Next(Fault.CutAfterPlacing());
        service.Platform.Next(Fault.CutAfterPlacing());
        var first = await client.ClickToCallAsync(cancellationToken: Cancel);
        var second = await client.ClickToCallAsync(cancellationToken: Cancel);

        await service.PlayAsync(Waiting.UntilAsync(() => service.Platform.RequestsReceived.GetValueOrDefault(service.Provider.LogRequest) >= 3, cancellationToken: Cancel));

        foreach (var call in (Answer[])[first, second])
        {
            var row = await client.AskAsync($"/calls/{call.Id}", Cancel);
            Assert.Equal(("unconfirmed", null), (row["status"], row["settled_by"]));
        }
    }

    [Fact]
    public async Task A_log_that_cannot_be_read_for_a_while_settles_the_call_when_it_can()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        await using var screen = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);
        service.Platform.Always(Fault.HtmlPage().OnReports());

        var started = await client.ClickToCallAsync("9800000014", cancellationToken: Cancel);
        await service.PlayAsync(Waiting.UntilAsync(() => service.Platform.RequestsReceived.GetValueOrDefault(service.Provider.CallLogRequest) >= 3, cancellationToken: Cancel));
        Assert.Equal("ringing", (await client.AskAsync($"/calls/{started.Id}", Cancel))["status"]);
        service.Platform.ClearFaults();
        var settled = await service.PlayAsync(screen.SettledAsync(started.Id, Cancel), TimeSpan.FromSeconds(5));

        Assert.Equal(("answered", "log"), (settled.Text("status"), settled.Text("settled_by")));
    }
}
