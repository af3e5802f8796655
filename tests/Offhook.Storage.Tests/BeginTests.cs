using System.Globalization;
using Offhook.Calls;

namespace Offhook.Storage.Tests;

public sealed class BeginTests
{
    private static CancellationToken Cancel => TempStore.Cancel;

    [Fact]
    public async Task A_begun_call_is_a_row_a_report_an_open_call_and_a_change()
    {
        await using var temp = await TempStore.OpenAsync();
        var intent = Said.Intent(temp.Clock.Now);

        var row = await temp.Store.BegunAsync(intent);

        Assert.Equal(CallFold.Fold([intent]), row.Call);
        Assert.Equal((1, temp.Clock.Now), (row.Version, row.UpdatedAt));
        Assert.Equal(row, await temp.Store.FindAsync(intent.Reference.ToString("D"), Cancel));
        Assert.Equal(intent, Assert.Single(await temp.Store.ReportsAsync(intent.Reference, Cancel)).Report);
        Assert.Equal(row, Assert.Single(await temp.Store.ClaimDueAsync(intent.At.AddMinutes(5), TimeSpan.FromMinutes(1), 10, Cancel)).Row);
        Assert.Equal([new CallChange(1, row, CallChangeKind.Added)], await temp.Store.ChangesAfterAsync(0, Cancel));
    }

    [Fact]
    public async Task The_table_reads_as_frontends_expect_it()
    {
        await using var temp = await TempStore.OpenAsync();
        var intent = Said.Intent(temp.Clock.Now);
        var id = intent.Reference.ToString("D");

        await temp.Store.BegunAsync(intent);
        await temp.Store.KeptAsync(Said.Talked(intent.Reference, temp.Clock.Now.AddMinutes(1)));

        Assert.Equal(
            [$"{id}|{id}|call-1|outbound|click_to_call|9876543210|+919876543210|+919800000001|Asha|answered|2026-01-31T09:30:00.1234560Z|54|42|callback|2"],
            await temp.QueryAsync("""
                select id, reference, call_id, direction, kind, mobile_number, customer_number, agent_number, agent_name, status, received_at,
                    duration_seconds, talk_seconds, settled_by, version
                from ivr_calls
                """));
    }

    [Fact]
    public async Task A_reference_is_begun_once()
    {
        await using var temp = await TempStore.OpenAsync();
        var intent = Said.Intent(temp.Clock.Now);
        await temp.Store.BegunAsync(intent);

        var again = await Assert.ThrowsAsync<InvalidOperationException>(() => temp.Store.BegunAsync(intent));

        Assert.Contains("begun before", again.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await temp.Store.SnapshotAsync(10, Cancel)).Number);
    }

    [Fact]
    public async Task Only_an_intent_begins_a_call()
    {
        await using var temp = await TempStore.OpenAsync();
        var reply = Said.Accepted(CallReference.New(temp.Clock.Now), temp.Clock.Now);

        await Assert.ThrowsAsync<ArgumentException>(() => temp.Store.BegunAsync(reply));
    }

    [Fact]
    public async Task What_came_before_the_intent_is_folded_in()
    {
        await using var temp = await TempStore.OpenAsync();
        var intent = Said.Intent(temp.Clock.Now);
        var early = Said.Talked(intent.Reference, temp.Clock.Now.AddSeconds(-1));

        var orphaned = await temp.Store.KeepAsync(new KeptReport(early, "raw words"), Cancel);
        var foundBefore = await temp.Store.FindAsync(intent.Reference.ToString("D"), Cancel);
        var row = await temp.Store.BegunAsync(intent);

        Assert.IsType<KeepOutcome.Orphaned>(orphaned);
        Assert.Null(foundBefore);
        Assert.Equal(CallFold.Fold([early, intent]), row.Call);
        Assert.Equal((CallStatus.Answered, true), (row.Call.Status, row.Call.IsSettled));
        Assert.Equal([row], await temp.Store.FindByProviderIdAsync("call-1", Cancel));
        Assert.Null(await temp.Store.NextDueAsync(Cancel));
    }

    [Fact]
    public async Task An_intent_that_arrives_as_a_report_makes_its_call_too()
    {
        await using var temp = await TempStore.OpenAsync();
        var intent = Said.Intent(temp.Clock.Now);

        var kept = await temp.Store.KeptAsync(intent, askBy: intent.At.AddMinutes(3));

        Assert.True(kept.Changed);
        Assert.Equal(intent.At.AddMinutes(3), await temp.Store.NextDueAsync(Cancel));
    }

    [Fact]
    public async Task Durations_are_stored_as_whole_numbers_and_times_so_that_text_order_is_time_order()
    {
        await using var temp = await TempStore.OpenAsync();
        var times = Enumerable.Range(0, 40).Select(i => temp.Clock.Now.AddMicroseconds(i * 3).AddSeconds(i % 7)).ToList();
        foreach (var at in times)
        {
            await temp.Store.BegunAsync(Said.Intent(at));
        }

        var stored = await temp.QueryAsync("select received_at from ivr_calls order by received_at");

        Assert.Equal(times.Order().Select(at => at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)), stored);
        Assert.All(stored, text => Assert.Equal(28, text.Length));
    }
}
