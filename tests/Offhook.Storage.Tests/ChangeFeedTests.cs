using System.Collections.Concurrent;
using Offhook.Calls;

namespace Offhook.Storage.Tests;

public sealed class ChangeFeedTests
{
    private static CancellationToken Cancel => TempStore.Cancel;

    [Fact]
    public async Task A_snapshot_holds_the_open_and_the_newest_calls_newest_first()
    {
        await using var temp = await TempStore.OpenAsync();
        var rows = new List<CallRow>();
        for (var i = 0; i < 10; i++)
        {
            var row = await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now.AddSeconds(i)));
            rows.Insert(0, i == 2 ? row : (await temp.Store.KeptAsync(Said.Busy(row.Call.Reference, temp.Clock.Now))).Row);
        }

        var snapshot = await temp.Store.SnapshotAsync(3, Cancel);

        Assert.Equal(19, snapshot.Number);
        Assert.Equal([rows[0], rows[1], rows[2], rows[7]], snapshot.Items);
        Assert.Equal([rows[7]], (await temp.Store.SnapshotAsync(0, Cancel)).Items);
    }

    [Fact]
    public async Task An_empty_store_has_an_empty_snapshot_before_the_first_change()
    {
        await using var temp = await TempStore.OpenAsync();

        var snapshot = await temp.Store.SnapshotAsync(200, Cancel);

        Assert.Equal(0, snapshot.Number);
        Assert.Empty(snapshot.Items);
        Assert.Empty((await temp.Store.ChangesAfterAsync(0, Cancel))!);
    }

    [Fact]
    public async Task A_call_that_changed_often_comes_once_at_its_present_state_with_its_last_number()
    {
        await using var temp = await TempStore.OpenAsync();
        var first = (await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now))).Call.Reference;
        var second = await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now));
        var changed = await temp.Store.KeptAsync(Said.Accepted(first, temp.Clock.Now));

        Assert.Equal([new CallChange(2, second, CallChangeKind.Added), new CallChange(3, changed.Row, CallChangeKind.Added)], await temp.Store.ChangesAfterAsync(0, Cancel));
        Assert.Equal([new CallChange(3, changed.Row, CallChangeKind.Updated)], await temp.Store.ChangesAfterAsync(2, Cancel));
        Assert.Empty((await temp.Store.ChangesAfterAsync(3, Cancel))!);
    }

    [Fact]
    public async Task Who_missed_more_changes_than_a_snapshot_is_worth_is_asked_to_take_one()
    {
        await using var temp = await TempStore.OpenAsync();
        await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now));
        await temp.ExecuteAsync($"update counters set value = {ICallStore.MostChanges} where name = 'changes'");
        Assert.Single((await temp.Store.ChangesAfterAsync(0, Cancel))!);

        await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now));

        Assert.Null(await temp.Store.ChangesAfterAsync(0, Cancel));
        Assert.Single((await temp.Store.ChangesAfterAsync(ICallStore.MostChanges, Cancel))!);
    }

    [Fact]
    public async Task A_number_from_the_future_or_from_nowhere_asks_for_a_snapshot()
    {
        await using var temp = await TempStore.OpenAsync();
        await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now));

        Assert.Null(await temp.Store.ChangesAfterAsync(2, Cancel));
        Assert.Null(await temp.Store.ChangesAfterAsync(-1, Cancel));
    }

    [Fact]
    public async Task A_number_older_than_what_is_kept_asks_for_a_snapshot()
    {
        await using var temp = await TempStore.OpenAsync();
        for (var i = 0; i < 4; i++)
        {
            await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now));
            temp.Clock.Advance(TimeSpan.FromHours(10));
        }

        await temp.Store.PruneAsync(temp.Clock.Now.AddHours(-24), Cancel);

        Assert.Null(await temp.Store.ChangesAfterAsync(1, Cancel));
        Assert.Equal([3, 4], (await temp.Store.ChangesAfterAsync(2, Cancel))!.Select(change => change.Number));
        Assert.Equal(4, (await temp.Store.SnapshotAsync(200, Cancel)).Items.Count);
    }

    [Fact]
    public async Task When_all_changes_are_pruned_the_last_number_is_still_known()
    {
        await using var temp = await TempStore.OpenAsync();
        await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now));
        await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now));

        await temp.Store.PruneAsync(temp.Clock.Now.AddHours(1), Cancel);
        await temp.Store.PruneAsync(temp.Clock.Now.AddHours(1), Cancel);

        Assert.Null(await temp.Store.ChangesAfterAsync(1, Cancel));
        Assert.Empty((await temp.Store.ChangesAfterAsync(2, Cancel))!);
        await temp.ReopenAsync();
        await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now));
        Assert.Equal([3], (await temp.Store.ChangesAfterAsync(2, Cancel))!.Select(change => change.Number));
    }

    [Fact]
    public async Task Commits_are_announced_in_order_and_without_gaps_before_their_callers_know()
    {
        await using var temp = await TempStore.OpenAsync();
        var announced = new ConcurrentQueue<CallChange>();
        temp.Store.Committed += changes => changes.ToList().ForEach(announced.Enqueue);

        var rows = await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            var reference = (await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now.AddMilliseconds(i)))).Call.Reference;
            var row = (await temp.Store.KeptAsync(Said.Talked(reference, temp.Clock.Now))).Row;
            Assert.Contains(announced, change => change.Row == row);
            return row;
        }));

        Assert.Equal(Enumerable.Range(1, announced.Count).Select(i => (long)i), announced.Select(change => change.Number));
        Assert.Equal(rows.Length, announced.GroupBy(change => change.Row.Call.Reference).Count());
    }

    [Fact]
    public async Task A_handler_that_throws_costs_nobody_the_acknowledgement()
    {
        await using var temp = await TempStore.OpenAsync();
        temp.Store.Committed += _ => throw new InvalidOperationException("a broken reader");

        await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now));
        await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now));

        Assert.Equal(2, (await temp.Store.SnapshotAsync(10, Cancel)).Number);
    }

    [Fact]
    public async Task What_changes_nothing_is_not_announced()
    {
        await using var temp = await TempStore.OpenAsync();
        var row = await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now));
        await temp.Store.KeptAsync(Said.Busy(row.Call.Reference, temp.Clock.Now));
        var announced = new ConcurrentQueue<CallChange>();
        temp.Store.Committed += changes => changes.ToList().ForEach(announced.Enqueue);

        await temp.Store.KeptAsync(Said.Busy(row.Call.Reference, temp.Clock.Now));
        await temp.Store.PostponeAsync(new DueCall(row, temp.Clock.Now), temp.Clock.Now, Cancel);
        await temp.Store.ProveWritableAsync(Cancel);
        await temp.Store.PruneAsync(temp.Clock.Now, Cancel);

        Assert.Empty(announced);
    }

    [Fact]
    public async Task A_reader_that_follows_the_changes_while_four_write_misses_none()
    {
        await using var temp = await TempStore.OpenAsync();
        var start = await temp.Store.SnapshotAsync(200, Cancel);
        var writing = Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() => WriteAsync(temp, writer), Cancel)));

        var followed = start.Items.ToDictionary(row => row.Call.Reference);
        var number = start.Number;
        bool done;
        do
        {
            done = writing.IsCompleted;
            foreach (var change in (await temp.Store.ChangesAfterAsync(number, Cancel))!)
            {
                Assert.True(change.Number > number, $"change {change.Number} came after {number}");
                Assert.True(!followed.TryGetValue(change.Row.Call.Reference, out var before) || before.Version <= change.Row.Version, "a row never goes back");
                followed[change.Row.Call.Reference] = change.Row;
                number = change.Number;
            }
        }
        while (!done);

        await writing;
        var end = await temp.Store.SnapshotAsync(10_000, Cancel);
        Assert.Equal(end.Number, number);
        Assert.Equal(400, followed.Count);
        Assert.Equal(end.Items.ToHashSet(), followed.Values.ToHashSet());
    }

    private static async Task WriteAsync(TempStore temp, int writer)
    {
        for (var i = 0; i < 100; i++)
        {
            var reference = (await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now.AddSeconds((i * 4) + writer)))).Call.Reference;
            var kept = await Task.WhenAll(
                temp.Store.KeptAsync(Said.Accepted(reference, temp.Clock.Now)),
                temp.Store.KeptAsync(Said.Talked(reference, temp.Clock.Now)));
            Assert.Contains(kept, outcome => outcome.Row.Call.Status is CallStatus.Answered);
        }
    }
}
