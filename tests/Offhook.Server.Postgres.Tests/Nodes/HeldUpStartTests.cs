using System.Net;
using Npgsql;
using Offhook.Gateway.Reconciliation;
using Offhook.Server.Tests;
using Offhook.Testing;

namespace Offhook.Server.Postgres.Tests.Nodes;

/// <summary>Starts during which a node stands still for longer than the others wait for it.</summary>
public sealed class HeldUpStartTests
{
    private const string Agent = "9800023001";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_node_that_freezes_in_the_middle_of_a_start_keeps_the_agent_from_nobody_and_rings_no_phone_when_it_is_back()
    {
        await using var nodes = await NodeGroup.OpenAsync(2);
        await using var hold = await HoldAsync(nodes.Database);
        var frozen = nodes.Nodes[0].ClickAsync(Agent);
        await nodes.Database.UntilWaitingAsync("offhook writer", 1);
        await nodes.Nodes[0].FreezeAsync();
        await hold.DisposeAsync();
        await nodes.Database.UntilIdleAsync("offhook writer", 1);
        await nodes.Database.UntilIdleAsync("offhook writer", 0);

        var meanwhile = await nodes.Nodes[1].ClickAsync(Agent);
        await nodes.Nodes[0].Process.ThawAsync(Cancel);
        var late = await frozen.SoonAsync();

        Assert.Equal(HttpStatusCode.Created, meanwhile.Status);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "/problems/store-unavailable"), (late.Status, late["type"]));
        Assert.Single(nodes.Platform.Dials);
        Assert.Single((await nodes.Nodes[0].Client.AskAsync("/calls", Cancel)).Items());
    }

    [Fact]
    public async Task A_start_that_is_held_up_until_nobody_waits_for_it_any_more_rings_no_phone()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        using var client = service.CreateClient();
        var database = (PostgresDatabase)service.Database;
        await using var hold = await HoldAsync(database);
        var click = client.ClickToCallAsync(agent: Agent, key: "late", cancellationToken: Cancel);
        await database.UntilWaitingAsync("offhook writer", 1);

        service.Clock.Jump(Deadlines.Reply);
        await hold.DisposeAsync();
        var late = await click.SoonAsync();

        Assert.Equal((HttpStatusCode.GatewayTimeout, "/problems/provider-unreachable"), (late.Status, late["type"]));
        Assert.DoesNotContain("dial.click2call", service.Platform.RequestsReceived.Keys);
        var row = await client.AskAsync($"/calls/{late.Id}", Cancel);
        Assert.Equal(("failed", "never_connected", "reply"), (row["status"], row["reason"], row["settled_by"]));
        Assert.Equal(late.Text, (await client.ClickToCallAsync(agent: Agent, key: "late", cancellationToken: Cancel)).Text);
        Assert.Equal(HttpStatusCode.Created, (await client.ClickToCallAsync(agent: Agent, cancellationToken: Cancel)).Status);
    }

    // A start looks for earlier reports of its call when it has its locks and has written nothing.
    private static async Task<NpgsqlConnection> HoldAsync(PostgresDatabase database)
    {
        var connection = await database.ConnectAsync();
        await using var command = new NpgsqlCommand("begin; lock table offhook.reports", connection);
        await command.ExecuteNonQueryAsync(Cancel);
        return connection;
    }
}
