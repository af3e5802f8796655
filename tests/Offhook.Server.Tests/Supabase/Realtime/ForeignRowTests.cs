using Offhook.Server.Tests.Access.People;
using Offhook.Testing;

namespace Offhook.Server.Tests.Supabase.Realtime;

/// <summary>Rows that another program writes and removes in the shared table, as those hear of them who may read them.</summary>
public sealed class ForeignRowTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_removed_row_is_gone_for_those_who_could_see_it_and_for_nobody_else()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var project = await SupabaseStandIn.StartAsync();
        await using var service = await ServiceHost.StartAsync(
            new ServiceOptions { Clock = new ManualClock(), IsPublic = true, Database = database, Settings = project.Settings }, Cancel);
        await using var red = await ListenAsync(service, project.Supervisor(service.Clock, "red", "red"));
        await using var agent = await ListenAsync(service, project.Agent(service.Clock, "agent-red", "9800000021", "red"));
        await using var blue = await ListenAsync(service, project.Supervisor(service.Clock, "blue", "blue"));

        var redRow = await AddAsync(database, "in-red", "red");
        await red.NextAsync("INSERT", redRow);
        await agent.NextAsync("INSERT", redRow);
        await database.ExecuteAsync("delete from public.ivr_calls where call_id = 'in-red'");
        await red.NextAsync("DELETE", redRow);
        await agent.NextAsync("DELETE", redRow);
        var blueRow = await AddAsync(database, "in-blue", "blue");
        await blue.NextAsync("INSERT", blueRow);
        var lastRow = await AddAsync(database, "in-red-again", "red");

        // What comes next for each proves that nothing came in between.
        await red.NextAsync("INSERT", lastRow);
        await agent.NextAsync("INSERT", lastRow);
        Assert.Empty(await blue.Socket.UntilBeatAsync());
    }

    [Fact]
    public async Task Of_a_removed_row_only_its_key_is_told()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { Clock = new ManualClock(), IsPublic = true, Database = database }, Cancel);
        await using var client = await Subscriber.SubscribedAsync(service, Watched.All);
        using var http = service.CreateClient();
        await using var feed = await FeedListener.ConnectAsync(http, cancellationToken: Cancel);
        Assert.Equal("snapshot", (await feed.NextAsync(Cancel)).Name);
        var id = await AddAsync(database, "in-1", "red");
        Assert.Equal(id, (await client.ChangeAsync()).Id);
        Assert.Equal("call", (await feed.NextAsync(Cancel)).Name);

        await database.ExecuteAsync("delete from public.ivr_calls where call_id = 'in-1'");
        var gone = await client.ChangeAsync();

        Assert.Equal("DELETE", gone.Type);
        Assert.Equal($$"""{"id":"{{id}}"}""", gone.Data.GetProperty("old_record").ToString());
        Assert.False(gone.Data.TryGetProperty("record", out _));
        var left = await feed.NextAsync(Cancel);
        Assert.Equal(("gone", $$"""{"id":"{{id}}","call_id":"in-1"}"""), (left.Name, left.Data.ToString()));
    }

    private static async Task<string> AddAsync(PostgresDatabase database, string callId, string team)
    {
        await database.ExecuteAsync($"""
            insert into public.ivr_calls (call_id, mobile_number, agent_number, status, direction, team) values ('{callId}', '9800000055', '+919800000021', 'completed', 'inbound', '{team}')
            """);
        return Assert.Single(await database.QueryAsync($"select reference from ivr_calls where call_id = '{callId}'"));
    }

    private static async Task<BothFeeds> ListenAsync(ServiceHost service, string token)
    {
        var socket = await Subscriber.OpenAsync(service, "vsn=2.0.0", bearer: service.Key);
        await socket.JoinedAsync(token: token, bindings: Watched.All);
        var client = service.CreateStranger();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        var feed = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);
        Assert.Equal("snapshot", (await feed.NextAsync(Cancel)).Name);
        return new BothFeeds(socket, client, feed);
    }
}
