using System.Net;
using Offhook.Simulator;
using Offhook.Testing;

namespace Offhook.Server.Tests.Callbacks;

public sealed class CallbackOrderTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_callback_that_comes_before_the_reply_to_the_dial_settles_the_call_and_the_start_says_so()
    {
        await using var service = await ServiceHost.StartAsync(cancellationToken: Cancel);
        using var client = service.CreateClient();
        await using var screen = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);
        service.Platform.Next(Fault.CallbackFirst());

        var started = await client.ClickToCallAsync(cancellationToken: Cancel);
        var settled = await screen.SettledAsync(started.Id, Cancel);

        Assert.Equal((HttpStatusCode.Created, "answered"), (started.Status, started["status"]));
        Assert.Equal(("answered", service.Provider.FirstOfTheEnd), (settled.Text("status"), settled.Text("settled_by")));
        var reports = await client.AskAsync($"/calls/{started.Id}/reports", Cancel);
        Assert.Equal(["intent", "callback", "reply"], reports.Items().Select(report => report.Text("source")).Where(source => source != "event"));
        Assert.Equal(Assert.Single(service.Platform.Dials).CallId, (await client.AskAsync($"/calls/{started.Id}", Cancel))["call_id"]);
    }

    [Fact]
    public async Task A_repeated_callback_changes_nothing_a_weaker_one_undoes_nothing_and_both_are_thanked()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        service.Platform.Always(Fault.LogEmptyFor(TimeSpan.FromDays(1)));
        var (started, ended) = await service.EndedCallAsync(client, "9800000010", "9800000001", Cancel);
        var callback = service.CallbackOf(ended);
        var weaker = service.CallbackOf(ended, ("billsec", "0"), ("status", "NOANSWER"), ("status2", ""), ("recordpath", ""));

        var first = await client.BringAsync(callback, Cancel);
        var settled = await client.AskAsync($"/calls/{started.Id}", Cancel);
        service.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await client.BringAsync(callback, Cancel);
        var third = await client.BringAsync(callback, Cancel);
        var last = await client.BringAsync(weaker, Cancel);

        Assert.All([first, second, third, last], answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Equal(("answered", "8", "3"), (settled["status"], settled["talk_seconds"], settled["version"]));
        Assert.Equal(settled.Text, (await client.AskAsync($"/calls/{started.Id}", Cancel)).Text);
        var reports = await client.AskAsync($"/calls/{started.Id}/reports", Cancel);
        Assert.Equal(["intent", "reply", "callback", "callback"], reports.Items().Select(report => report.Text("source")));
    }

    [Fact]
    public async Task A_weaker_callback_that_comes_first_is_corrected()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        var (started, ended) = await service.EndedCallAsync(client, "9800000010", "9800000001", Cancel);

        await client.BringAsync(service.CallbackOf(ended, ("billsec", "0"), ("status", "NOANSWER"), ("status2", "")), Cancel);
        var before = await client.AskAsync($"/calls/{started.Id}", Cancel);
        await client.BringAsync(service.CallbackOf(ended), Cancel);
        var after = await client.AskAsync($"/calls/{started.Id}", Cancel);

        Assert.Equal(("missed", "answered"), (before["status"], after["status"]));
    }

    [Fact]
    public async Task A_callback_without_an_id_changes_its_own_call_alone()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        var old = new List<Answer>();
        for (var index = 0; index < 5; index++)
        {
            old.Add(await client.ClickToCallAsync("9800000010", $"980000000{index}", cancellationToken: Cancel));
        }

        var (started, ended) = await service.EndedCallAsync(client, "9800000010", "9800000009", Cancel);

        var thanked = await client.BringAsync(service.CallbackOf(ended, ("id", "")), Cancel);

        Assert.Equal(HttpStatusCode.OK, thanked.Status);
        Assert.Equal(("answered", ended.Id), ((await client.AskAsync($"/calls/{started.Id}", Cancel))["status"], started["call_id"]));
        foreach (var other in old)
        {
            var row = await client.AskAsync($"/calls/{other.Id}", Cancel);
            Assert.Equal(("ringing", "2"), (row["status"], row["version"]));
        }
    }

    [Fact]
    public async Task The_providers_own_repetitions_and_afterthoughts_leave_the_call_answered()
    {
        await using var service = await ServiceHost.StartAsync(cancellationToken: Cancel);
        using var client = service.CreateClient();
        await using var screen = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);
        service.Platform.Always(Fault.RepeatedCallback(3));
        service.Platform.Always(Fault.WeakerAfterwards());

        var started = await client.ClickToCallAsync(cancellationToken: Cancel);
        await screen.SettledAsync(started.Id, Cancel);
        var end = await service.Platform.WaitForCallbackAsync(sent => sent.Event is null, Cancel).SoonAsync();
        var settled = await client.AskAsync($"/calls/{started.Id}", Cancel);
        await service.Platform.WaitForCallbackAsync(sent => sent.Event is null && sent.Address.Value("billsec") == "0", Cancel).SoonAsync();

        Assert.Equal(("answered", end.Address.Value("billsec")), (settled["status"], settled["talk_seconds"]));
        Assert.Equal(4, service.Platform.Callbacks.Count(sent => sent.Event is null));
        Assert.All(service.Platform.Callbacks, sent => Assert.Equal(200, sent.StatusCode));
        Assert.Equal(settled.Text, (await client.AskAsync($"/calls/{started.Id}", Cancel)).Text);
    }
}
