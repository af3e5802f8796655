using System.Runtime.CompilerServices;
using System.Text;
using Offhook.Gateway.Live;
using Offhook.Storage;

namespace Offhook.Gateway.Tests.Live;

public sealed class ChangeFeedTests
{
    private const string StoreName = "a1b2c3d4";

    private static CancellationToken Cancel => Given.Cancel;

    [Fact]
    public async Task A_stranger_gets_a_snapshot_first_and_then_what_changes()
    {
        await using var work = await Work.StartAsync();
        using var feed = new ChangeFeed(work.Store, work.Clock, work.Providers, StoreName, 0);
        var intent = Given.Intent(work.Clock.GetUtcNow());
        var begun = await work.Store.BegunAsync(intent);
        await using var events = feed.FollowAsync(null, Cancel).GetAsyncEnumerator(Cancel);

        var whole = Assert.IsType<FeedEvent.Whole>(await NextAsync(events));
        var next = NextAsync(events);
        var kept = await work.Store.KeptAsync(Given.Busy(intent.Reference, intent.At));
        var changed = Assert.IsType<FeedEvent.Changed>(await next);

        Assert.Equal((1, StoreName), (whole.Snapshot.Number, whole.Position.Store));
        Assert.Equal([begun], whole.Snapshot.Items);
        Assert.Equal(new CallChange(2, kept.Row, CallChangeKind.Updated), changed.Change);
        Assert.StartsWith($"id: {StoreName}-1\nevent: snapshot\ndata: {{\"version\":1,\"items\":[{{\"id\":\"{intent.Reference}\"", Text(whole.Sse), StringComparison.Ordinal);
        Assert.StartsWith($"id: {StoreName}-2\nevent: call\ndata: {{\"id\":\"{intent.Reference}\"", Text(changed.Sse), StringComparison.Ordinal);
        Assert.All([Text(whole.Sse), Text(changed.Sse)], sse => Assert.Matches("^[^\n]+\n[^\n]+\n[^\n]+\n\n$", sse));
    }

    [Theory]
    [InlineData("otherstore", 1)]
    [InlineData("", 1)]
    [InlineData(StoreName, 4)]
    [InlineData(StoreName, long.MaxValue)]
    [InlineData(StoreName, -1)]
    [InlineData(StoreName, long.MinValue)]
    public async Task A_place_that_is_not_known_here_gets_a_snapshot(string store, long number)
    {
        await using var work = await Work.StartAsync();
        using var feed = new ChangeFeed(work.Store, work.Clock, work.Providers, StoreName, 0);
        await WriteAsync(work, 3);

        Assert.Equal(3, Assert.IsType<FeedEvent.Whole>(await FirstAsync(feed, new FeedPosition(store, number))).Snapshot.Number);
    }

    [Fact]
    public async Task A_place_older_than_what_is_kept_gets_a_snapshot()
    {
        await using var work = await Work.StartAsync();
        await WriteAsync(work, 3);
        using var feed = new ChangeFeed(work.Store, work.Clock, work.Providers, StoreName, 3);
        await work.Store.PruneAsync(work.Clock.GetUtcNow().AddDays(1), Cancel);

        Assert.IsType<FeedEvent.Whole>(await FirstAsync(feed, new FeedPosition(StoreName, 2)));
        Assert.IsType<FeedEvent.Quiet>(await FirstAsync(feed, new FeedPosition(StoreName, 3)));
    }

    [Fact]
    public async Task Whoever_missed_nothing_hears_that_at_once_and_a_sign_of_life_every_15_s()
    {
        await using var work = await Work.StartAsync();
        await WriteAsync(work, 3);
        using var feed = new ChangeFeed(work.Store, work.Clock, work.Providers, StoreName, 3);
        await using var events = feed.FollowAsync(new FeedPosition(StoreName, 3), Cancel).GetAsyncEnumerator(Cancel);

        Assert.IsType<FeedEvent.Quiet>(await NextAsync(events));
        for (var i = 0; i < 3; i++)
        {
            var next = NextAsync(events);
            work.Clock.Advance(TimeSpan.FromSeconds(15) - TimeSpan.FromTicks(1));
            Assert.False(next.IsCompleted);
            work.Clock.Advance(TimeSpan.FromTicks(1));
            Assert.IsType<FeedEvent.Quiet>(await next);
        }

        var change = NextAsync(events);
        await WriteAsync(work, 1);
        Assert.Equal(4, Assert.IsType<FeedEvent.Changed>(await change).Change.Number);
    }

