using Offhook.Calls;

namespace Offhook.Storage.Tests;

public sealed class DueTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private static CancellationToken Cancel => TempStore.Cancel;

    [Fact]
    public async Task Open_calls_are_due_at_their_time_the_longest_waiting_first()
    {
        await using var temp = await TempStore.OpenAsync();
        var now = temp.Clock.Now;
        var late = await temp.Store.BegunAsync(Said.Intent(now), now.AddMinutes(3));
        var early = await temp.Store.BegunAsync(Said.Intent(now), now.AddMinutes(1));
        await temp.Store.BegunAsync(Said.Intent(now), now.AddMinutes(9));

        var none = await temp.Store.ClaimDueAsync(now, Lease, 10, Cancel);
        var next = await temp.Store.NextDueAsync(Cancel);
        var first = await temp.Store.ClaimDueAsync(now.AddMinutes(3), Lease, 1, Cancel);
        var rest = await temp.Store.ClaimDueAsync(now.AddMinutes(3), Lease, 10, Cancel);

        Assert.Empty(none);
        Assert.Equal(now.AddMinutes(1), next);
        Assert.Equal([new DueCall(early, now.AddMinutes(4))], first);
        Assert.Equal([new DueCall(late, now.AddMinutes(4))], rest);
    }

    [Fact]
    public async Task Calls_that_were_taken_up_by_one_who_died_are_due_again_after_the_lease()
    {
        await using var temp = await TempStore.OpenAsync();
        var now = temp.Clock.Now;
        var row = await temp.Store.BegunAsync(Said.Intent(now), now.AddMinutes(1));
        await temp.Store.ClaimDueAsync(now.AddMinutes(1), Lease, 10, Cancel);

        var meanwhile = await temp.Store.ClaimDueAsync(now.AddSeconds(119), Lease, 10, Cancel);
        var again = await temp.Store.ClaimDueAsync(now.AddMinutes(2), Lease, 10, Cancel);

        Assert.Empty(meanwhile);
        Assert.Equal([new DueCall(row, now.AddMinutes(3))], again);
    }

    [Fact]
    public async Task A_report_brings_the_time_nearer_but_never_further_away()
    {
        await using var temp = await TempStore.OpenAsync();
        var now = temp.Clock.Now;
        var reference = (await temp.Store.BegunAsync(Said.Intent(now), now.AddMinutes(5))).Call.Reference;

        await temp.Store.KeptAsync(Said.Accepted(reference, now), askBy: now.AddMinutes(9));
        var unmoved = await temp.Store.NextDueAsync(Cancel);
        await temp.Store.KeptAsync(Said.Accepted(reference, now, id: "call-2"), askBy: now.AddMinutes(2));
        var nearer = await temp.Store.NextDueAsync(Cancel);
        await temp.Store.KeptAsync(Said.Accepted(reference, now, id: "call-3"));

        Assert.Equal((now.AddMinutes(5), now.AddMinutes(2)), (unmoved, nearer));
        Assert.Equal(now.AddMinutes(2), await temp.Store.NextDueAsync(Cancel));
    }

    [Fact]
    public async Task A_settled_call_is_never_due_and_cannot_be_postponed()
    {
        await using var temp = await TempStore.OpenAsync();
        var now = temp.Clock.Now;
        var row = await temp.Store.BegunAsync(Said.Intent(now), now.AddMinutes(1));
        await temp.Store.KeptAsync(Said.Busy(row.Call.Reference, now) with { EndedAt = now }, askBy: now.AddMinutes(2));

        await temp.Store.PostponeAsync(new DueCall(row, now.AddMinutes(1)), now.AddMinutes(3), Cancel);

        Assert.Null(await temp.Store.NextDueAsync(Cancel));
        Assert.Empty(await temp.Store.ClaimDueAsync(now.AddDays(1), Lease, 10, Cancel));
    }

    [Fact]
    public async Task A_call_that_is_settled_without_its_times_is_looked_after_and_is_not_open()
    {
        await using var temp = await TempStore.OpenAsync();
        var now = temp.Clock.Now;
        var row = await temp.Store.BegunAsync(Said.Intent(now), now.AddMinutes(5));

        var settled = await temp.Store.KeptAsync(Said.Busy(row.Call.Reference, now), askBy: now.AddMinutes(2));

        Assert.Empty((await temp.Store.ListAsync(new CallFilter { OpenOnly = true }, null, 10, Cancel)).Items);
        Assert.Empty((await temp.Store.SnapshotAsync(0, CallAudience.Everyone.Instance, Cancel)).Items);
        Assert.IsType<BeginOutcome.Begun>(await temp.Store.BeginAsync(new Intent(Said.Intent(now.AddSeconds(1)), now.AddHours(1), now.AddMinutes(-1), null, now.AddMinutes(-10)), Cancel));
        Assert.Equal([new DueCall(settled.Row, now.AddMinutes(2) + Lease)], await temp.Store.ClaimDueAsync(now.AddMinutes(2), Lease, 10, Cancel));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_is_looked_after_until_its_times_are_told_or_given_up(bool told)
    {
        await using var temp = await TempStore.OpenAsync();
        var now = temp.Clock.Now;
        var row = await temp.Store.BegunAsync(Said.Intent(now), now.AddMinutes(5));
        await temp.Store.KeptAsync(Said.Busy(row.Call.Reference, now), askBy: now.AddMinutes(2));
        var due = Assert.Single(await temp.Store.ClaimDueAsync(now.AddMinutes(2), Lease, 10, Cancel));

        if (told)
        {
            await temp.Store.KeptAsync(Said.Busy(row.Call.Reference, now) with { Source = ReportSource.Log, EndedAt = now });
        }
        else
        {
            await temp.Store.GiveUpAsync(due with { Due = due.Due.AddSeconds(1) }, Cancel);
            Assert.Equal(due.Due, await temp.Store.NextDueAsync(Cancel));
            await temp.Store.GiveUpAsync(due, Cancel);
        }

        Assert.Null(await temp.Store.NextDueAsync(Cancel));
    }

    [Fact]
    public async Task A_repeated_report_does_not_bring_the_log_forward()
    {
        await using var temp = await TempStore.OpenAsync();
        var now = temp.Clock.Now;
        var row = await temp.Store.BegunAsync(Said.Intent(now), now.AddMinutes(5));
        await temp.Store.KeptAsync(Said.Busy(row.Call.Reference, now), askBy: now.AddMinutes(2));
        var due = Assert.Single(await temp.Store.ClaimDueAsync(now.AddMinutes(2), Lease, 10, Cancel));

        await temp.Store.KeptAsync(Said.Busy(row.Call.Reference, now.AddMinutes(2)), askBy: now.AddMinutes(2));
        await temp.Store.GiveUpAsync(due, Cancel);

        Assert.Null(await temp.Store.NextDueAsync(Cancel));
    }

    [Fact]
    public async Task A_call_that_was_final_without_the_providers_word_is_looked_after_when_that_comes_without_times()
    {
        await using var temp = await TempStore.OpenAsync();
        var now = temp.Clock.Now;
        var row = await temp.Store.BegunAsync(Said.Intent(now), now.AddMinutes(5));
        await temp.Store.KeptAsync(Said.Refused(row.Call.Reference, now));
        Assert.Null(await temp.Store.NextDueAsync(Cancel));

        await temp.Store.KeptAsync(Said.Busy(row.Call.Reference, now), askBy: now.AddMinutes(2));

        Assert.Equal(now.AddMinutes(2), await temp.Store.NextDueAsync(Cancel));
        Assert.Empty((await temp.Store.ListAsync(new CallFilter { OpenOnly = true }, null, 10, Cancel)).Items);
    }

    [Fact]
    public async Task An_open_call_is_not_given_up()
    {
        await using var temp = await TempStore.OpenAsync();
        var now = temp.Clock.Now;
        var row = await temp.Store.BegunAsync(Said.Intent(now), now.AddMinutes(1));

        await temp.Store.GiveUpAsync(new DueCall(row, now.AddMinutes(1)), Cancel);

        Assert.Equal(now.AddMinutes(1), await temp.Store.NextDueAsync(Cancel));
    }

    [Fact]
    public async Task A_call_that_is_settled_without_its_times_before_its_intent_came_is_looked_after()
    {
        await using var temp = await TempStore.OpenAsync();
        var now = temp.Clock.Now;
        var intent = Said.Intent(now);
        await temp.Store.KeepAsync(new KeptReport(Said.Busy(intent.Reference, now), null, now.AddMinutes(2)), Cancel);

        await temp.Store.BegunAsync(intent, now.AddMinutes(5));

        Assert.Equal(now.AddMinutes(5), await temp.Store.NextDueAsync(Cancel));
        Assert.Empty((await temp.Store.ListAsync(new CallFilter { OpenOnly = true }, null, 10, Cancel)).Items);
    }

    [Fact]
    public async Task Postponing_sets_the_time()
    {
        await using var temp = await TempStore.OpenAsync();
        var now = temp.Clock.Now;
        var row = await temp.Store.BegunAsync(Said.Intent(now), now.AddMinutes(1));

        await temp.Store.PostponeAsync(new DueCall(row, now.AddMinutes(1)), now.AddMinutes(4), Cancel);

        Assert.Empty(await temp.Store.ClaimDueAsync(now.AddMinutes(3), Lease, 10, Cancel));
        Assert.Equal([new DueCall(row, now.AddMinutes(5))], await temp.Store.ClaimDueAsync(now.AddMinutes(4), Lease, 10, Cancel));
    }

    [Fact]
    public async Task A_time_that_a_report_brought_nearer_meanwhile_is_not_postponed()
    {
        await using var temp = await TempStore.OpenAsync();
        var now = temp.Clock.Now;
        var row = await temp.Store.BegunAsync(Said.Intent(now), now.AddMinutes(5));
        await temp.Store.KeptAsync(Said.Accepted(row.Call.Reference, now), askBy: now.AddMinutes(2));

        await temp.Store.PostponeAsync(new DueCall(row, now.AddMinutes(5)), now.AddHours(1), Cancel);

        Assert.Equal(now.AddMinutes(2), await temp.Store.NextDueAsync(Cancel));
    }
}
