using System.Globalization;
using System.Text.Json;
using Offhook.Testing;

namespace Offhook.Server.Postgres.Tests.Nodes;

/// <summary>What the database and the provider hold, against what nodes said.</summary>
internal static class Truth
{
    /// <summary>Each click is one row and at most one dial; each callback that was acknowledged is kept once, and its row says what it reported.</summary>
    public static async Task IsKeptOnceAsync(NodeGroup group, Load load)
    {
        Assert.All(group.Platform.Dials.GroupBy(dial => dial.Caller), dials => Assert.Single(dials));
        var rows = (await group.Database.QueryAsync("""
            select c.agent_number, c.status, c.talk_seconds, c.settled_by, (select count(*) from reports r where r.reference = c.reference and r.source = 'callback')
            from ivr_calls c
            """)).Select(row => row.Split('|')).ToDictionary(row => row[0]);
        Assert.Equal(load.Begun, rows.Count);
        Assert.All(load.Kept, kept => Assert.Equal(
            [$"+91{kept.Key}", "answered", kept.Value.ToString(CultureInfo.InvariantCulture), "callback", "1"], rows[$"+91{kept.Key}"]));
        Assert.All(rows.Values, row => Assert.True(row[4] is "0" or "1", string.Join('|', row)));
    }

    /// <summary>A screen was told of every change, in the order of their numbers, and shows each call as a node gives it.</summary>
    public static async Task IsShownAsync(Screen screen, PostgresDatabase database, Node node)
    {
        await screen.UntilAsync(await LastChangeAsync(database));
        Assert.Empty(screen.Faults);
        var missed = (await database.QueryAsync("select reference, number from changes order by number")).Select(row => row.Split('|'))
            .Where(change => !screen.Knows(change[0], long.Parse(change[1], CultureInfo.InvariantCulture)));
        Assert.Empty(missed);
        foreach (var id in await database.QueryAsync("select reference from ivr_calls"))
        {
            var row = await node.Client.AskAsync($"/calls/{id}", TestContext.Current.CancellationToken);
            Assert.True(JsonElement.DeepEquals(row.Json, screen.Picture[id]), $"{row.Text} is shown as {screen.Picture[id]}");
        }
    }

    public static async Task<long> LastChangeAsync(PostgresDatabase database) =>
        long.Parse(Assert.Single(await database.QueryAsync("select value from counters where name = 'changes'")), CultureInfo.InvariantCulture);
}
