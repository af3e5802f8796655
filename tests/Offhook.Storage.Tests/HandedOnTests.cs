using Offhook.Calls;

namespace Offhook.Storage.Tests;

/// <summary>A call that another provider was asked for.</summary>
public sealed class HandedOnTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_row_names_the_second_provider_and_stays_one_row()
    {
        await using var temp = await TempStore.OpenAsync();
        var now = temp.Clock.Now;
        var row = await temp.Store.BegunAsync(Said.Intent(now));
        var second = Said.Intent(now.AddSeconds(5)) with { Reference = row.Call.Reference, Attempt = 2, Wish = new Wish("kaleyra-io", CallKind.ClickToCall, Said.Customer, Said.Agent, "Asha") };

        await temp.Store.KeptAsync(second);
        await temp.Store.KeptAsync(Said.Refused(row.Call.Reference, now.AddSeconds(5)) with { Attempt = 1 });
        await temp.Store.KeptAsync(Said.Accepted(row.Call.Reference, now.AddSeconds(6), "io-1"));

        var only = Assert.Single((await temp.Store.ListAsync(new CallFilter(), null, 10, Cancel)).Items);
        Assert.Equal(("kaleyra-io", "io-1", CallStatus.Ringing, now), (only.Call.Provider, only.Call.CallId, only.Call.Status, only.Call.ReceivedAt));
        Assert.Equal(["intent", "intent", "reply", "reply"], (await temp.Store.ReportsAsync(row.Call.Reference, Cancel)).Select(stored => stored.Report.Source.Word()));
    }
}
