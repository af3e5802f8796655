using System.Net;
using Offhook.Simulator;
using Offhook.Testing;

namespace Offhook.Server.Tests.Survival;

public sealed class DeadlineTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_that_nobody_ever_tells_of_is_settled_at_its_deadline_as_what_is_known_and_a_late_callback_corrects_it()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        await using var screen = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);
        service.Platform.Always(Fault.LogEmptyFor(TimeSpan.FromDays(7)));

        var (started, ended) = await service.EndedCallAsync(client, "9800000010", "9800000001", Cancel);
        var asked = started.Json.Time("received_at")!.Value;
        var settled = await service.PlayAsync(screen.SettledAsync(started.Id, Cancel), TimeSpan.FromMinutes(5));

        Assert.Equal(("unconfirmed", "never_reported", "deadline"), (settled.Text("status"), settled.Text("reason"), settled.Text("settled_by")));
        Assert.Equal($"{service.Provider.DisplayName} never said how it ended", settled.Text("reason_text"));
        Assert.Null(settled.Text("ended_at"));
        Assert.True(settled.Time("updated_at") >= asked.AddHours(24));
        Assert.True(service.Platform.RequestsReceived[service.Provider.CallLogRequest] > 4);

        await client.BringAsync(service.CallbackOf(ended), Cancel);

        var corrected = await client.AskAsync($"/calls/{started.Id}", Cancel);
        Assert.Equal(("answered", "callback", "8"), (corrected["status"], corrected["settled_by"], corrected["talk_seconds"]));
        Assert.Null(corrected["reason"]);
    }

    [Fact]
    public async Task A_call_that_was_never_confirmed_is_settled_after_an_hour()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        await using var screen = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);
        service.Platform.Next(Fault.ServerError());

        var started = await client.ClickToCallAsync(cancellationToken: Cancel);
        var settled = await service.PlayAsync(screen.SettledAsync(started.Id, Cancel), TimeSpan.FromSeconds(30));

        Assert.Equal((HttpStatusCode.Accepted, "unconfirmed"), (started.Status, started["status"]));
        Assert.Equal(("unconfirmed", "never_reported", "deadline"), (settled.Text("status"), settled.Text("reason"), settled.Text("settled_by")));
        Assert.True(settled.Time("updated_at") >= started.Json.Time("received_at")!.Value.AddHours(1));
        Assert.Empty(service.Platform.Rings);
    }
}
