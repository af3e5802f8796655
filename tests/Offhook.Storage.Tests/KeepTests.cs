using Offhook.Calls;

namespace Offhook.Storage.Tests;

public sealed class KeepTests
{
    private static CancellationToken Cancel => TempStore.Cancel;

    [Fact]
    public async Task A_report_changes_its_call_and_the_version_rises_by_one()
    {
        await using var temp = await TempStore.OpenAsync();
        var intent = Said.Intent(temp.Clock.Now);
        await temp.Store.BegunAsync(intent);
        temp.Clock.Advance(TimeSpan.FromMinutes(1));
        var talked = Said.Talked(intent.Reference, temp.Clock.Now);

        var kept = await temp.Store.KeptAsync(talked);

        Assert.True(kept.Changed);
        Assert.Equal(new CallRow(CallFold.Fold([intent, talked])!, 2, temp.Clock.Now), kept.Row);
        Assert.Equal(kept.Row, await temp.Store.FindAsync(intent.Reference.ToString("D"), Cancel));
    }

    [Fact]
    public async Task A_repeated_report_changes_nothing()
    {
        await using var temp = await TempStore.OpenAsync();
        var intent = Said.Intent(temp.Clock.Now);
        await temp.Store.BegunAsync(intent);
        var talked = Said.Talked(intent.Reference, temp.Clock.Now.AddMinutes(1));
        var first = await temp.Store.KeptAsync(talked);
        temp.Clock.Advance(TimeSpan.FromMinutes(9));

        var again = await temp.Store.KeptAsync(talked with { At = talked.At.AddMinutes(8) });

        Assert.Equal((first.Row, false), (again.Row, again.Changed));
        Assert.Equal([intent, talked], (await temp.Store.ReportsAsync(intent.Reference, Cancel)).Select(stored => stored.Report));
        Assert.Equal(2, (await temp.Store.SnapshotAsync(10, Cancel)).Number);
    }

    [Fact]
    public async Task A_report_bears_its_earliest_arrival()
    {
        await using var temp = await TempStore.OpenAsync();
        var intent = Said.Intent(temp.Clock.Now);
        await temp.Store.BegunAsync(intent);
        var accepted = Said.Accepted(intent.Reference, temp.Clock.Now.AddSeconds(9));
        await temp.Store.KeptAsync(accepted);

        await temp.Store.KeptAsync(accepted with { At = temp.Clock.Now.AddSeconds(3) });
        await temp.Store.KeptAsync(accepted with { At = temp.Clock.Now.AddSeconds(6) });

        var stored = (await temp.Store.ReportsAsync(intent.Reference, Cancel))[1];
        Assert.Equal((temp.Clock.Now.AddSeconds(3), "raw words"), (stored.Report.At, stored.Raw));
    }

    [Fact]
    public async Task An_intent_that_arrived_earlier_elsewhere_moves_its_call_to_that_time()
    {
        await using var temp = await TempStore.OpenAsync();
        var intent = Said.Intent(temp.Clock.Now);
        await temp.Store.BegunAsync(intent);

        var kept = await temp.Store.KeptAsync(intent with { At = intent.At.AddSeconds(-2) });

        Assert.Equal(intent.At.AddSeconds(-2), kept.Row.Call.ReceivedAt);
        Assert.Equal([kept.Row], (await temp.Store.ListAsync(new CallFilter { OpenOnly = true, Until = intent.At }, null, 10, Cancel)).Items);
    }

    [Fact]
    public async Task A_report_without_its_call_is_kept_once_and_waits()
    {
        await using var temp = await TempStore.OpenAsync();
        var reference = CallReference.New(temp.Clock.Now);

        var first = await temp.Store.KeepAsync(new KeptReport(Said.Busy(reference, temp.Clock.Now), null), Cancel);
        var again = await temp.Store.KeepAsync(new KeptReport(Said.Busy(reference, temp.Clock.Now), null), Cancel);

        Assert.All([first, again], outcome => Assert.IsType<KeepOutcome.Orphaned>(outcome));
        Assert.Single(await temp.Store.ReportsAsync(reference, Cancel));
        Assert.Equal(0, (await temp.Store.SnapshotAsync(10, Cancel)).Number);
    }

    [Fact]
    public async Task Every_field_of_a_report_comes_back_as_it_was_kept()
    {
        await using var temp = await TempStore.OpenAsync();
        var full = Said.Talked(CallReference.New(temp.Clock.Now), temp.Clock.Now) with
        {
            Source = ReportSource.Intent,
            Wish = new Wish("kaleyra-legacy", CallKind.Outbound, Said.Customer, Said.Agent, "Asha", "ivr:1234", "Diwali", "North", "Sales"),
            Proof = DialProof.NotSent,
            Attempt = 2,
            StillRunning = true,
            Provider = "kaleyra-io",
            Detail = "detail",
            Overall = Leg.ChannelUnavailable,
            KeyPress = "5",
            Flags = "billsec starttime",
        };
        Assert.All(typeof(Report).GetProperties(), property => Assert.NotNull(property.GetValue(full)));
        Assert.All(typeof(Wish).GetProperties(), property => Assert.NotNull(property.GetValue(full.Wish)));

        await temp.Store.KeptAsync(full);

        var stored = Assert.Single(await temp.Store.ReportsAsync(full.Reference, Cancel));
        Assert.Equal(new StoredReport(1, full, "raw words"), stored);
    }

    [Fact]
    public async Task Reports_are_read_in_order_of_arrival_and_an_unknown_call_has_none()
    {
        await using var temp = await TempStore.OpenAsync();
        var intent = Said.Intent(temp.Clock.Now);
        await temp.Store.BegunAsync(intent);
        await temp.Store.KeptAsync(Said.Busy(intent.Reference, temp.Clock.Now.AddSeconds(9)));
        await temp.Store.KeptAsync(Said.Accepted(intent.Reference, temp.Clock.Now.AddSeconds(1)));

        var stored = await temp.Store.ReportsAsync(intent.Reference, Cancel);

        Assert.Equal([ReportSource.Intent, ReportSource.Callback, ReportSource.Reply], stored.Select(report => report.Report.Source));
        Assert.True(stored[0].Number < stored[1].Number && stored[1].Number < stored[2].Number, "numbers rise with the arrival");
        Assert.Empty(await temp.Store.ReportsAsync(CallReference.New(temp.Clock.Now), Cancel));
    }

    [Fact]
    public void A_word_in_a_report_is_the_word_that_the_columns_use()
    {
        var report = Said.Busy(Guid.Empty, default);

        Assert.All(Enum.GetValues<Leg>(), leg => Assert.Contains($"\"agent\":\"{leg.Word()}\"", ReportContent.Text(report with { Agent = leg }), StringComparison.Ordinal));
        Assert.All(Enum.GetValues<ReportSource>(), source =>
            Assert.Contains($"\"source\":\"{source.Word()}\"", ReportContent.Text(report with { Source = source }), StringComparison.Ordinal));
        Assert.DoesNotContain("null", ReportContent.Text(report), StringComparison.Ordinal);
    }
}
