using Npgsql;
using Offhook.Storage.Postgres.Tests.Nodes;
using Offhook.Storage.Postgres.Tests.Schema;
using Offhook.Storage.Tests;
using Offhook.Testing;

namespace Offhook.Storage.Postgres.Tests.Foreign;

/// <summary>A call of ours that another program removes, or settles, is looked after no more.</summary>
public sealed class RemovedCallTests
{
    private static CancellationToken Cancel => TempStore.Cancel;

    [Fact]
    public async Task A_removed_call_is_forgotten_and_no_late_report_brings_it_back()
    {
        var database = await PostgresDatabase.CreatePreparedAsync();
        await using var temp = await TempStore.OpenAsync(database);
        await using var source = database.SourceAs();
        var call = (await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now))).Call.Reference;
        await temp.Store.KeptAsync(Said.Accepted(call, temp.Clock.Now));
        await database.ExecuteAsync("delete from ivr_calls");

        await Assert.ThrowsAsync<StoreUnavailableException>(() => temp.Store.KeepAsync(new KeptReport(Said.Busy(call, temp.Clock.Now), null), Cancel));
        Assert.Equal(1, await ForeignChanges.DrainAsync(source, temp.Clock, Cancel));
        Assert.Equal(["0|0|0"], await temp.QueryAsync("select (select count(*) from reports), (select count(*) from provider_ids), (select count(*) from open_calls)"));

        Assert.IsType<KeepOutcome.Orphaned>(await temp.Store.KeepAsync(new KeptReport(Said.Talked(call, temp.Clock.Now), null), Cancel));
        Assert.Null(await temp.Store.FindAsync(call.ToString("D"), Cancel));
        Assert.Equal(CallChangeKind.Removed, Assert.Single((await temp.Store.ChangesAfterAsync(0, Cancel))!).Kind);
    }

    [Fact]
    public async Task A_call_that_another_program_settles_is_not_due_any_more()
    {
        var database = await PostgresDatabase.CreatePreparedAsync();
        await using var temp = await TempStore.OpenAsync(database);
        await using var source = database.SourceAs();
        await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now));

        await database.ExecuteAsync("update ivr_calls set status = 'failed', settled_by = 'log'");
        await ForeignChanges.DrainAsync(source, temp.Clock, Cancel);

        Assert.Null(await temp.Store.NextDueAsync(Cancel));
    }

    [Fact]
    public async Task Of_two_nodes_that_number_what_others_did_the_slower_one_does_not_tell_of_a_row_that_the_other_told_as_gone()
    {
        await using var database = await PostgresDatabase.CreatePreparedAsync();
        await using var source = database.SourceAs();
        var clock = new Offhook.Testing.ManualClock();

        // Whoever has taken the note of the first call waits here, and has not committed.
        await database.ExecuteAsync("""
            create function public.wait_at_barrier() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock(1); return null; end $$;
            create trigger barrier after insert on offhook.provider_ids for each row when (new.provider_call_id = 'in-1') execute function public.wait_at_barrier();
            insert into ivr_calls (call_id, status) values ('in-1', 'ringing')
            """);
        await using var barrier = await database.ConnectAsync();
        await DoAsync(barrier, "select pg_advisory_lock(1)");
        var slow = ForeignChanges.DrainAsync(source, clock, Cancel);
        await database.UntilWaitingAsync(1, Cancel);
        await database.ExecuteAsync("delete from ivr_calls");
        var quick = await ForeignChanges.DrainAsync(source, clock, Cancel);
        await DoAsync(barrier, "select pg_advisory_unlock(1)");
        await slow.SoonAsync();
        await ForeignChanges.DrainAsync(source, clock, Cancel);

        Assert.Equal(0, quick);
        await using var store = await database.OpenStoreAsync(clock, Cancel);
        Assert.Equal(CallChangeKind.Removed, Assert.Single((await store.ChangesAfterAsync(0, Cancel))!).Kind);
    }

    private static async Task DoAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
