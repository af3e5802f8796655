using System.Net;
using Offhook.Testing;

namespace Offhook.Server.Postgres.Tests.Nodes;

public sealed class ThreeNodesTests(ITestOutputHelper output)
{
    // Longer than any patience of ours with a lock or a transaction.
    private static readonly TimeSpan Frost = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_three_nodes_under_load_one_is_killed_and_one_freezes_and_nothing_is_lost_or_done_twice()
    {
        await using var group = await NodeGroup.OpenAsync(3);
        var (living, doomed, frozen) = (group.Nodes[0], group.Nodes[1], group.Nodes[2]);
        await using var screen = await Screen.OpenAsync(living, living);
        await using var moved = await Screen.OpenAsync(doomed, living);
        await using var thawed = await Screen.OpenAsync(frozen, living);
        var load = new Load(group, living);

        var first = load.RunAsync(60, living, doomed, frozen);
        await Waiting.UntilAsync(() => load.Done >= 20, () => load.Done, Cancel);
        await frozen.FreezeAsync();
        await doomed.KillAsync();
        var frost = Task.Delay(Frost, TimeProvider.System, Cancel);
        var meanwhile = await load.RunAsync(40, living);
        var late = load.RunAsync(6, living, frozen);
        var ready = await living.Client.AskAsync("/health/ready", Cancel);
        await screen.UntilAsync(await Truth.LastChangeAsync(group.Database));
        var whileFrozen = thawed.Last;
        await frost;
        await frozen.Process.ThawAsync(Cancel);
        var answers = (await first.SoonAsync()).Concat(await late.SoonAsync());
        await load.UntilAllAnsweredAsync();
        var refused = load.Refused.Count;
        var afterwards = await load.RunAsync(30, living, frozen);

        output.WriteLine($"{load.Kept.Count} of {load.Begun} calls reported; told otherwise: {string.Join("; ", load.Refused)}");
        Assert.All(load.Refused, answer => Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status));
        Assert.Equal(HttpStatusCode.OK, ready.Status);
        Assert.All(meanwhile.Concat(afterwards), answer => Assert.Equal(HttpStatusCode.Created, answer.Status));
        Assert.All(answers, answer => Assert.True(answer.Status is HttpStatusCode.Created or HttpStatusCode.Accepted, answer.ToString()));
        Assert.Equal(refused, load.Refused.Count);
        Assert.True(whileFrozen < screen.Last, "nothing happened while a node was frozen");
        await Truth.IsKeptOnceAsync(group, load);
        foreach (var one in (Screen[])[screen, moved, thawed])
        {
            await Truth.IsShownAsync(one, group.Database, living);
        }

        Assert.Equal((1, 1), (screen.Streams, screen.Snapshots));
        Assert.Equal((2, 1), (moved.Streams, moved.Snapshots));
    }
}
