using Offhook.Testing;

namespace Offhook.Server.Postgres.Tests.Nodes;

public sealed class FeedWithoutDatabaseTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_screen_that_comes_back_while_the_database_is_away_waits_at_its_place_and_misses_nothing()
    {
        await using var cluster = await PostgresCluster.StartOwnAsync();
        await using var database = await cluster.CreatePreparedDatabaseAsync();
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { IsPublic = true, Database = database }, Cancel);
        using var client = service.CreateClient();
        await using var before = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);
        await before.NextAsync(Cancel);
        var started = await client.ClickToCallAsync(cancellationToken: Cancel);

        // A node that has just started knows nothing of what was before: it must read it.
        await service.RestartAsync(Cancel);
        await cluster.StopAsync();
        await using var screen = await FeedListener.ConnectAsync(client, before.LastId, Cancel);
        await screen.CommentAsync(Cancel);
        await cluster.StartAsync();

        Assert.Equal("ringing", (await screen.StatusAsync(started.Id, "ringing", Cancel)).Text("status"));
        Assert.DoesNotContain(screen.Heard, item => item.Name == "snapshot");
    }
}