    [Fact]
    public async Task An_event_is_encoded_once_for_all_listeners()
    {
        await using var work = await Work.StartAsync();
        using var feed = new ChangeFeed(work.Store, work.Clock, work.Providers, StoreName, 0);
        await WriteAsync(work, 250);

        var wholes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => FirstAsync(feed, null)));
        var changes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => FirstAsync(feed, new FeedPosition(StoreName, 200))));

        Assert.All(wholes, item => Assert.Same(wholes[0], item));
        Assert.All(changes, item => Assert.Same(changes[0], item));
        Assert.Equal(201, Assert.IsType<FeedEvent.Changed>(changes[0]).Change.Number);
    }

    [Fact]
    public async Task A_snapshot_is_never_older_than_the_question()
    {
        await using var work = await Work.StartAsync();
        using var feed = new ChangeFeed(work.Store, work.Clock, work.Providers, StoreName, 0);
        for (var number = 1; number <= 20; number++)
        {
            await WriteAsync(work, 1);

            Assert.Equal(number, Assert.IsType<FeedEvent.Whole>(await FirstAsync(feed, null)).Snapshot.Number);
        }
    }

    [Fact]
    public async Task Changes_that_were_never_announced_one_by_one_are_not_skipped()
    {
        await using var work = await Work.StartAsync();
        using var feed = new ChangeFeed(work.Store, work.Clock, work.Providers, StoreName, 0);
        await WriteAsync(work, 3);
        await using var events = feed.FollowAsync(new FeedPosition(StoreName, 3), Cancel).GetAsyncEnumerator(Cancel);
        Assert.IsType<FeedEvent.Quiet>(await NextAsync(events));
        var next = NextAsync(events);

        // Another process on the same database: its commits reach this one only as a gap before the next number.
        await using (var other = await work.Database.OpenStoreAsync(work.Clock, Cancel))
        {
            await other.BegunAsync(Given.Intent(work.Clock.GetUtcNow()));
            await other.BegunAsync(Given.Intent(work.Clock.GetUtcNow()));
        }

        await WriteAsync(work, 1);
        var heard = new List<FeedEvent> { await next, await NextAsync(events), await NextAsync(events) };

        Assert.Equal([4, 5, 6], heard.Select(item => Assert.IsType<FeedEvent.Changed>(item).Change.Number));
        Assert.Equal(5, Assert.IsType<FeedEvent.Changed>(await FirstAsync(feed, new FeedPosition(StoreName, 4))).Change.Number);
        Assert.Equal(6, Assert.IsType<FeedEvent.Changed>(await FirstAsync(feed, new FeedPosition(StoreName, 5))).Change.Number);
        Assert.IsType<FeedEvent.Quiet>(await FirstAsync(feed, new FeedPosition(StoreName, 6)));
    }

    [Fact]
    public async Task Whoever_falls_off_the_ring_is_served_by_the_store()
    {
        await using var work = await Work.StartAsync();
        using var feed = new ChangeFeed(work.Store, work.Clock, work.Providers, StoreName, 0);
        await Task.WhenAll(Enumerable.Range(0, 1_100).Select(_ => WriteAsync(work, 1)));

        foreach (var place in new long[] { 0, 1, 75, 76, 77, 1_099 })
        {
            Assert.Equal(place + 1, Assert.IsType<FeedEvent.Changed>(await FirstAsync(feed, new FeedPosition(StoreName, place))).Change.Number);
        }

        Assert.IsType<FeedEvent.Quiet>(await FirstAsync(feed, new FeedPosition(StoreName, 1_100)));
    }

    [Fact]
    public async Task Listeners_that_left_leave_nothing_behind()
    {
        await using var work = await Work.StartAsync();
        var clock = new CountingClock(work.Clock);
        using var feed = new ChangeFeed(work.Store, clock, work.Providers, StoreName, 0);

        var left = new List<WeakReference>();
        for (var i = 0; i < 100; i++)
        {
            left.Add(await ListenAndLeaveAsync(feed));
        }

        Assert.Equal((100, 0), (clock.Begun, clock.Waiting));
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.True(left.Count(listener => listener.IsAlive) <= 1, $"{left.Count(listener => listener.IsAlive)} listeners are still held");
        await WriteAsync(work, 1);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> ListenAndLeaveAsync(ChangeFeed feed)
    {
        using var leaves = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var events = feed.FollowAsync(new FeedPosition(StoreName, 0), leaves.Token).GetAsyncEnumerator(leaves.Token);
        Assert.IsType<FeedEvent.Quiet>(await NextAsync(events));
        var next = NextAsync(events);
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        await events.DisposeAsync();
        return new WeakReference(events);
    }

    private static async Task WriteAsync(Work work, int calls)
    {
        for (var i = 0; i < calls; i++)
        {
            await work.Store.BegunAsync(Given.Intent(work.Clock.GetUtcNow()));
        }
    }

    private static async Task<FeedEvent> FirstAsync(ChangeFeed feed, FeedPosition? after)
    {
        await using var events = feed.FollowAsync(after, Cancel).GetAsyncEnumerator(Cancel);
        return await NextAsync(events);
    }

    private static async Task<FeedEvent> NextAsync(IAsyncEnumerator<FeedEvent> events) =>
        await events.MoveNextAsync() ? events.Current : throw new InvalidOperationException("the feed ended");

    private static string Text(ReadOnlyMemory<byte> sse) => Encoding.UTF8.GetString(sse.Span);
}
