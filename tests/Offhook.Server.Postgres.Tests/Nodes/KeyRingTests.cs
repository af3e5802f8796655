using System.Xml.Linq;
using Offhook.Server.Access;
using Offhook.Testing;

namespace Offhook.Server.Postgres.Tests.Nodes;

/// <summary>The keys that protect sessions and forms. A node reads them once a day: one that it does not know then is a session that it does not know.</summary>
public sealed class KeyRingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nodes_that_look_at_once_for_the_first_key_end_up_with_the_same_one()
    {
        await using var database = await PostgresDatabase.CreatePreparedAsync();
        await using var one = await database.OpenStoreAsync(TimeProvider.System, Cancel);
        await using var other = await database.OpenStoreAsync(TimeProvider.System, Cancel);
        StoredKeyRing[] rings = [new(one), new(other)];
        Assert.All(rings, ring => Assert.Empty(ring.GetAllElements()));

        rings[0].StoreElement(new XElement("key", "of one"), "key-1");
        rings[1].StoreElement(new XElement("key", "of the other"), "key-2");

        Assert.All(rings, ring => Assert.Equal(["of one"], ring.GetAllElements().Select(key => key.Value)));
    }

    [Fact]
    public async Task A_later_key_is_added()
    {
        await using var database = await PostgresDatabase.CreatePreparedAsync();
        await using var store = await database.OpenStoreAsync(TimeProvider.System, Cancel);
        var ring = new StoredKeyRing(store);
        Assert.Empty(ring.GetAllElements());
        ring.StoreElement(new XElement("key", "first"), "key-1");
        Assert.Single(ring.GetAllElements());

        ring.StoreElement(new XElement("key", "second"), "key-2");

        Assert.Equal(["first", "second"], ring.GetAllElements().Select(key => key.Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Four_nodes_that_start_at_once_on_an_empty_database_have_one_key()
    {
        await using var nodes = await NodeGroup.OpenAsync(4);

        Assert.Single(await nodes.Database.QueryAsync("select name from secrets where starts_with(name, 'data-protection/')"));
    }
}
