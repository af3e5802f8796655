using System.Net;
using Offhook.Testing;

namespace Offhook.Server.Tests.Live;

public sealed class LiveFeedTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_listener_gets_everything_at_once_then_each_change()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        var first = await client.ClickToCallAsync(cancellationToken: Cancel);

        await using var screen = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);
        var snapshot = await screen.NextAsync(Cancel);
        var second = await client.ClickToCallAsync("9800000012", "9800000002", cancellationToken: Cancel);
        var requested = await screen.NextAsync(Cancel);
        var placed = await screen.NextAsync(Cancel);

        Assert.Equal("snapshot", snapshot.Name);
        Assert.EndsWith($"-{snapshot.Data.Text("version")}", snapshot.Id, StringComparison.Ordinal);
        var item = Assert.Single(snapshot.Data.GetProperty("items").EnumerateArray());
        Assert.Equal((await client.AskAsync($"/calls/{first.Id}", Cancel)).Text, item.ToString());
        Assert.Equal(("call", second.Id, "requested"), (requested.Name, requested.Data.Text("id"), requested.Data.Text("status")));
        Assert.Equal(("call", second.Id, "ringing"), (placed.Name, placed.Data.Text("id"), placed.Data.Text("status")));
        Assert.NotEqual(requested.Id, placed.Id);
    }

    [Fact]
    public async Task The_stream_says_what_it_is_and_is_stored_by_nobody()
    {
        await using var service = await ServiceHost.StartAsync(cancellationToken: Cancel);
        using var client = service.CreateClient();

        using var response = await client.GetAsync(new Uri("/calls/live", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Cancel);

        Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.True(response.Headers.CacheControl?.NoStore);
        Assert.Equal("no", Assert.Single(response.Headers.GetValues("X-Accel-Buffering")));
    }

    [Fact]
    public async Task All_listeners_hear_the_same_in_the_same_order()
    {
        await using var service = await ServiceHost.StartAsync(
            new ServiceOptions { Speed = 1000, Settings = new Dictionary<string, string> { ["KALEYRA_DIALS_PER_SECOND"] = "0" } }, Cancel);
        using var client = service.CreateClient();
        var screens = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => FeedListener.ConnectAsync(client, cancellationToken: Cancel)));

        var calls = await Task.WhenAll(Enumerable.Range(0, 15).Select(index => client.ClickToCallAsync("9800000031", $"98000010{index:00}", cancellationToken: Cancel)));
        var heard = await Task.WhenAll(screens.Select(screen => UntilSettledAsync(screen, calls.Length)));

        Assert.Equal(heard[0].Count, heard[0].Select(change => change.Id).Distinct().Count());
        Assert.All(calls, call => Assert.Equal("requested", heard[0].First(change => change.Data.Text("id") == call.Id).Data.Text("status")));
        Assert.All(calls, call => Assert.Equal("busy", heard[0].Last(change => change.Data.Text("id") == call.Id).Data.Text("status")));
        Assert.All(heard, other => Assert.Equal(heard[0].Select(change => (change.Id, change.Data.ToString())), other.Select(change => (change.Id, change.Data.ToString()))));
        foreach (var screen in screens)
        {
            await screen.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_silent_stream_gives_a_sign_of_life_every_fifteen_seconds()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        await using var screen = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);
        await screen.NextAsync(Cancel);
        var start = service.Clock.GetUtcNow();

        await service.PlayAsync(screen.CommentAsync(Cancel));
        var first = service.Clock.GetUtcNow();
        await service.PlayAsync(screen.CommentAsync(Cancel));

        Assert.True(first - start >= TimeSpan.FromSeconds(15));
        Assert.True(service.Clock.GetUtcNow() - start >= TimeSpan.FromSeconds(30));
        Assert.Equal(["snapshot", "", ""], screen.Heard.Select(heard => heard.Name));
    }

    [Fact]
    public async Task The_service_stops_without_waiting_for_listeners()
    {
        await using var service = await ServiceHost.StartAsync(cancellationToken: Cancel);
        using var client = service.CreateClient();
        await using var screen = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);
        await screen.NextAsync(Cancel);

        await service.StopAsync(Cancel).SoonAsync();

        await screen.Ended.SoonAsync();
    }

    private static async Task<List<LiveEvent>> UntilSettledAsync(FeedListener screen, int calls)
    {
        await screen.NextAsync(Cancel);
        var changes = new List<LiveEvent>();
        while (changes.Where(change => change.Data.Text("settled_by") is not null).DistinctBy(change => change.Data.Text("id")).Count() < calls)
        {
            changes.Add(await screen.NextAsync(Cancel));
        }

        return changes;
    }
}
