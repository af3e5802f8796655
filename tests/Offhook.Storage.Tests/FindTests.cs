using Offhook.Calls;

namespace Offhook.Storage.Tests;

public sealed class FindTests
{
    private static CancellationToken Cancel => TempStore.Cancel;

    [Fact]
    public async Task A_call_is_found_by_its_reference_in_both_forms_and_by_its_call_id()
    {
        await using var temp = await TempStore.OpenAsync();
        var reference = (await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now))).Call.Reference;
        var row = (await temp.Store.KeptAsync(Said.Accepted(reference, temp.Clock.Now, "1234567890"))).Row;

        Assert.Equal(row, await temp.Store.FindAsync(reference.ToString("D"), Cancel));
        Assert.Equal(row, await temp.Store.FindAsync(reference.ToString("D").ToUpperInvariant(), Cancel));
        Assert.Equal(row, await temp.Store.FindAsync(CallReference.Compact(reference), Cancel));
        Assert.Equal(row, await temp.Store.FindAsync("1234567890", Cancel));
        Assert.Null(await temp.Store.FindAsync("123456789", Cancel));
        Assert.Null(await temp.Store.FindAsync("' or 1=1 --", Cancel));
        Assert.Null(await temp.Store.FindAsync("", Cancel));
    }

    [Fact]
    public async Task An_id_that_several_calls_bear_finds_the_newest_and_the_providers_id_finds_all()
    {
        await using var temp = await TempStore.OpenAsync();
        var rows = new List<CallRow>();
        for (var i = 0; i < 22; i++)
        {
            var reference = (await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now.AddSeconds(i)))).Call.Reference;
            rows.Insert(0, (await temp.Store.KeptAsync(Said.Accepted(reference, temp.Clock.Now, "shared"))).Row);
        }

        Assert.Equal(rows[0], await temp.Store.FindAsync("shared", Cancel));
        Assert.Equal(rows.Take(20), await temp.Store.FindByProviderIdAsync("shared", Cancel));
        Assert.Empty(await temp.Store.FindByProviderIdAsync("unheard of", Cancel));
    }

    [Fact]
    public async Task Of_several_calls_with_one_id_each_audience_finds_the_newest_of_its_own_or_none()
    {
        await using var temp = await TempStore.OpenAsync();
        var rows = new List<CallRow>();
        foreach (var (team, agent) in new (string?, PhoneNumber)[] { ("red", Said.Agent), ("red", Said.OtherAgent(21)), (null, Said.Agent), ("blue", Said.OtherAgent(22)) })
        {
            temp.Clock.Advance(TimeSpan.FromSeconds(1));
            var intent = Said.Intent(temp.Clock.Now, agent);
            var reference = (await temp.Store.BegunAsync(intent with { Wish = intent.Wish! with { Team = team } })).Call.Reference;
            rows.Add((await temp.Store.KeptAsync(Said.Accepted(reference, temp.Clock.Now, "shared"))).Row);
        }

        foreach (var (audience, found) in new (CallAudience, CallRow?)[]
        {
            (CallAudience.Everyone.Instance, rows[3]),
            (CallAudience.Nobody.Instance, null),
            (new CallAudience.OfTeam("red"), rows[1]),
            (new CallAudience.OfTeam("blue"), rows[3]),
            (new CallAudience.OfTeam("green"), null),
            (new CallAudience.OfAgent(Said.Agent, "red"), rows[2]),
            (new CallAudience.OfAgent(Said.OtherAgent(21), "red"), rows[1]),
            (new CallAudience.OfAgent(Said.OtherAgent(21), "blue"), null),
        })
        {
            Assert.Equal(found, await temp.Store.FindAsync("shared", audience, Cancel));
            foreach (var row in rows)
            {
                Assert.Equal(audience.Sees(row.Call) ? row : null, await temp.Store.FindAsync(row.Call.Reference.ToString("D"), audience, Cancel));
            }
        }
    }

    [Fact]
    public async Task An_id_that_only_the_log_bears_finds_its_call()
    {
        await using var temp = await TempStore.OpenAsync();
        var reference = (await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now))).Call.Reference;
        await temp.Store.KeptAsync(Said.Accepted(reference, temp.Clock.Now, "from-reply"));
        await temp.Store.KeepAsync(new KeptReport(Said.Busy(CallReference.New(temp.Clock.Now), temp.Clock.Now) with { ProviderCallId = "from-log" }, null), Cancel);

        var row = (await temp.Store.KeptAsync(Said.Talked(reference, temp.Clock.Now, id: "from-log") with { Source = ReportSource.Log })).Row;

        Assert.Equal([row], await temp.Store.FindByProviderIdAsync("from-log", Cancel));
        Assert.Equal([row], await temp.Store.FindByProviderIdAsync("from-reply", Cancel));
        Assert.Equal("from-reply", row.Call.CallId);
    }

    [Fact]
    public async Task A_store_knows_whether_it_ever_held_a_real_call()
    {
        await using var temp = await TempStore.OpenAsync();
        var empty = await temp.Store.HeldRealCallAsync(Cancel);
        var simulated = Said.Intent(temp.Clock.Now);
        await temp.Store.BegunAsync(simulated with { Wish = simulated.Wish! with { Provider = "simulator" } });
        var demo = await temp.Store.HeldRealCallAsync(Cancel);

        await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now));

        Assert.Equal((false, false, true), (empty, demo, await temp.Store.HeldRealCallAsync(Cancel)));
    }
}
