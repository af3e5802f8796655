using Offhook.Storage.Postgres.Schema;
using Offhook.Testing;

namespace Offhook.Storage.Postgres.Tests.Schema;

/// <summary>On a plain PostgreSQL.</summary>
public sealed class SharingTests(OwnCluster cluster) : IClassFixture<OwnCluster>
{
    private const string Access = """
        select 'policy ' || policyname || ' ' || cmd || ' ' || array_to_string(roles, ',') || ' ' || qual from pg_policies where tablename = 'ivr_calls'
        union all select 'table ' || relrowsecurity || ' ' || relreplident::text || ' ' || coalesce(relacl::text, '') from pg_class where oid = 'public.ivr_calls'::regclass
        union all select 'published ' || pubname from pg_publication_tables where tablename = 'ivr_calls'
        union all select 'function ' || oid::regprocedure || ' ' || prosrc from pg_proc where pronamespace = to_regnamespace('auth')
        union all select 'constraint ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint where conrelid = 'public.ivr_calls'::regclass and contype = 'c'
        order by 1
        """;

    [Fact]
    public async Task Printing_it_changes_nothing_and_a_start_shares_nothing()
    {
        await using var database = await cluster.EmptyAsync();
        await using var source = database.SourceAs();
        await database.HoldFormerAsync("key of uuid, words unchecked");
        var before = await database.DumpAsync();

        _ = await Sharing.PrintAsync(source, withOldValues: true, Prepared.Cancel);

        Assert.Equal(before, await database.DumpAsync());
        var access = await database.QueryAsync(Access);
        await database.PrepareAsync();
        Assert.Equal(access, await database.QueryAsync(Access));
    }

    [Fact]
    public async Task Printed_and_run_by_hand_it_does_the_same_as_applied_and_done_twice_it_changes_nothing()
    {
        await using var byHand = await cluster.EmptyAsync();
        await using var byCommand = await cluster.EmptyAsync();
        await using var handSource = byHand.SourceAs();
        await using var commandSource = byCommand.SourceAs();
        foreach (var database in (PostgresDatabase[])[byHand, byCommand])
        {
            await database.HoldFormerAsync("key of uuid, words unchecked");
            await database.ExecuteAsync("alter table public.ivr_calls add constraint words check (status in ('completed', 'no-answer', 'in-progress'))");
        }

        await byHand.PsqlAsync(await Sharing.PrintAsync(handSource, withOldValues: false, Prepared.Cancel));
        var remarks = await ApplyAsync(byCommand);

        var access = await byCommand.QueryAsync(Access);
        Assert.Equal(access, await byHand.QueryAsync(Access));
        Assert.Equal(["The check constraint words now also allows the status words of Offhook."], remarks);
        Assert.Contains("published supabase_realtime", access);
        Assert.Contains(access, line => line.StartsWith("table true d", StringComparison.Ordinal) && line.Contains("authenticated=r/", StringComparison.Ordinal) && !line.Contains("anon", StringComparison.Ordinal));
        Assert.Equal(3, access.Count(line => line.StartsWith("function ", StringComparison.Ordinal)));
        await byHand.PrepareAsync();
        Assert.Empty(await ApplyAsync(byCommand));
        Assert.Equal(access, await byCommand.QueryAsync(Access));
        await byHand.PsqlAsync(await Sharing.PrintAsync(handSource, withOldValues: false, Prepared.Cancel));
        Assert.Equal(access, await byHand.QueryAsync(Access));
    }

    [Fact]
    public async Task The_constraint_on_status_allows_our_words_in_our_rows_and_says_the_same_of_others()
    {
        await using var database = await cluster.EmptyAsync();
        await database.HoldFormerAsync("key of bigint, call_id unique");
        await database.ExecuteAsync("alter table public.ivr_calls add constraint words check (status in ('completed', 'no-answer', 'in-progress') and department is null) not valid");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => database.PrepareAsync());

        await ApplyAsync(database);

        await database.PrepareAsync();
        await database.ExecuteAsync("insert into ivr_calls (call_id, status) values ('1', 'completed')");
        await database.ExecuteAsync("insert into ivr_calls (call_id, status, kind) values ('2', 'ringing', 'click_to_call')");
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => database.ExecuteAsync("insert into ivr_calls (call_id, status) values ('3', 'ringing')"));
        Assert.Equal(["False"], await database.QueryAsync("select convalidated from pg_constraint where conname = 'words'"));
    }

    [Fact]
    public async Task Old_values_are_carried_only_when_asked_for()
    {
        await using var database = await cluster.EmptyAsync();
        await using var source = database.SourceAs();

        await Sharing.ApplyAsync(source, new ManualClock(), withOldValues: true, Prepared.Cancel);

        Assert.Equal(["f"], await database.QueryAsync("select relreplident from pg_class where oid = 'public.ivr_calls'::regclass"));
    }

    [Fact]
    public async Task Nothing_of_our_schema_is_given_to_anybody()
    {
        await using var database = await cluster.EmptyAsync();
        await ApplyAsync(database);

        Assert.Empty(await database.QueryAsync("""
            select r.rolname, c.relname from pg_roles r, pg_class c
            where r.rolname in ('anon', 'authenticated', 'service_role') and c.relnamespace = 'offhook'::regnamespace and c.relkind = 'r' and has_table_privilege(r.oid, c.oid, 'select, insert, update, delete')
            union all select r.rolname, 'schema' from pg_roles r where r.rolname in ('anon', 'authenticated', 'service_role') and has_schema_privilege(r.oid, 'offhook', 'usage')
            """));
    }

    [Fact]
    public async Task Rights_on_some_columns_that_somebody_gave_stay_so_and_a_policy_that_was_there_is_named()
    {
        await using var database = await cluster.EmptyAsync();
        await ApplyAsync(database);
        await database.ExecuteAsync("revoke select on public.ivr_calls from authenticated; grant select (id, call_id, status) on public.ivr_calls to authenticated; create policy everybody on public.ivr_calls using (true)");

        var remarks = await ApplyAsync(database);

        Assert.Contains("The policy everybody of public.ivr_calls was there before", Assert.Single(remarks), StringComparison.Ordinal);
        Assert.Equal(["False|True"], await database.QueryAsync(
            "select has_column_privilege('authenticated', 'public.ivr_calls', 'recording_url', 'select'), has_column_privilege('authenticated', 'public.ivr_calls', 'status', 'select')"));
    }

    [Fact]
    public async Task A_user_whom_it_shuts_out_is_named_until_somebody_lets_him_in()
    {
        await using var database = await cluster.EmptyAsync();
        await database.PrepareAsync();
        var sync = $"sync_{database.Name}";
        await database.ExecuteAsync($"create role {sync} login; grant select, insert, update on public.ivr_calls to {sync}");

        Assert.Contains($"The role {sync} has rights on public.ivr_calls, but no policy lets it", Assert.Single(await ApplyAsync(database)), StringComparison.Ordinal);

        await database.ExecuteAsync($"alter role {sync} bypassrls");
        Assert.Empty(await ApplyAsync(database));
    }

    private static async Task<IReadOnlyList<string>> ApplyAsync(PostgresDatabase database)
    {
        await using var source = database.SourceAs();
        return await Sharing.ApplyAsync(source, new ManualClock(), withOldValues: false, Prepared.Cancel);
    }
}
