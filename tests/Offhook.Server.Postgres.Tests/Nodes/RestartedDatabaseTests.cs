using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Offhook.Testing;

namespace Offhook.Server.Postgres.Tests.Nodes;

public sealed class RestartedDatabaseTests(ITestOutputHelper output)
{
    private const int Calls = 120;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_database_that_breaks_down_under_callbacks_loses_none_that_was_acknowledged_and_nodes_go_on_by_themselves(bool likeAPowerCut)
    {
        await using var cluster = await PostgresCluster.StartOwnAsync();
        await using var database = await cluster.CreatePreparedDatabaseAsync();
        await using var group = await NodeGroup.OpenAsync(2, database);
        await using var one = await Screen.OpenAsync(group.Nodes[0], group.Nodes[0]);
        await using var other = await Screen.OpenAsync(group.Nodes[1], group.Nodes[1]);
        await Task.WhenAll(Enumerable.Range(0, Calls).Select(number => group.Nodes[number % 2].ClickAsync(Agent(number))));
        using var bringing = new Bringing(group);

        var all = Task.WhenAll(Enumerable.Range(0, Calls).Select(number => bringing.UntilKeptAsync(number)));
        bringing.Allow(30);
        await Waiting.UntilAsync(() => bringing.Kept >= 30, () => bringing.Kept, Cancel);
        bringing.Allow(40);
        await (likeAPowerCut ? cluster.KillAsync() : cluster.StopAtOnceAsync());
        bringing.Allow(Calls);
        await Waiting.UntilAsync(() => bringing.Unkept(0) > 0 && bringing.Unkept(1) > 0, () => $"{bringing.Unkept(0)} and {bringing.Unkept(1)}", Cancel, "both nodes to refuse callbacks");
        await cluster.StartAsync();
        await all.SoonAsync();

        output.WriteLine(string.Join(", ", bringing.Answers.GroupBy(answer => answer).Select(answers => $"{answers.Count()} times {answers.Key}")));
        Assert.All(bringing.Answers, status => Assert.True(status is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, status.ToString()));
        Assert.All(group.Platform.Dials.GroupBy(dial => dial.Caller), dials => Assert.Single(dials));
        Assert.Equal(
            Enumerable.Range(0, Calls).Select(number => $"+91{Agent(number)}|answered|{number + 1}|callback|1"),
            await database.QueryAsync("""
                select c.agent_number, c.status, c.talk_seconds, c.settled_by, (select count(*) from reports r where r.reference = c.reference and r.source = 'callback')
                from ivr_calls c order by c.agent_number
                """));
        foreach (var (screen, node) in ((Screen, Node)[])[(one, group.Nodes[0]), (other, group.Nodes[1])])
        {
            Assert.Equal(HttpStatusCode.Created, (await node.ClickAsync($"98000219{group.Platform.Dials.Count % 100:00}")).Status);
            await Truth.IsShownAsync(screen, database, node);
            Assert.Equal((1, 1), (screen.Streams, screen.Snapshots));
        }
    }

    private static string Agent(int number) => string.Create(CultureInfo.InvariantCulture, $"98000{50_000 + number}");

    /// <summary>Brings a callback for each call, again and again until it is acknowledged.</summary>
    private sealed class Bringing(NodeGroup group) : IDisposable
    {
        private readonly SemaphoreSlim _turns = new(0);
        private readonly ConcurrentBag<HttpStatusCode> _answers = [];
        private readonly int[] _unkept = new int[2];
        private int _kept;

        public IReadOnlyCollection<HttpStatusCode> Answers => _answers;

        public int Kept => Volatile.Read(ref _kept);

        public int Unkept(int node) => Volatile.Read(ref _unkept[node]);

        /// <summary>So many further callbacks may be brought for the first time.</summary>
        public void Allow(int callbacks) => _turns.Release(callbacks);

        public void Dispose() => _turns.Dispose();

        public async Task UntilKeptAsync(int number)
        {
            await _turns.WaitAsync(Cancel);
            var call = await group.EndedCallOfAsync(Agent(number));
            var talk = (number + 1).ToString(CultureInfo.InvariantCulture);
            using var breath = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
            for (var node = number % 2; ; node = 1 - node)
            {
                var answer = await group.Nodes[node].BringAsync(group.Platform, call, ("billsec", talk), ("duration", talk));
                _answers.Add(answer.Status);
                if (answer.Status is HttpStatusCode.OK)
                {
                    Interlocked.Increment(ref _kept);
                    return;
                }

                Interlocked.Increment(ref _unkept[node]);
                await breath.WaitForNextTickAsync(Cancel);
            }
        }
    }
}
