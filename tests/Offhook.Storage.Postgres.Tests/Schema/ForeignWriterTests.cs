using Npgsql;
using Offhook.Storage.Tests;
using Offhook.Testing;

namespace Offhook.Storage.Postgres.Tests.Schema;

public sealed class ForeignWriterTests
{
    private const string Told = "select c.number, coalesce(i.call_id, c.removed ->> 'call_id'), c.version, c.removed is not null from changes c left join ivr_calls i on i.reference = c.reference order by c.number";

    private readonly Offhook.Testing.ManualClock _clock = new();

    [Fact]
    public async Task Whatever_another_program_changes_is_noted_and_told_once()
    {
        await using var database = await PostgresDatabase.CreatePreparedAsync();
        await using var source = database.SourceAs();
        await database.ExecuteAsync("insert into ivr_calls (call_id, status, mobile_number) values ('in-1', 'in-progress', '9800000001'), ('in-2', 'in-progress', null)");
        Assert.Equal(2, await DrainAsync(source));
        await database.ExecuteAsync("update ivr_calls set status = 'completed' where call_id = 'in-1'");
        await database.ExecuteAsync("delete from ivr_calls where call_id = 'in-2'");

        Assert.Equal(2, await DrainAsync(source));

        Assert.Equal(["1|in-1|1|False", "2|null|1|False", "3|in-1|2|False", "4|in-2|2|True"], await database.QueryAsync(Told));
        Assert.Equal(0, await DrainAsync(source));
        Assert.Equal(["4"], await database.QueryAsync("select value from counters where name = 'changes'"));
    }

    [Fact]
    public async Task The_number_is_written_down_in_our_spelling_and_follows_a_change_of_it()
    {
        await using var database = await PostgresDatabase.CreatePreparedAsync();
        await database.ExecuteAsync("insert into ivr_calls (call_id, status, mobile_number) values ('in-1', 'x', '9800000001'), ('in-2', 'x', 'hidden')");
        await database.ExecuteAsync("update ivr_calls set mobile_number = '09800000002' where call_id = 'in-1'");

        Assert.Equal(["in-1|+919800000002|2", "in-2|null|1"], await database.QueryAsync("select call_id, customer_number, version from ivr_calls order by call_id"));
    }

    [Fact]
    public async Task An_update_raises_the_version_and_the_time_and_one_that_changes_nothing_is_no_change()
    {
        await using var database = await PostgresDatabase.CreatePreparedAsync();
        await using var source = database.SourceAs();
        await database.ExecuteAsync("insert into ivr_calls (call_id, status, updated_at) values ('in-1', 'new', '2020-01-01T00:00:00Z')");
        await DrainAsync(source);

        await database.ExecuteAsync("update ivr_calls set status = 'new'");
        Assert.Equal(0, await DrainAsync(source));
        Assert.Equal(["1|False"], await database.QueryAsync("select version, updated_at > '2020-01-01T00:00:00Z' from ivr_calls"));

        await database.ExecuteAsync("update ivr_calls set status = 'completed', version = 1");
        Assert.Equal(1, await DrainAsync(source));
        Assert.Equal(["2|True"], await database.QueryAsync("select version, updated_at > '2020-01-01T00:00:00Z' from ivr_calls"));
    }

    [Fact]
    public async Task Several_changes_of_one_row_are_told_as_one()
    {
        await using var database = await PostgresDatabase.CreatePreparedAsync();
        await using var source = database.SourceAs();
        await database.ExecuteAsync("insert into ivr_calls (call_id, status) values ('in-1', 'a'), ('in-2', 'a')");
        await database.ExecuteAsync("update ivr_calls set status = 'b'");
        await database.ExecuteAsync("update ivr_calls set status = 'c'");
        await database.ExecuteAsync("delete from ivr_calls where call_id = 'in-2'");

        Assert.Equal(2, await DrainAsync(source));

        Assert.Equal(["1|in-1|1|False", "2|in-2|4|True"], await database.QueryAsync(Told));
    }

    [Fact]
    public async Task Emptying_the_table_tells_of_every_row()
    {
        await using var database = await PostgresDatabase.CreatePreparedAsync();
        await using var source = database.SourceAs();
        await database.ExecuteAsync("insert into ivr_calls (call_id, status) select 'in-' || n, 'a' from generate_series(1, 30) n");
        await DrainAsync(source);

        await database.ExecuteAsync("truncate ivr_calls");

        Assert.Equal(30, await DrainAsync(source));
        Assert.Equal(["30"], await database.QueryAsync("select count(*) from changes where removed ->> 'call_id' like 'in-%'"));
    }

    [Fact]
    public async Task A_row_with_anything_odd_in_it_can_still_be_removed()
    {
        await using var database = await Prepared.EmptyAsync();
        await database.HoldFormerAsync("key of text, with a trigger, a policy and a computed column");
        await database.PrepareAsync();
        await using var source = database.SourceAs();
        await database.ExecuteAsync("""update ivr_calls set raw = '{"odd":"\u0000"}' where call_id = 'old-1'""");
        await database.ExecuteAsync("delete from ivr_calls where call_id = 'old-1'");

        Assert.Equal(1, await DrainAsync(source));
    }

