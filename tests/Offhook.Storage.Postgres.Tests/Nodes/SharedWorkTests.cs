using Offhook.Storage.Tests;

namespace Offhook.Storage.Postgres.Tests.Nodes;

/// <summary>What several nodes could do, and one must do: look after a call, dial for a key, ring an agent, take a turn.</summary>
public sealed class SharedWorkTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_due_call_is_taken_up_by_one_node_only()
    {
        await using var nodes = await TwoNodes.OpenAsync();
        var now = nodes.Clock.Now;
        var begun = new HashSet<Guid>();
        for (var i = 0; i < 120; i++)
        {
            begun.Add((await nodes.One.BegunAsync(Said.Intent(now, Said.OtherAgent(i)), now)).Call.Reference);
        }

        var claims = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => (i % 2 == 0 ? nodes.One : nodes.Other).ClaimDueAsync(now, Lease, 10, Cancel), Cancel)));
        var rest = await nodes.One.ClaimDueAsync(now, Lease, 200, Cancel);

        var taken = claims.Append(rest).SelectMany(due => due).Select(due => due.Row.Call.Reference).ToList();
        Assert.Equal(120, taken.Count);
        Assert.Equal(begun, taken.ToHashSet());
    }

    [Fact]
    public async Task What_a_node_took_up_and_never_finished_is_taken_over_after_its_lease()
    {
        await using var nodes = await TwoNodes.OpenAsync();
        var now = nodes.Clock.Now;
        var row = await nodes.One.BegunAsync(Said.Intent(now), now);
        await nodes.One.ClaimDueAsync(now, Lease, 10, Cancel);

        var during = await nodes.Other.ClaimDueAsync(now + Lease - TimeSpan.FromMilliseconds(1), Lease, 10, Cancel);
        var after = await nodes.Other.ClaimDueAsync(now + Lease, Lease, 10, Cancel);
        await nodes.One.PostponeAsync(new DueCall(row, now + Lease), now.AddHours(9), Cancel);

        Assert.Empty(during);
        Assert.Equal([new DueCall(row, now + Lease + Lease)], after);
        Assert.Equal(now + Lease + Lease, await nodes.Other.NextDueAsync(Cancel));
    }

    [Fact]
    public async Task One_of_two_nodes_that_use_a_key_at_once_begins_the_call_and_the_other_hears_of_it()
    {
        await using var nodes = await TwoNodes.OpenAsync();
        for (var i = 0; i < 20; i++)
        {
            var key = new KeyClaim("admin /calls/click-to-call", $"key-{i}", "hash", nodes.Clock.Now.AddHours(24));
            var agent = Said.OtherAgent(i);

            var outcomes = await Task.WhenAll(
                nodes.One.BeginAsync(new Intent(Said.Intent(nodes.Clock.Now, agent), nodes.Clock.Now, null, key), Cancel),
                nodes.Other.BeginAsync(new Intent(Said.Intent(nodes.Clock.Now, agent), nodes.Clock.Now, null, key), Cancel));

            var begun = Assert.Single(outcomes.OfType<BeginOutcome.Begun>());
            Assert.Equal(begun.Row.Call.Reference, Assert.Single(outcomes.OfType<BeginOutcome.KeyTaken>()).Key.Reference);
        }
    }

    [Fact]
    public async Task One_of_two_nodes_that_ring_an_agent_at_once_begins_the_call_and_the_other_is_told_of_it()
    {
        await using var nodes = await TwoNodes.OpenAsync();
        var now = nodes.Clock.Now;
        for (var i = 0; i < 20; i++)
        {
            var agent = Said.OtherAgent(i);

            var outcomes = await Task.WhenAll(
                nodes.One.BeginAsync(new Intent(Said.Intent(now, agent), now, now.AddSeconds(-45), null), Cancel),
                nodes.Other.BeginAsync(new Intent(Said.Intent(now, agent), now, now.AddSeconds(-45), null), Cancel));

            var begun = Assert.Single(outcomes.OfType<BeginOutcome.Begun>());
            Assert.Equal(begun.Row, Assert.Single(outcomes.OfType<BeginOutcome.AgentBusy>()).Running);
        }
    }

    [Fact]
    public async Task Nodes_together_take_no_more_turns_than_one_may()
    {
        await using var nodes = await TwoNodes.OpenAsync();
        var (interval, longest) = (TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(3));

        var waits = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(
            () => ((IDialTurns)(i % 2 == 0 ? nodes.One : nodes.Other)).TakeAsync(interval, 10, longest, Cancel).AsTask(), Cancel)));

        // Ten at once, then one every half second, as long as somebody may wait for it.
        Assert.Equal([.. Enumerable.Repeat(TimeSpan.Zero, 10), .. Enumerable.Range(1, 6).Select(i => interval * i)], waits.Where(wait => wait <= longest).Order());
    }
}
