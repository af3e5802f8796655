using System.Net;
using Offhook.Testing;

namespace Offhook.Server.Postgres.Tests.Nodes;

/// <summary>Clicks that reach different nodes at once.</summary>
public sealed class SharedStartTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Twenty_clicks_with_one_key_at_two_nodes_ring_once_and_get_one_answer()
    {
        const string Agent = "9800020001";

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? nodes.One : nodes.Other).ClickAsync(Agent, "one")));

        Assert.Equal(HttpStatusCode.Created, answers[0].Status);
        Assert.Single(answers.Select(answer => (answer.Status, answer.Text, answer.Location)).Distinct());
        Assert.Equal(1, DialsOf(Agent));
    }

    [Fact]
    public async Task Another_wish_under_a_key_that_another_node_used_is_refused()
    {
        var first = await nodes.One.ClickAsync("9800020002", "two");

        var other = await nodes.Other.ClickAsync("9800020003", "two");

        Assert.Equal(HttpStatusCode.Created, first.Status);
        Assert.Equal((HttpStatusCode.Conflict, "/problems/idempotency-key-reused"), (other.Status, other["type"]));
        Assert.Equal(0, DialsOf("9800020003"));
    }

    [Fact]
    public async Task Of_two_clicks_for_one_agent_at_two_nodes_one_rings_and_the_other_is_told_of_it()
    {
        foreach (var agent in Enumerable.Range(0, 10).Select(i => $"980002010{i}"))
        {
            var answers = await Task.WhenAll(nodes.One.ClickAsync(agent, agent + "-one"), nodes.Other.ClickAsync(agent, agent + "-other"));

            var rung = Assert.Single(answers, answer => answer.Status is HttpStatusCode.Created);
            var refused = Assert.Single(answers, answer => answer.Status is HttpStatusCode.Conflict);
            Assert.Equal(("/problems/agent-busy", rung.Id), (refused["type"], refused["id"]));
            Assert.Equal(1, DialsOf(agent));
        }
    }

    [Fact]
    public async Task Nodes_together_dial_no_faster_than_one_may()
    {
        // Ten at once, and the next one after 100 s.
        await using var slow = await NodeGroup.OpenAsync(2, settings: new Dictionary<string, string> { ["KALEYRA_DIALS_PER_SECOND"] = "0.01" });

        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => slow.Nodes[i % 2].ClickAsync($"98000202{i:00}")));

        Assert.Equal(10, answers.Count(answer => answer.Status is HttpStatusCode.Created));
        Assert.Equal(14, answers.Count(answer => answer.Status is HttpStatusCode.TooManyRequests && answer["type"] == "/problems/dialling-too-fast" && answer.RetryAfter > TimeSpan.Zero));
        Assert.Equal(10, slow.Platform.Dials.Count);
        Assert.Equal(10, (await slow.Nodes[1].Client.AskAsync("/calls", Cancel)).Items().Count);
    }

    private int DialsOf(string agent) => nodes.Group.Platform.Dials.Count(dial => dial.Caller.EndsWith(agent, StringComparison.Ordinal));
}
