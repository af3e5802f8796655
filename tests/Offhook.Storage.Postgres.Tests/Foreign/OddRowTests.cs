using System.Collections.Concurrent;
using Offhook.Calls;
using Offhook.Storage.Postgres.Tests.Schema;
using Offhook.Storage.Tests;
using Offhook.Testing;

namespace Offhook.Storage.Postgres.Tests.Foreign;

/// <summary>Whatever another program writes, everything else goes on.</summary>
public sealed class OddRowTests
{
    private static CancellationToken Cancel => TempStore.Cancel;

    [Theory]
    [InlineData("received_at", "'0001-01-01 00:00:00+05:30'")]
    [InlineData("received_at", "'20260-01-31 09:30:00+05:30'")]
    [InlineData("received_at", "'infinity'")]
    [InlineData("received_at", "'-infinity'")]
    [InlineData("answered_at", "'20260-01-31 09:30:00+05:30'")]
    [InlineData("duration_seconds", "9223372036854775807")]
    [InlineData("duration_seconds", "-1")]
    [InlineData("agent_number", "'0 98000 00001'")]
    [InlineData("mobile_number", "'unknown'")]
    [InlineData("derived", "'   '")]
    public async Task A_value_that_no_call_has_is_told_and_listed_like_any_other(string column, string value)
    {
        await using var database = await Prepared.EmptyAsync();
        await database.ExecuteAsync(Prepared.FormerTables["key of bigint, call_id unique"] + "alter table public.ivr_calls alter duration_seconds type bigint");
        await using var store = await database.OpenStoreAsync(new Offhook.Testing.ManualClock(), Cancel);
        var heard = new ConcurrentQueue<CallChange>();
        store.Committed += changes => changes.ToList().ForEach(heard.Enqueue);
        await database.ExecuteAsync($"insert into ivr_calls (call_id, status, {column}) values ('odd', 'done', {value})");
        await HearsAsync(heard, "odd", CallChangeKind.Added);

        await database.ExecuteAsync("update ivr_calls set status = 'seen'");
        await HearsAsync(heard, "odd", CallChangeKind.Updated);
        Assert.Equal("odd", Assert.Single((await store.ListAsync(new CallFilter(), null, 10, Cancel)).Items).Call.CallId);
        Assert.Equal("odd", Assert.Single((await store.SnapshotAsync(10, CallAudience.Everyone.Instance, Cancel)).Items).Call.CallId);
        Assert.Equal("odd", Assert.Single((await store.ChangesAfterAsync(0, Cancel))!).Row.Call.CallId);

        await database.ExecuteAsync("delete from ivr_calls");
        await HearsAsync(heard, "odd", CallChangeKind.Removed);
    }

    [Fact]
    public async Task A_removed_row_of_a_table_with_types_of_its_own_is_told()
    {
        await using var database = await Prepared.EmptyAsync();
        await database.ExecuteAsync("create domain public.filled as integer not null; " + Prepared.FormerTables["key of uuid, words unchecked"] + "alter table public.ivr_calls add tenant public.filled default 1");
        await using var store = await database.OpenStoreAsync(new Offhook.Testing.ManualClock(), Cancel);
        var heard = new ConcurrentQueue<CallChange>();
        store.Committed += changes => changes.ToList().ForEach(heard.Enqueue);
        await database.ExecuteAsync("insert into ivr_calls (call_id, status) values ('in-1', 'done'); delete from ivr_calls");

        await HearsAsync(heard, "in-1", CallChangeKind.Removed);
    }

    [Fact]
    public async Task A_row_without_a_time_gets_the_present_one()
    {
        await using var database = await Prepared.EmptyAsync();
        await database.ExecuteAsync(Prepared.FormerTables["key of bigint, call_id unique"]);
        await database.PrepareAsync();

        await database.ExecuteAsync("insert into ivr_calls (call_id, status, customer_number, received_at) values ('in-1', 'done', '+919800000001', null)");

        Assert.Equal(["False"], await database.QueryAsync("select received_at is null from ivr_calls"));
    }

    [Fact]
    public async Task Everybody_agrees_on_whose_call_it_is()
    {
        await using var database = await PostgresDatabase.CreatePreparedAsync();
        await using var store = await database.OpenStoreAsync(new Offhook.Testing.ManualClock(), Cancel);
        var agent = new CallAudience.OfAgent(Said.Agent, null);
        await database.ExecuteAsync($"insert into ivr_calls (call_id, status, agent_number) values ('in-1', 'done', '{Said.Agent.E164}'), ('in-2', 'done', '09800000001')");

        var all = (await store.ListAsync(new CallFilter(), null, 10, Cancel)).Items;
        var own = (await store.ListAsync(new CallFilter { Audience = agent }, null, 10, Cancel)).Items;

        Assert.Equal(all.Where(row => agent.Sees(row.Call)), own);
        Assert.Equal("in-1", Assert.Single(own).Call.CallId);
        Assert.Equal(["+919800000001", "09800000001"], all.Select(row => row.Call.Foreign?.AgentNumber).Order(StringComparer.Ordinal));
    }

    private static Task HearsAsync(ConcurrentQueue<CallChange> heard, string callId, CallChangeKind kind) => Waiting.UntilAsync(
        () => heard.Any(change => change.Row.Call.CallId == callId && change.Kind == kind), () => string.Join("; ", heard.Select(change => change.Kind)), Cancel, $"{callId} to be {kind}");
}
