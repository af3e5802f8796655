using System.Globalization;
using Npgsql;
using Offhook.Simulator;
using Offhook.Testing;

namespace Offhook.Server.Postgres.Tests.Nodes;

/// <summary>What one of the nodes does for all, and what becomes of it when that node dies.</summary>
public sealed class SharedWorkTests
{
    // How often old changes were deleted, by whichever node: each time ends with this statement, whether there is anything to delete or not.
    private const string Watch = """
        create table public.done (at timestamptz);
        create function public.note() returns trigger language plpgsql as $$ begin insert into public.done values (now()); return null; end $$;
        create trigger note after delete on offhook.idempotency_keys for each statement execute function public.note();
        """;

    private const string FiresNext = "select to_timestamp(next_fire_time / 10000000.0 - 62135596800) > now() from qrtz_triggers where trigger_name = 'hourly'";

    // A session that waits does not notice that its client is gone: it would do the work as soon as it may.
    private const string EndWaiting = "select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_hourly_work_is_done_once_by_a_node_that_lives_after_the_one_at_work_was_killed()
    {
        await using var database = await PostgresDatabase.CreatePreparedAsync();
        await database.ExecuteAsync(Watch);
        await using var group = await NodeGroup.OpenAsync(2, database);
        await database.UntilAsync("select count(*) from done", "2", "the work that each node does at its start");
        await using var holder = await database.ConnectAsync();
        await using var hold = await HoldAsync(holder, "lock table offhook.idempotency_keys in share mode");

        // The third is at work when it dies: it waits for the table.
        await group.StartAsync(1);
        await database.UntilAsync("select count(*) from qrtz_fired_triggers where state = 'EXECUTING'", "1", "the third node to be at work");
        await group.Nodes[2].KillAsync();
        await database.ExecuteAsync(EndWaiting);
        await database.UntilWaitingAsync("offhook writer", 0);
        await hold.RollbackAsync(Cancel);
        await database.ExecuteAsync(string.Create(
            CultureInfo.InvariantCulture, $"update offhook.qrtz_triggers set next_fire_time = {TimeProvider.System.GetUtcNow().UtcTicks} where trigger_name = 'hourly'"));

        await database.UntilAsync("select count(*) from qrtz_scheduler_state", "2", "the dead node to be noticed");
        await database.UntilAsync("select count(*) from done", "3", "the hourly work");
        await database.UntilAsync(FiresNext, "True", "the next hour to be set");
        await database.UntilAsync("select count(*) from qrtz_fired_triggers", "0", "nobody to be at work");
        Assert.Equal(["3"], await database.QueryAsync("select count(*) from done"));
    }

    [Fact]
    public async Task A_node_that_freezes_with_the_lock_of_the_schedule_keeps_it_from_the_others_for_seconds_only()
    {
        await using var database = await PostgresDatabase.CreatePreparedAsync();
        await database.ExecuteAsync(Watch);
        await using var holder = await database.ConnectAsync();
        await using var hold = await HoldAsync(holder, "lock table offhook.qrtz_job_details in share mode");
        await using var group = await NodeGroup.OpenAsync(1, database);
        await database.UntilWaitingAsync("offhook schedule", 1);
        await group.Nodes[0].FreezeAsync();
        await hold.RollbackAsync(Cancel);
        await database.UntilIdleAsync("offhook schedule", 1);

        await group.StartAsync(1);

        await database.UntilAsync("select count(*) from done", "1", "the work that the second node does at its start");
    }

    [Fact]
    public async Task A_call_that_a_killed_node_was_looking_after_is_taken_up_by_another()
    {
        await using var group = await NodeGroup.OpenAsync(1);
        group.Platform.Next(Fault.CutAfterPlacing());
        group.Platform.Always(Fault.Silence(TimeSpan.FromMinutes(1)).OnReports());
        var started = await group.Nodes[0].ClickAsync("9800022001");
        await group.Database.ExecuteAsync("update offhook.open_calls set due_at = now()");
        await Waiting.UntilAsync(() => group.Platform.RequestsReceived.ContainsKey("dial"), () => string.Join(' ', group.Platform.RequestsReceived.Keys), Cancel, "the log to be asked");

        await group.Nodes[0].KillAsync();
        group.Platform.ClearFaults();
        var leased = await group.Database.QueryAsync("select due_at between now() and now() + interval '1 minute' from open_calls");
        await group.StartAsync(1);
        await using var screen = await FeedListener.ConnectAsync(group.Nodes[1].Client, cancellationToken: Cancel);
        await group.Database.ExecuteAsync("update offhook.open_calls set due_at = now()");
        var settled = await screen.SettledAsync(started.Id, Cancel);

        Assert.Equal("unconfirmed", started["status"]);
        Assert.Equal(["True"], leased);
        Assert.Equal(("answered", "log"), (settled.Text("status"), settled.Text("settled_by")));
        Assert.Single(group.Platform.Dials);
    }

    private static async Task<NpgsqlTransaction> HoldAsync(NpgsqlConnection connection, string sql)
    {
        var transaction = await connection.BeginTransactionAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancel);
        return transaction;
    }
}
