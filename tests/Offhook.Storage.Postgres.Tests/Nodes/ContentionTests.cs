using System.Globalization;
using Offhook.Calls;
using Offhook.Storage.Tests;
using Offhook.Testing;
using ManualClock = Offhook.Storage.Tests.ManualClock;

namespace Offhook.Storage.Postgres.Tests.Nodes;

/// <summary>Two nodes that work on the same calls at the same time.</summary>
public sealed class ContentionTests(ITestOutputHelper output)
{
    private const int Hands = 8;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_report_is_lost_when_two_nodes_bring_many_to_few_calls_at_once()
    {
        var seed = Seed();
        await using var database = await PostgresDatabase.CreateAsync();
        var clock = new ManualClock();
        await using var one = await database.OpenStoreAsync(clock, Cancel);
        await using var other = await database.OpenStoreAsync(clock, Cancel);
        var calls = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            calls.Add((await one.BegunAsync(Said.Intent(clock.Now.AddSeconds(i), Said.OtherAgent(i)))).Call.Reference);
        }

        // Each hand brings its own reports of any call, with every third one also in the other hands, to either node.
        await Task.WhenAll(Enumerable.Range(0, Hands).Select(hand => Task.Run(() => BringAsync(hand), Cancel))).SoonAsync();

        foreach (var call in calls)
        {
            var reports = (await one.ReportsAsync(call, Cancel)).Select(stored => stored.Report).ToList();
            var row = await other.FindAsync(call.ToString("D"), Cancel);
            Assert.Equal(1 + (Hands * 20) + 10, reports.Count);
            Assert.Equal(CallFold.Fold(reports), row?.Call);
            Assert.Equal([$"{row?.Version}|0"], await database.QueryAsync($"""
                select max(version), count(*) filter (where version <= before)
                from (select version, lag(version) over (order by number) as before from changes where reference = '{call}') n
                """));
        }

        Assert.Equal(await database.QueryAsync("select value from counters where name = 'changes'"), await database.QueryAsync("select count(*) from changes"));

        async Task BringAsync(int hand)
        {
            var random = new Random(HashCode(seed, hand));
            var reports = calls.SelectMany(call => Enumerable.Range(0, 30).Select(i => i < 20 ? Unlike(call, (hand * 100) + i) : Unlike(call, 10_000 + i))).ToArray();
            random.Shuffle(reports);
            foreach (var report in reports)
            {
                var kept = await (random.Next(2) == 0 ? one : other).KeepAsync(new KeptReport(report, "raw words", clock.Now.AddMinutes(1)), Cancel);
                Assert.IsType<KeepOutcome.Kept>(kept);
            }
        }
    }

    [Fact]
    public async Task Nearly_every_callback_changes_its_row_without_touching_an_index()
    {
        // A transaction that any database of the server has open keeps versions of rows from being tidied up, so the pages fill.
        var random = new Random(Seed());
        await using var cluster = await PostgresCluster.StartOwnAsync();
        var database = await cluster.CreateDatabaseAsync();
        var clock = new ManualClock();
        await using (var store = await database.OpenStoreAsync(clock, Cancel))
        await using (var other = await database.OpenStoreAsync(clock, Cancel))
        {
            var calls = await Task.WhenAll(Enumerable.Range(0, 500).Select(async i => (await store.BegunAsync(Said.Intent(clock.Now.AddSeconds(i), Said.OtherAgent(i)))).Call.Reference)).SoonAsync();
            foreach (var say in new Func<Guid, int, Report>[] { Accepted, Vague, Talked })
            {
                // Calls end in no order of the table, and seldom a hundred at once.
                var order = Enumerable.Range(0, calls.Length).ToArray();
                random.Shuffle(order);
                await Task.WhenAll(order.Chunk(calls.Length / Hands).Select(part => Task.Run(() => BringAsync(part), Cancel))).SoonAsync();

                async Task BringAsync(int[] part)
                {
                    foreach (var i in part)
                    {
                        await (i % 2 == 0 ? store : other).KeptAsync(say(calls[i], i));
                    }
                }
            }
        }

        // What sessions counted is told when they end.
        var figures = new List<string>();
        await Waiting.UntilAsync(
            () => (figures = [.. database.QueryAsync("select relname, n_tup_upd, n_tup_hot_upd from pg_stat_user_tables where relname in ('ivr_calls', 'counters') order by 1").Result]) is [_, var rows] && long.Parse(rows.Split('|')[1], CultureInfo.InvariantCulture) >= 1500,
            () => string.Join("; ", figures),
            Cancel);
        output.WriteLine(string.Join("; ", figures));
        Assert.All(figures, line =>
        {
            var (updates, hot) = (double.Parse(line.Split('|')[1], CultureInfo.InvariantCulture), double.Parse(line.Split('|')[2], CultureInfo.InvariantCulture));
            Assert.True(hot / updates > 0.95, line);
        });

        Report Accepted(Guid call, int i) => Said.Accepted(call, clock.Now, $"call-{i}");

        Report Vague(Guid call, int i) => Said.Busy(call, clock.Now) with { Overall = Leg.Unknown, Customer = Leg.Unknown, ProviderStatus = "RINGING", ProviderCallId = $"call-{i}" };

        Report Talked(Guid call, int i) => Said.Talked(call, clock.Now, id: $"call-{i}");
    }

    private static Report Unlike(Guid call, int number) =>
        Said.Talked(call, new DateTimeOffset(2026, 2, 24, 5, 0, 0, TimeSpan.Zero).AddSeconds(number), number % 50, $"call-{number % 7}") with { Overall = (Leg)(number % 4), Operator = $"operator {number}" };

    private int Seed()
    {
        var seed = Environment.GetEnvironmentVariable("OFFHOOK_TEST_SEED") is { } given ? int.Parse(given, CultureInfo.InvariantCulture) : Random.Shared.Next();
        output.WriteLine($"To see this run again: OFFHOOK_TEST_SEED={seed}");
        return seed;
    }

    private static int HashCode(int seed, int hand) => unchecked((seed * 397) ^ hand);
}
