using Offhook.Calls;
using Offhook.Gateway.Live;
using Offhook.Storage;

namespace Offhook.Gateway.Tests.Live;

/// <summary>No listener ever misses or reorders a change, whatever it does.</summary>
public sealed class FeedLawTests
{
    private const int Writers = 48;
    private const int Listeners = 12;
    private const string StoreName = "a1b2c3d4";

    private static CancellationToken Cancel => Given.Cancel;

    [Fact]
    public Task Every_listener_ends_with_what_the_store_holds() => Law.HoldsAsync(2, async random =>
    {
        await using var work = await Work.StartAsync();
        var ledger = new Ledger();
        work.Store.Committed += ledger.Write;
        var listeners = Enumerable.Range(0, Listeners).Select(i => new Listener(new Random(random.Next()), ledger, i)).ToList();

        // The service restarts in between: a new feed on the same store, to which listeners come back with the places they had.
        for (var life = 0; life < 2; life++)
        {
            using var feed = new ChangeFeed(work.Store, work.Clock, work.Providers, StoreName, (await work.Store.SnapshotAsync(0, Cancel)).Number);
            var written = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
            var listening = listeners.ConvertAll(listener => Task.Run(() => listener.ListenAsync(feed, written.Task), Cancel));
            await Task.WhenAll(Enumerable.Range(0, Writers).Select(i => WriteAsync(work, new Random(random.Next()), i)));
            written.SetResult((await work.Store.SnapshotAsync(0, Cancel)).Number);

            // A sign of life makes those look up who have heard everything already.
            await work.Clock.PlayAsync(Task.WhenAll(listening), ChangeFeed.Heartbeat);
        }

        var truth = (await work.Store.SnapshotAsync(100_000, Cancel)).Items.ToDictionary(row => row.Call.Reference);
        Assert.All(listeners, listener => listener.AssertEndsWith(truth));
        Assert.True(ledger.Between(0, long.MaxValue).Count > 900, "too little was written to prove anything");
        Assert.Contains(listeners, listener => listener.FellOffTheRing);
        Assert.Contains(listeners, listener => listener.Resumed > 2);
    });

    private static async Task WriteAsync(Work work, Random random, int writer)
    {
        for (var i = 0; i < 10; i++)
        {
            var intent = Given.Intent(work.Clock.GetUtcNow().AddMilliseconds((i * Writers) + writer));
            await work.Store.BegunAsync(intent);
            var reports = Reports(intent, random);
            if (random.Chance(0.5))
            {
                await Task.WhenAll(reports.Select(report => work.Store.KeptAsync(report)));
                continue;
            }

            foreach (var report in reports)
            {
                await work.Store.KeptAsync(report);
            }
        }
    }

    private static IEnumerable<Report> Reports(Report intent, Random random)
    {
        var at = intent.At.AddSeconds(1);
        Report[] any = [Given.Accepted(intent.Reference, at, $"c2c_{intent.Reference:N}"), Given.AgentOnly(intent.Reference, at), Given.Busy(intent.Reference, at), Given.Talked(intent.Reference, at)];
        return any.Where(_ => random.Chance(0.7));
    }

    /// <summary>A screen with its own habits: fast, slow, stubborn enough to fall off the ring, or one that comes and goes.</summary>
    private sealed class Listener(Random random, Ledger ledger, int habit)
    {
        private readonly Dictionary<Guid, CallRow> _view = [];
        private readonly List<FeedPosition> _places = [new(StoreName, 0)];
        private bool _missedByChoice;

        public bool FellOffTheRing { get; private set; }

        public int Resumed { get; private set; }

        public async Task<bool> ListenAsync(ChangeFeed feed, Task<long> written)
        {
            while (true)
            {
                var place = Place();
                var connection = new Connection(place is { Store: StoreName, Number: >= 0 and < 1_000_000 } known ? known.Number : null);
                Resumed++;
                var isDone = await FollowAsync(feed, place, connection, written);
                connection.AssertComplete(ledger);
                foreach (var (reference, row) in connection.Heard.Where(heard => !_view.TryGetValue(heard.Key, out var seen) || seen.Version < heard.Value.Version))
                {
                    _view[reference] = row;
                }

                if (isDone)
                {
                    return true;
                }
            }
        }

        public void AssertEndsWith(Dictionary<Guid, CallRow> truth)
        {
            // A snapshot holds the open and the newest calls only. Whoever throws its place away does without the others' ends.
            if (!_missedByChoice)
            {
                Assert.Equal(truth.Values.ToHashSet(), _view.Values.ToHashSet());
            }
        }

        // Where it left off; or, for some habits, any place that it ever was at, or one that means nothing here.
        private FeedPosition? Place()
        {
            switch (habit % 6)
            {
                case 4:
                    return _places[random.Next(_places.Count)];
                case 5 when random.Chance(0.7):
                    _missedByChoice = true;
                    return random.Pick<FeedPosition?>(null, new("other", 7), new(StoreName, 1_000_000_000), new(StoreName, -3), new(StoreName, long.MaxValue));
                default:
                    return _places[^1];
            }
        }

        // Whether everything that will be written was heard.
        private async Task<bool> FollowAsync(ChangeFeed feed, FeedPosition? place, Connection connection, Task<long> written)
        {
            await foreach (var item in feed.FollowAsync(place, Cancel))
            {
                connection.Hear(item);
                if (connection.Position is { } position)
                {
                    _places.Add(position);
                }

                if (await IsAllHeardAsync(connection, written))
                {
                    return true;
                }

                if (habit % 6 is 1)
                {
                    await Task.Yield();
                }
                else if (habit % 6 is 2 && random.Chance(0.01) && !written.IsCompleted)
                {
                    var reached = ledger.ReachedAsync(connection.Number + 1_100);
                    FellOffTheRing |= await Task.WhenAny(reached, written) == reached;
                }
                else if (habit % 6 is 3 or 4 or 5 && !written.IsCompleted && random.Chance(0.004))
                {
                    return false;
                }
            }

            return false;
        }

        private static async Task<bool> IsAllHeardAsync(Connection connection, Task<long> written) => written.IsCompleted && connection.Number >= await written;
    }
}