    [Fact]
    public async Task A_program_without_rights_on_our_schema_can_write()
    {
        await using var database = await PostgresDatabase.CreatePreparedAsync();
        var writer = $"writer_{database.Name}";
        await database.ExecuteAsync($"create role {writer} login; grant select, insert, update, delete, truncate on public.ivr_calls to {writer}");
        await using var other = database.SourceAs(writer);
        foreach (var statement in (string[])
            ["insert into ivr_calls (call_id, status, mobile_number) values ('in-1', 'x', '9800000001')", "update ivr_calls set mobile_number = '9800000002'", "delete from ivr_calls", "truncate ivr_calls"])
        {
            await using var command = other.CreateCommand(statement);
            await command.ExecuteNonQueryAsync(Prepared.Cancel);
        }

        Assert.Equal(["added", "updated", "removed"], await database.QueryAsync("select kind from foreign_changes order by number"));
        await using var peek = other.CreateCommand("select * from offhook.foreign_changes");
        Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(() => peek.ExecuteNonQueryAsync(Prepared.Cancel))).SqlState);
    }

    [Fact]
    public async Task What_we_write_ourselves_is_not_noted_and_what_others_do_to_our_rows_is()
    {
        await using var database = await PostgresDatabase.CreatePreparedAsync();
        await using var store = await database.OpenAsync(_clock);
        var begun = await store.BegunAsync(Said.Intent(_clock.GetUtcNow()));
        await store.KeptAsync(Said.Talked(begun.Call.Reference, _clock.GetUtcNow()));
        Assert.Equal(["2"], await database.QueryAsync("select value from counters where name = 'changes'"));

        await database.ExecuteAsync("update ivr_calls set agent_name = 'Ravi'");

        await using var source = database.SourceAs();
        Assert.Equal(1, await DrainAsync(source));
        Assert.True(await store.ChangesAfterAsync(2, Prepared.Cancel) is [{ Number: 3, Kind: CallChangeKind.Updated, Row: { Version: 3, Call.AgentName: "Ravi" } }]);
    }

    [Fact]
    public async Task A_node_that_listens_tells_its_screens()
    {
        await using var database = await PostgresDatabase.CreatePreparedAsync();
        await using var store = await database.OpenAsync(_clock);
        var heard = new List<CallChange>();
        store.Committed += changes =>
        {
            lock (heard)
            {
                heard.AddRange(changes);
            }
        };

        await database.ExecuteAsync("insert into ivr_calls (call_id, status, direction, mobile_number) values ('in-1', 'in-progress', 'inbound', '9800000001')");
        await Waiting.UntilAsync(() => Count() == 1, () => Count(), Prepared.Cancel);
        await database.ExecuteAsync("delete from ivr_calls");
        await Waiting.UntilAsync(() => Count() == 2, () => Count(), Prepared.Cancel);

        Assert.Equal([(CallChangeKind.Added, "in-1"), (CallChangeKind.Removed, "in-1")], heard.Select(change => (change.Kind, change.Row.Call.CallId)));

        int Count()
        {
            lock (heard)
            {
                return heard.Count;
            }
        }
    }

    [Fact]
    public async Task A_transaction_that_ends_late_is_not_skipped()
    {
        await using var database = await PostgresDatabase.CreatePreparedAsync();
        await using var source = database.SourceAs();
        await using var late = await database.ConnectAsync();
        await using var begin = new NpgsqlCommand("begin; insert into ivr_calls (call_id, status) values ('late', 'x')", late);
        await begin.ExecuteNonQueryAsync(Prepared.Cancel);
        await database.ExecuteAsync("insert into ivr_calls (call_id, status) values ('early', 'x')");
        Assert.Equal(1, await DrainAsync(source));

        await using var commit = new NpgsqlCommand("commit", late);
        await commit.ExecuteNonQueryAsync(Prepared.Cancel);

        Assert.Equal(1, await DrainAsync(source));
        Assert.Equal(["1|early|1|False", "2|late|1|False"], await database.QueryAsync(Told));
    }

    [Fact]
    public async Task Four_nodes_that_take_notes_at_once_tell_each_once_without_a_gap()
    {
        await using var database = await PostgresDatabase.CreatePreparedAsync();
        await using var source = database.SourceAs();
        await database.ExecuteAsync("insert into ivr_calls (call_id, status) select 'in-' || n, 'a' from generate_series(1, 5500) n");

        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            while (await DrainAsync(source) > 0)
            {
            }
        })).SoonAsync();
        while (await DrainAsync(source) > 0)
        {
        }

        Assert.Equal(["5500|5500|1|5500"], await database.QueryAsync("select count(*), count(distinct reference), min(number), max(number) from changes"));
        Assert.Equal(["5500"], await database.QueryAsync("select value from counters where name = 'changes'"));
        Assert.Equal(["5500"], await database.QueryAsync("select count(*) from provider_ids"));
    }

    [Fact]
    public async Task A_call_of_ours_that_another_program_removes_is_looked_after_no_more()
    {
        await using var database = await PostgresDatabase.CreatePreparedAsync();
        await using var store = await database.OpenAsync(_clock);
        await store.BegunAsync(Said.Intent(_clock.GetUtcNow()));

        await database.ExecuteAsync("delete from ivr_calls");

        await using var source = database.SourceAs();
        Assert.Equal(1, await DrainAsync(source));
        Assert.True(await store.ChangesAfterAsync(1, Prepared.Cancel) is [{ Number: 2, Kind: CallChangeKind.Removed }]);
        Assert.Null(await store.NextDueAsync(Prepared.Cancel));
    }

    private Task<int> DrainAsync(NpgsqlDataSource source) => ForeignChanges.DrainAsync(source, _clock, Prepared.Cancel);
}
