using FsCheck;
using FsCheck.Fluent;
using Offhook.Calls;

namespace Offhook.Storage.Tests;

public sealed class RandomHistoryTests(ITestOutputHelper output)
{
    private static CancellationToken Cancel => TempStore.Cancel;

    [Fact]
    public async Task After_any_history_each_row_is_the_fold_of_its_reports()
    {
        var seed = Environment.GetEnvironmentVariable("OFFHOOK_TEST_SEED") is { } given ? ulong.Parse(given, System.Globalization.CultureInfo.InvariantCulture) : (ulong)Random.Shared.NextInt64();
        output.WriteLine($"To see this run again: OFFHOOK_TEST_SEED={seed}");
        await using var temp = await TempStore.OpenAsync();
        var intents = Enumerable.Range(0, 40).Select(i => Said.Intent(temp.Clock.Now.AddSeconds(i), Said.OtherAgent(i % 5))).ToList();
        var history = HistoryOf(intents).Sample(50, new Rnd(seed), 1_500).ToArray();

        // In several hands at once, so that batches and their order are the run's own.
        await Task.WhenAll(history.Chunk(1 + (history.Length / 16)).Select(part => Task.Run(() => BringAsync(temp, part), Cancel)));

        var open = new List<Guid>();
        foreach (var intent in intents)
        {
            var reports = (await temp.Store.ReportsAsync(intent.Reference, Cancel)).Select(stored => stored.Report).ToList();
            var row = await temp.Store.FindAsync(intent.Reference.ToString("D"), Cancel);

            Assert.Equal(CallFold.Fold(reports), row?.Call);
            Assert.Equal(CallFold.Fold(history.Where(report => report.Reference == intent.Reference)), row?.Call);
            if (row is { Call.IsSettled: false })
            {
                open.Add(intent.Reference);
            }
        }

        Assert.Equal(open.Select(reference => reference.ToString("D")).Order(), await temp.QueryAsync("select reference from open_calls order by reference"));
        Assert.Equal(["0"], await temp.QueryAsync("select count(*) from open_calls o join ivr_calls c on c.id = o.reference where o.received_at <> c.received_at or o.agent_number <> c.agent_number"));
        Assert.Equal(["0"], await temp.QueryAsync("select count(*) from ivr_calls c where not exists (select 1 from changes n where n.reference = c.id and n.version = c.version)"));
        Assert.Equal(await temp.QueryAsync("select value from counters where name = 'changes'"), await temp.QueryAsync("select count(*) from changes"));
    }

    private static async Task BringAsync(TempStore temp, IEnumerable<Report> reports)
    {
        foreach (var report in reports)
        {
            temp.Clock.Advance(TimeSpan.FromMicroseconds(1));
            if (report.Source is not ReportSource.Intent || !await BeginsAsync(temp, report))
            {
                _ = await temp.Store.KeepAsync(new KeptReport(report, "raw words", report.At.AddMinutes(1)), Cancel);
            }
        }
    }

    private static async Task<bool> BeginsAsync(TempStore temp, Report intent)
    {
        try
        {
            _ = await temp.Store.BegunAsync(intent);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false; // It was begun before, and comes as a report now.
        }
    }

    private static Gen<Report> HistoryOf(IReadOnlyList<Report> intents) =>
        from intent in Gen.Elements<Report>(intents)
        from source in Gen.Elements(ReportSource.Intent, ReportSource.Reply, ReportSource.Callback, ReportSource.Callback, ReportSource.Log, ReportSource.Deadline)
        from seconds in Gen.Choose(0, 5)
        from proof in Gen.Elements(Enum.GetValues<DialProof>())
        from legs in Gen.Elements(Enum.GetValues<Leg>()).Three()
        from talk in Gen.Elements<TimeSpan?>(null, TimeSpan.Zero, TimeSpan.FromSeconds(40))
        from id in Gen.Elements(null, "call-1", "call-2")
        let at = intent.At.AddSeconds(seconds)
        select source switch
        {
            ReportSource.Intent => intent with { At = at },
            ReportSource.Reply => Said.Accepted(intent.Reference, at, id) with { Proof = proof },
            ReportSource.Deadline => new Report { Reference = intent.Reference, Source = source, At = at },
            _ => Said.Talked(intent.Reference, at, id: id) with { Source = source, Overall = legs.Item1, Agent = legs.Item2, Customer = legs.Item3, Talk = talk },
        };
}
