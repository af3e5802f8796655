using Offhook.Storage.Tests;

namespace Offhook.Storage.Postgres.Tests.Schema;

public sealed class AdoptionTests
{
    private const string FormerColumns = "id, call_id, mobile_number, agent_name, department, status, direction, received_at, answered_at, ended_at, duration_seconds, recording_url";

    private const string Rows = $"select {FormerColumns} from ivr_calls order by call_id";

    private const string Rules = """
        select 'constraint ' || conname || ' ' || pg_get_constraintdef(oid) || ' ' || convalidated from pg_constraint where conrelid = 'public.ivr_calls'::regclass
        union all select 'default ' || adnum || ' ' || pg_get_expr(adbin, adrelid) from pg_attrdef where adrelid = 'public.ivr_calls'::regclass
        union all select 'column ' || attname || ' ' || format_type(atttypid, atttypmod) || ' ' || attnotnull from pg_attribute where attrelid = 'public.ivr_calls'::regclass and attnum > 0
        union all select 'trigger ' || pg_get_triggerdef(oid) || tgenabled::text from pg_trigger where tgrelid = 'public.ivr_calls'::regclass
        union all select 'index ' || pg_get_indexdef(indexrelid) from pg_index where indrelid = 'public.ivr_calls'::regclass
        union all select 'policy ' || policyname || coalesce(qual, '') from pg_policies where tablename = 'ivr_calls'
        union all select 'table ' || relrowsecurity || relforcerowsecurity || relreplident::text || coalesce(relacl::text, '') || coalesce(reloptions::text, '') from pg_class where oid = 'public.ivr_calls'::regclass
        order by 1
        """;

    public static TheoryData<string> FormerTables => [.. Prepared.FormerTables.Keys];

    [Theory]
    [MemberData(nameof(FormerTables))]
    public async Task A_table_that_was_there_gains_columns_and_nothing_else_of_it_changes(string table)
    {
        await using var database = await Prepared.EmptyAsync();
        await database.HoldFormerAsync(table);
        var rows = await database.QueryAsync(Rows);
        var rules = await database.QueryAsync(Rules);

        await database.PrepareAsync();

        Assert.Equal(50, rows.Count);
        Assert.Equal(rows, await database.QueryAsync(Rows));
        Assert.Empty(rules.Except(await database.QueryAsync(Rules)));
        Assert.Equal(["50|0"], await database.QueryAsync("select count(distinct reference), count(kind) from ivr_calls"));
        if (table.Contains("trigger", StringComparison.Ordinal))
        {
            Assert.Equal(["0"], await database.QueryAsync("select count(*) from ivr_calls where updated_at >= '2030-01-01'"));
        }
    }

    [Fact]
    public async Task Readable_numbers_of_its_rows_are_written_down_in_our_spelling()
    {
        await using var database = await Prepared.EmptyAsync();
        await database.HoldFormerAsync("key of uuid, words unchecked");

        await database.PrepareAsync();

        Assert.Equal(
            ["old-10|9800000010|+919800000010", "old-11|919800000011|+919800000011", "old-12|09800000012|+919800000012", "old-13|hidden|null", "old-14|null|null"],
            await database.QueryAsync("select call_id, mobile_number, customer_number from ivr_calls where call_id between 'old-10' and 'old-14' order by call_id"));
    }

    [Theory]
    [MemberData(nameof(FormerTables))]
    public async Task Calls_are_kept_in_it_beside_the_rows_that_it_had(string table)
    {
        await using var database = await Prepared.EmptyAsync();
        await database.HoldFormerAsync(table);
        var clock = new Offhook.Testing.ManualClock();
        await using var store = await database.OpenAsync(clock);

        var begun = await store.BegunAsync(Said.Intent(clock.GetUtcNow()));
        var kept = await store.KeptAsync(Said.Talked(begun.Call.Reference, clock.GetUtcNow()));

        Assert.Equal(kept.Row.Call, (await store.FindAsync("call-1", Prepared.Cancel))?.Call);
        var old = await store.FindAsync("old-7", Prepared.Cancel);
        Assert.Equal(("no-answer", "outbound"), (old?.Call.Foreign?.Status, old?.Call.Foreign?.Direction));
        Assert.Equal(51, (await store.ListAsync(new CallFilter(), null, 100, Prepared.Cancel)).Items.Count);
    }

    [Fact]
    public async Task Those_who_follow_the_table_by_replication_hear_nothing_of_it()
    {
        await using var database = await Prepared.EmptyAsync();
        await database.HoldFormerAsync("key of uuid, words unchecked");
        await database.QueryAsync("select pg_create_logical_replication_slot('adopting', 'test_decoding')");
        try
        {
            await database.PrepareAsync();

            Assert.Empty(await database.QueryAsync("select data from pg_logical_slot_get_changes('adopting', null, null) where data like 'table public.ivr_calls:%'"));
        }
        finally
        {
            await database.QueryAsync("select pg_drop_replication_slot('adopting')");
        }
    }

    [Fact]
    public async Task A_table_that_somebody_keeps_busy_is_left_alone_with_a_clear_message()
    {
        await using var database = await Prepared.EmptyAsync();
        await database.HoldFormerAsync("key of uuid, words unchecked");
        var before = await database.DumpAsync();
        await using var other = await database.ConnectAsync();
        await using (var hold = new Npgsql.NpgsqlCommand("begin; update ivr_calls set status = status where call_id = 'old-1'", other))
        {
            await hold.ExecuteNonQueryAsync(Prepared.Cancel);
        }

        var refusal = await database.RefusalAsync();

        Assert.Contains("in use by another program", refusal, StringComparison.Ordinal);
        await other.CloseAsync();
        Assert.Equal(before, await database.DumpAsync());
        await database.PrepareAsync();
    }

    [Fact]
    public async Task A_table_that_another_program_made_anew_is_noticed_and_can_be_prepared_again()
    {
        await using var database = await Prepared.EmptyAsync();
        await database.PrepareAsync();
        await database.ExecuteAsync("drop table public.ivr_calls");
        await database.HoldFormerAsync("key of bigint, call_id unique");

        var refusal = await database.RefusalAsync();

        Assert.Contains("delete from offhook.schema_migrations where number in (2, 3)", refusal, StringComparison.Ordinal);
        await database.ExecuteAsync("delete from offhook.schema_migrations where number in (2, 3)");
        await database.PrepareAsync();
        Assert.Equal(["50"], await database.QueryAsync("select count(distinct reference) from ivr_calls"));
    }
}
