using System.Collections.Concurrent;
using Npgsql;
using Offhook.Calls;
using Offhook.Storage.Tests;
using Offhook.Testing;
using ManualClock = Offhook.Storage.Tests.ManualClock;

namespace Offhook.Storage.Postgres.Tests.Nodes;

/// <summary>Whoever reads behind the last number that was seen must not pass one that becomes visible later.</summary>
public sealed class OrderOfChangesTests
{
    // Whoever has taken the number of this call's change waits here, before its commit.
    private const string Barrier = """
        create function public.wait_at_barrier() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock(1); return null; end $$;
        create trigger barrier after insert on offhook.changes for each row when (new.reference = '{call}') execute function public.wait_at_barrier();
        """;

    // What one would do first: numbers from a sequence, which nobody waits for.
    private const string Naive = """
        alter table offhook.counters rename to counters_kept;
        create sequence offhook.naive minvalue 0 start 0;
        select setval('offhook.naive', (select value from offhook.counters_kept where name = 'changes'));
        create view offhook.counters as
            select name, case name when 'changes' then (select last_value from offhook.naive) else value end as value from offhook.counters_kept;
        create function offhook.take_naive() returns trigger language plpgsql as $$ begin new.value := nextval('offhook.naive'); return new; end $$;
        create trigger take_naive instead of update on offhook.counters for each row execute function offhook.take_naive();
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reader_passes_no_change_that_is_committed_after_one_with_a_higher_number()
    {
        await using var database = await PostgresDatabase.CreateAsync();

        var (early, late, heard) = await RaceAsync(database, secondWaits: true);

        Assert.Equal(["slow", "quick"], late);
        Assert.Empty(early);
        Assert.Equal(late, heard);
    }

    [Fact]
    public async Task The_same_reader_passes_one_when_numbers_come_from_a_sequence()
    {
        await using var database = await PostgresDatabase.CreateAsync();

        var (early, late, heard) = await RaceAsync(database, secondWaits: false, sql: Naive);

        Assert.Equal(["quick"], early);
        Assert.Equal(["quick"], late);
        Assert.Equal(["quick"], heard);
    }

    // Two nodes change a call each, and the one that took its number first commits last. A third node reads on and on.
    private static async Task<(IReadOnlyList<string> Early, IReadOnlyList<string> Late, IReadOnlyList<string> Heard)> RaceAsync(PostgresDatabase database, bool secondWaits, string sql = "")
    {
        var clock = new ManualClock();
        await using var first = await database.OpenStoreAsync(clock, Cancel);
        await using var second = await database.OpenStoreAsync(clock, Cancel);
        await using var third = await database.OpenStoreAsync(clock, Cancel);
        var slow = (await first.BegunAsync(Said.Intent(clock.Now))).Call.Reference;
        var quick = (await first.BegunAsync(Said.Intent(clock.Now))).Call.Reference;
        var names = new Dictionary<Guid, string> { [slow] = "slow", [quick] = "quick" };
        await database.ExecuteAsync(sql + Barrier.Replace("{call}", slow.ToString(), StringComparison.Ordinal));
        var cursor = (await third.SnapshotAsync(0, CallAudience.Everyone.Instance, Cancel)).Number;
        var heard = new ConcurrentQueue<string>();
        third.Committed += changes => changes.Where(change => change.Number > 2).ToList().ForEach(change => heard.Enqueue(names[change.Row.Call.Reference]));
        var seen = new List<string>();

        await using var barrier = await database.ConnectAsync();
        await DoAsync(barrier, "select pg_advisory_lock(1)");
        var slowly = first.KeepAsync(new KeptReport(Said.Busy(slow, clock.Now), null), Cancel);
        await database.UntilWaitingAsync(1, Cancel);
        var quickly = second.KeepAsync(new KeptReport(Said.Busy(quick, clock.Now), null), Cancel);
        await (secondWaits ? database.UntilWaitingAsync(2, Cancel) : quickly.SoonAsync());
        await ReadOnAsync();
        List<string> early = [.. seen];
        if (!secondWaits)
        {
            await Waiting.UntilAsync(() => !heard.IsEmpty, cancellationToken: Cancel);
        }

        await DoAsync(barrier, "select pg_advisory_unlock(1)");
        await Task.WhenAll(slowly, quickly).SoonAsync();
        await ReadOnAsync();
        await Waiting.UntilAsync(() => heard.Contains(seen[^1]), () => string.Join(' ', heard), Cancel);
        return (early, seen, [.. heard]);

        async Task ReadOnAsync()
        {
            foreach (var change in (await third.ChangesAfterAsync(cursor, Cancel))!) // The number is known: it was just read.
            {
                cursor = change.Number;
                seen.Add(names[change.Row.Call.Reference]);
            }
        }
    }

    private static async Task DoAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
