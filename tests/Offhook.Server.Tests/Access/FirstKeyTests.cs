using Offhook.Server.Access;
using Offhook.Server.Settings;
using Offhook.Storage;
using Offhook.Testing;

namespace Offhook.Server.Tests.Access;

/// <summary>Nodes that start on one store, each with a folder of its own: the file, where there is one, holds the key.</summary>
public sealed class FirstKeyTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly List<DataFolder> _nodes = [];
    private TestDatabase _database = null!; // Both are set before the first test.
    private ICallStore _store = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _store = await _database.OpenStoreAsync(TimeProvider.System, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        _nodes.ForEach(node => node.Dispose());
        await _store.DisposeAsync();
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_nodes_that_start_at_once_one_makes_the_key_and_only_its_file_stays(bool renew)
    {
        if (renew)
        {
            await AdminKey.OpenAsync(_store, Node("earlier"), renew: false, Cancel);
        }

        var nodes = Enumerable.Range(0, 8).Select(i => Node($"node-{i}")).ToList();
        var opened = await Task.WhenAll(nodes.Select(node => Task.Run(() => AdminKey.OpenAsync(_store, node, renew, Cancel), Cancel)));
        var (key, _) = await AdminKey.OpenAsync(_store, Node("later"), renew: false, Cancel);

        // Who asks for a new key after another's was kept makes one more.
        var written = nodes.Select(node => node.File(AdminKey.FileName)).Where(File.Exists).Select(file => File.ReadAllText(file).Trim()).ToList();
        Assert.Single(written, key.Is);
        Assert.Equal(opened.Count(one => one.IsNew), written.Count);
        Assert.True(renew || written.Count == 1);
    }

    [Fact]
    public async Task A_file_whose_key_was_never_kept_is_taken_away_at_the_next_start()
    {
        var node = Node("node");
        await AdminKey.OpenAsync(_store, Node("other"), renew: false, Cancel);
        await node.WriteSecretAsync(AdminKey.FileName, "offhook_never_kept\n", Cancel);

        var (_, isNew) = await AdminKey.OpenAsync(_store, node, renew: false, Cancel);

        Assert.False(isNew);
        Assert.False(File.Exists(node.File(AdminKey.FileName)));
    }

    private DataFolder Node(string name)
    {
        var node = DataFolder.Take(Path.Combine(_folder.Path, name));
        _nodes.Add(node);
        return node;
    }
}
