using Microsoft.Extensions.DependencyInjection;
using Offhook.Storage;
using Offhook.Testing;

namespace Offhook.Server.Tests.Live;

public sealed class ResumeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_browser_that_comes_back_gets_what_it_missed_and_nothing_twice()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        var (call, place) = await WatchOneCallAsync(client);

        service.Clock.Advance(TimeSpan.FromMinutes(1));
        await client.BringAsync(service.CallbackOf(service.Platform.Calls[0]), Cancel);
        var other = await client.ClickToCallAsync("9800000012", "9800000002", cancellationToken: Cancel);
        await using var back = await FeedListener.ConnectAsync(client, place, Cancel);
        LiveEvent[] missed = [await back.NextAsync(Cancel), await back.NextAsync(Cancel), await back.NextAsync(Cancel)];

        Assert.All(missed, heard => Assert.Equal("call", heard.Name));
        Assert.Equal(
            [(call.Id, "answered"), (other.Id, "requested"), (other.Id, "ringing")],
            missed.Select(heard => (heard.Data.Text("id"), heard.Data.Text("status"))));
    }

    [Fact]
    public async Task A_browser_that_missed_nothing_hears_at_once_that_the_stream_is_there()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        var (_, place) = await WatchOneCallAsync(client);

        await using var back = await FeedListener.ConnectAsync(client, place, Cancel);
        await back.CommentAsync(Cancel);

        Assert.DoesNotContain(back.Heard, heard => heard.Name.Length > 0);
    }

    [Fact]
    public async Task A_browser_that_comes_back_after_a_restart_gets_what_it_missed()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        var (call, place) = await WatchOneCallAsync(client);

        var other = await client.ClickToCallAsync("9800000012", "9800000002", cancellationToken: Cancel);
        await service.RestartAsync(Cancel);
        service.Clock.Advance(TimeSpan.FromMinutes(1));
        await client.BringAsync(service.CallbackOf(service.Platform.Calls[0]), Cancel);
        await using var back = await FeedListener.ConnectAsync(client, place, Cancel);
        LiveEvent[] missed = [await back.NextAsync(Cancel), await back.NextAsync(Cancel)];

        Assert.All(missed, heard => Assert.Equal("call", heard.Name));
        Assert.Equal([(other.Id, "ringing"), (call.Id, "answered")], missed.Select(heard => (heard.Data.Text("id"), heard.Data.Text("status"))));
    }

    [Fact]
    public async Task A_place_that_is_not_known_here_begins_with_a_snapshot()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        var (call, place) = await WatchOneCallAsync(client);
        var store = place[..place.LastIndexOf('-')];

        foreach (var unknown in (string[])["1", "abc", "-", $"{store}-999999", $"{store}--1", "ffffffffffffffff-1", new string('9', 500)])
        {
            await using var screen = await FeedListener.ConnectAsync(client, unknown, Cancel);
            var first = await screen.NextAsync(Cancel);
            Assert.Equal((unknown, "snapshot", place), (unknown, first.Name, first.Id));
            Assert.Equal(call.Id, Assert.Single(first.Data.GetProperty("items").EnumerateArray()).Text("id"));
        }
    }

    [Fact]
    public async Task A_place_older_than_what_is_kept_begins_with_a_snapshot()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        var (_, place) = await WatchOneCallAsync(client);
        var other = await client.ClickToCallAsync("9800000012", "9800000002", cancellationToken: Cancel);
        await service.RestartAsync(Cancel);
        await service.Services.GetRequiredService<ICallStore>().PruneAsync(service.Clock.GetUtcNow().AddSeconds(1), Cancel);

        await using var screen = await FeedListener.ConnectAsync(client, place, Cancel);
        var first = await screen.NextAsync(Cancel);

        Assert.Equal("snapshot", first.Name);
        Assert.Contains(other.Id, first.Data.GetProperty("items").EnumerateArray().Select(item => item.Text("id")));
    }

    // The place of a listener who saw a call being placed.
    private static async Task<(Answer Call, string Place)> WatchOneCallAsync(HttpClient client)
    {
        await using var screen = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);
        var call = await client.ClickToCallAsync(cancellationToken: Cancel);
        await screen.StatusAsync(call.Id, "ringing", Cancel);
        return (call, screen.LastId!);
    }
}
