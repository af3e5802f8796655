using System.Collections.Concurrent;
using Offhook.Storage.Tests;
using Offhook.Testing;

namespace Offhook.Storage.Postgres.Tests.Nodes;

/// <summary>A copy that had not got the last commits took over, or a backup was restored under running nodes.</summary>
public sealed class OlderDatabaseTests
{
    private static CancellationToken Cancel => TempStore.Cancel;

    [Fact]
    public async Task After_the_database_lost_its_last_changes_nodes_go_on_telling_and_old_places_begin_anew()
    {
        await using var nodes = await TwoNodes.OpenAsync();
        var heard = new ConcurrentQueue<(long Number, Guid Reference)>();
        nodes.One.Committed += changes => changes.ToList().ForEach(change => heard.Enqueue((change.Number, change.Row.Call.Reference)));
        for (var i = 0; i < 6; i++)
        {
            await nodes.One.BegunAsync(Said.Intent(nodes.Clock.Now, Said.OtherAgent(i)));
        }

        await Waiting.UntilAsync(() => heard.Count == 6, () => $"{heard.Count} changes", Cancel, "six changes");
        await nodes.Database.ExecuteAsync("""
            delete from open_calls where reference in (select reference from changes where number > 4);
            set offhook.own = 'on';
            delete from ivr_calls where reference in (select reference from changes where number > 4);
            delete from changes where number > 4;
            update counters set value = 4 where name = 'changes'
            """);
        await Waiting.UntilAsync(() => nodes.Database.QueryAsync("select value from counters where name = 'changes'").Result is ["7"], cancellationToken: Cancel, what: "the numbers to go on");

        var begun = await nodes.Other.BegunAsync(Said.Intent(nodes.Clock.Now, Said.OtherAgent(9)));
        await Waiting.UntilAsync(() => heard.Contains((8, begun.Call.Reference)), () => string.Join(", ", heard), Cancel, "the change after it");

        Assert.Null(await nodes.One.ChangesAfterAsync(5, Cancel));
        Assert.Null(await nodes.One.ChangesAfterAsync(6, Cancel));
        Assert.Single((await nodes.One.ChangesAfterAsync(7, Cancel))!);
    }

    [Fact]
    public async Task A_node_gets_past_more_changes_than_it_reads_at_a_time_when_nothing_of_them_is_left()
    {
        await using var nodes = await TwoNodes.OpenAsync();
        var heard = new ConcurrentQueue<(long Number, Guid Reference)>();
        nodes.One.Committed += changes => changes.ToList().ForEach(change => heard.Enqueue((change.Number, change.Row.Call.Reference)));

        // Numbers of calls that are gone since.
        await nodes.Database.ExecuteAsync($"update counters set value = {ICallStore.MostChanges * 2} where name = 'changes'");
        var begun = await nodes.Other.BegunAsync(Said.Intent(nodes.Clock.Now));

        await Waiting.UntilAsync(() => heard.Contains(((ICallStore.MostChanges * 2) + 1, begun.Call.Reference)), () => string.Join(", ", heard), Cancel, "the change behind them");
    }

    [Fact]
    public async Task Due_calls_are_claimed_by_the_databases_time_and_not_by_that_of_a_node_whose_clock_is_wrong()
    {
        await using var database = await PostgresDatabase.CreatePreparedAsync();
        await using var store = await database.OpenStoreAsync(TimeProvider.System, Cancel);
        var now = TimeProvider.System.GetUtcNow();
        await store.BegunAsync(Said.Intent(now), now.AddMinutes(10));

        Assert.Empty(await store.ClaimDueAsync(now.AddMinutes(20), TimeSpan.FromMinutes(1), 10, Cancel));
        await database.ExecuteAsync("update open_calls set due_at = clock_timestamp()");
        Assert.Single(await store.ClaimDueAsync(now.AddMinutes(-20), TimeSpan.FromMinutes(1), 10, Cancel));
    }
}
