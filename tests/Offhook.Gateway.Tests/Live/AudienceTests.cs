using System.Text;
using Offhook.Calls;
using Offhook.Gateway.Live;
using Offhook.Storage;

namespace Offhook.Gateway.Tests.Live;

/// <summary>A listener hears of its own calls, and of others nothing but that numbers went by.</summary>
public sealed class AudienceTests
{
    private const string StoreName = "a1b2c3d4";

    private static readonly CallAudience Red = new CallAudience.OfTeam("red");

    private static CancellationToken Cancel => Given.Cancel;

    [Fact]
    public async Task The_snapshot_and_the_changes_are_the_audiences_own()
    {
        await using var work = await Work.StartAsync();
        using var feed = new ChangeFeed(work.Store, work.Clock, work.Providers, StoreName, 0);
        var own = await BeginAsync(work, "red");
        var others = await BeginAsync(work, "blue");
        await using var events = feed.FollowAsync(null, Red, Cancel).GetAsyncEnumerator(Cancel);

        var whole = Assert.IsType<FeedEvent.Whole>(await NextAsync(events));
        var next = NextAsync(events);
        await work.Store.KeptAsync(Given.Busy(others, work.Clock.GetUtcNow()));
        await BeginAsync(work, null);
        await work.Store.KeptAsync(Given.Busy(own, work.Clock.GetUtcNow()));
        var changed = Assert.IsType<FeedEvent.Changed>(await next);

        Assert.Equal((2, own), (whole.Snapshot.Number, Assert.Single(whole.Snapshot.Items).Call.Reference));
        Assert.DoesNotContain(others.ToString(), Encoding.UTF8.GetString(whole.Sse.Span), StringComparison.Ordinal);
        Assert.Equal((5, own), (changed.Change.Number, changed.Change.Row.Call.Reference));
    }

    [Fact]
    public async Task Who_comes_back_gets_what_it_missed_of_its_own_from_the_ring_and_from_the_store()
    {
        await using var work = await Work.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            await BeginAsync(work, "blue");
            await BeginAsync(work, "red");
        }

        using var fresh = new ChangeFeed(work.Store, work.Clock, work.Providers, StoreName, 6);
        using var ring = new ChangeFeed(work.Store, work.Clock, work.Providers, StoreName, 6);
        await BeginAsync(work, "blue");
        await BeginAsync(work, "red");
        foreach (var (feed, place, expected) in new (ChangeFeed, long, long[])[] { (fresh, 1, [2, 4, 6, 8]), (ring, 6, [8]), (ring, 7, [8]) })
        {
            await using var events = feed.FollowAsync(new FeedPosition(StoreName, place).For(Red), Red, Cancel).GetAsyncEnumerator(Cancel);
            foreach (var number in expected)
            {
                Assert.Equal(number, Assert.IsType<FeedEvent.Changed>(await NextAsync(events)).Change.Number);
            }
        }
    }

    [Fact]
    public async Task A_place_of_another_audience_begins_with_a_snapshot()
    {
        await using var work = await Work.StartAsync();
        using var feed = new ChangeFeed(work.Store, work.Clock, work.Providers, StoreName, 0);
        var own = await BeginAsync(work, "red");

        foreach (var place in (FeedPosition[])[new(StoreName, 1), new FeedPosition(StoreName, 1).For(new CallAudience.OfTeam("blue")), new FeedPosition(StoreName, 1).For(CallAudience.Nobody.Instance)])
        {
            await using var events = feed.FollowAsync(place, Red, Cancel).GetAsyncEnumerator(Cancel);
            Assert.Equal(own, Assert.Single(Assert.IsType<FeedEvent.Whole>(await NextAsync(events)).Snapshot.Items).Call.Reference);
        }
    }

    [Fact]
    public async Task Who_missed_only_what_is_others_hears_at_once_that_it_is_connected()
    {
        await using var work = await Work.StartAsync();
        using var feed = new ChangeFeed(work.Store, work.Clock, work.Providers, StoreName, 0);
        await BeginAsync(work, "blue");
        await using var events = feed.FollowAsync(new FeedPosition(StoreName, 0).For(Red), Red, Cancel).GetAsyncEnumerator(Cancel);

        Assert.IsType<FeedEvent.Quiet>(await NextAsync(events));
    }

    [Fact]
    public async Task Others_calls_do_not_put_off_the_sign_of_life()
    {
        await using var work = await Work.StartAsync();
        using var feed = new ChangeFeed(work.Store, work.Clock, work.Providers, StoreName, 0);
        await using var events = feed.FollowAsync(null, Red, Cancel).GetAsyncEnumerator(Cancel);
        Assert.IsType<FeedEvent.Whole>(await NextAsync(events));

        var next = NextAsync(events);
        for (var second = 0; second < 15; second++)
        {
            Assert.False(next.IsCompleted);
            await BeginAsync(work, "blue");
            work.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.IsType<FeedEvent.Quiet>(await work.Clock.PlayAsync(next, TimeSpan.FromMilliseconds(1)));
    }

    [Fact]
    public async Task A_call_that_left_the_audience_is_announced_to_it_no_more()
    {
        await using var work = await Work.StartAsync();
        using var feed = new ChangeFeed(work.Store, work.Clock, work.Providers, StoreName, 0);
        var intent = IntentOf(work, "red");
        var moved = await work.Store.BegunAsync(intent);
        await using var events = feed.FollowAsync(null, Red, Cancel).GetAsyncEnumerator(Cancel);
        Assert.Equal(moved, Assert.Single(Assert.IsType<FeedEvent.Whole>(await NextAsync(events)).Snapshot.Items));
        var next = NextAsync(events);

        // Of two intents the order of their contents decides, so the call is the blue team's from now on.
        await work.Store.KeptAsync(intent with { Wish = intent.Wish! with { Team = "blue" } });
        await work.Store.KeptAsync(Given.Busy(intent.Reference, work.Clock.GetUtcNow()));
        var last = await BeginAsync(work, "red");

        Assert.Equal("blue", (await work.Store.FindAsync(intent.Reference.ToString(), Cancel))!.Call.Team);
        Assert.Equal(last, Assert.IsType<FeedEvent.Changed>(await next).Change.Row.Call.Reference);
    }

    private static Report IntentOf(Work work, string? team)
    {
        var intent = Given.Intent(work.Clock.GetUtcNow());
        return intent with { Wish = intent.Wish! with { Team = team } };
    }

    private static async Task<Guid> BeginAsync(Work work, string? team) => (await work.Store.BegunAsync(IntentOf(work, team))).Call.Reference;

    private static async Task<FeedEvent> NextAsync(IAsyncEnumerator<FeedEvent> events) =>
        await events.MoveNextAsync() ? events.Current : throw new InvalidOperationException("the feed ended");
}
