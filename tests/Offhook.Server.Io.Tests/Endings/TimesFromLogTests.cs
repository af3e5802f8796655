using Microsoft.Extensions.DependencyInjection;
using Offhook.Server.Tests;
using Offhook.Simulator;
using Offhook.Storage;
using Offhook.Testing;

namespace Offhook.Server.Io.Tests.Endings;

/// <summary>No report of the end tells when it was. The log does, and is asked.</summary>
public sealed class TimesFromLogTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData("event"), InlineData("callback")]
    public async Task The_times_and_the_recording_come_from_the_log_half_a_minute_after_the_end_was_told(string source)
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        await using var screen = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);
        var (started, ended) = await service.EndedCallAsync(client, "9800000010", "9800000001", Cancel);

        await client.BringAsync(source == "event" ? service.EventOf(ended, "call_end") : service.CallbackOf(ended), Cancel);
        var told = await client.AskAsync($"/calls/{started.Id}", Cancel);
        var at = service.Clock.GetUtcNow();
        service.Clock.Advance(TimeSpan.FromSeconds(29));
        var asked = service.Platform.RequestsReceived.GetValueOrDefault("call-logs");
        var timed = await service.PlayAsync(screen.UntilAsync(call => call.Text("ended_at") is not null, Cancel));

        Assert.Equal(("answered", source, "8"), (told["status"], told["settled_by"], told["talk_seconds"]));
        Assert.Equal([null, null, null, null], ((string[])["ended_at", "answered_at", "duration_seconds", "recording_url"]).Select(name => told[name]));
        Assert.Equal(0, asked);
        var end = ended.StartedAt.AddSeconds(ended.DurationSeconds);
        Assert.Equal((end, end.AddSeconds(-8)), (timed.Time("ended_at"), timed.Time("answered_at")));
        Assert.Equal(("answered", "8", "13", $"/calls/{started.Id}/recording"), (timed.Text("status"), timed.Text("talk_seconds"), timed.Text("duration_seconds"), timed.Text("recording_url")));
        Assert.True(timed.Time("updated_at") >= at.AddSeconds(30));
        Assert.Equal(1, service.Platform.RequestsReceived["call-logs"]);
    }

    [Theory, InlineData("9800000020"), InlineData("9800000021"), InlineData("9800000031"), InlineData("9800000062")]
    public async Task A_call_that_nobody_answered_gets_the_time_of_its_end_too(string customer)
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        await using var screen = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);
        var (started, ended) = await service.EndedCallAsync(client, customer, "9800000001", Cancel);

        await client.BringAsync(service.CallbackOf(ended), Cancel);
        var told = await client.AskAsync($"/calls/{started.Id}", Cancel);
        var timed = await service.PlayAsync(screen.UntilAsync(call => call.Text("ended_at") is not null, Cancel));

        Assert.Equal((told["status"], told["reason"]), (timed.Text("status"), timed.Text("reason")));
        Assert.Equal(ended.StartedAt.AddSeconds(ended.DurationSeconds), timed.Time("ended_at"));
        Assert.Null(timed.Text("answered_at"));
        Assert.Null(timed.Text("recording_url"));
    }

    [Fact]
    public async Task A_log_that_is_late_is_asked_again_and_after_an_hour_no_more()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        await using var screen = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);
        service.Platform.Always(Fault.LogEmptyFor(TimeSpan.FromMinutes(20)));
        var (timely, first) = await service.EndedCallAsync(client, "9800000010", "9800000001", Cancel);
        await client.BringAsync(service.CallbackOf(first), Cancel);
        var timed = await service.PlayAsync(screen.UntilAsync(call => call.Text("id") == timely.Id && call.Text("ended_at") is not null, Cancel), TimeSpan.FromSeconds(10));
        Assert.Equal(first.StartedAt.AddSeconds(first.DurationSeconds), timed.Time("ended_at"));

        service.Platform.Always(Fault.LogEmptyFor(TimeSpan.FromDays(1)));
        var (never, second) = await service.EndedCallAsync(client, "9800000010", "9800000001", Cancel);
        await client.BringAsync(service.CallbackOf(second), Cancel);
        var store = service.Services.GetRequiredService<ICallStore>();
        await service.PlayAsync(Waiting.UntilAsync(() => store.NextDueAsync(Cancel).GetAwaiter().GetResult() is null, cancellationToken: Cancel), TimeSpan.FromSeconds(30));

        var row = await client.AskAsync($"/calls/{never.Id}", Cancel);
        Assert.Equal(("answered", "callback", null), (row["status"], row["settled_by"], row["ended_at"]));
        Assert.True(service.Clock.GetUtcNow() >= row.Json.Time("received_at")!.Value.AddHours(1));
    }
}
