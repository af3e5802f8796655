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
        await temp.Store.KeptAsync(Said.Accepted(reference, now), askBy: now.AddMinutes(2));
        var nearer = await temp.Store.NextDueAsync(Cancel);
        await temp.Store.KeptAsync(Said.Accepted(reference, now, id: "call-2"));

        Assert.Equal((now.AddMinutes(5), now.AddMinutes(2)), (unmoved, nearer));
        Assert.Equal(now.AddMinutes(2), await temp.Store.NextDueAsync(Cancel));
    }

    [Fact]
    public async Task A_settled_call_is_never_due_and_cannot_be_postponed()
    {
        await using var temp = await TempStore.OpenAsync();
        var now = temp.Clock.Now;
        var row = await temp.Store.BegunAsync(Said.Intent(now), now.AddMinutes(1));
        await temp.Store.KeptAsync(Said.Busy(row.Call.Reference, now), askBy: now.AddMinutes(2));

        await temp.Store.PostponeAsync(new DueCall(row, now.AddMinutes(1)), now.AddMinutes(3), Cancel);

        Assert.Null(await temp.Store.NextDueAsync(Cancel));
        Assert.Empty(await temp.Store.ClaimDueAsync(now.AddDays(1), Lease, 10, Cancel));
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
