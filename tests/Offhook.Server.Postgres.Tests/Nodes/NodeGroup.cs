using Offhook.Simulator;
using Offhook.Testing;

namespace Offhook.Server.Postgres.Tests.Nodes;

/// <summary>Processes that share a database and a provider, as one company runs them: one public callback address, a data folder each. Only the test brings callbacks, and the log has nothing yet.</summary>
internal sealed class NodeGroup : IAsyncDisposable
{
    private const string PublicName = "calls.example.test";

    private readonly TempFolder _folder = new();
    private readonly List<Node> _nodes = [];
    private readonly SimulatorHost _provider;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly bool _ownsDatabase;

    private NodeGroup(SimulatorHost provider, PostgresDatabase database, bool ownsDatabase, IReadOnlyDictionary<string, string> settings) =>
        (_provider, Database, _ownsDatabase, _settings) = (provider, database, ownsDatabase, settings);

    public PostgresDatabase Database { get; }

    public Platform Platform => _provider.Platform;

    /// <summary>All that were started, in that order.</summary>
    public IReadOnlyList<Node> Nodes => _nodes;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // One node makes the key, and only its folder holds the file.
    private string? Key =>
        Directory.EnumerateFiles(_folder.Path, "first-key", SearchOption.AllDirectories).Select(file => File.ReadAllText(file).Trim()).SingleOrDefault();

    /// <summary>Starts nodes at once.</summary>
    /// <param name="database">One that outlives the group; an empty one of its own when null.</param>
    /// <param name="settings">Settings of all nodes besides those that they need.</param>
    public static async Task<NodeGroup> OpenAsync(int nodes, PostgresDatabase? database = null, IReadOnlyDictionary<string, string>? settings = null)
    {
        var shared = database ?? await PostgresDatabase.CreateAsync();
        var provider = await SimulatorHost.StartAsync(new SimulatorOptions { Address = new("http://127.0.0.1:0"), Speed = 1000, CallbackHosts = [PublicName] }, Cancel);
        provider.Platform.Always(Fault.NoCallback());
        provider.Platform.Always(Fault.LogEmptyFor(TimeSpan.FromHours(1)));
        var group = new NodeGroup(provider, shared, database is null, settings ?? new Dictionary<string, string>());
        try
        {
            await group.StartAsync(nodes);
        }
        catch
        {
            await group.DisposeAsync();
            throw;
        }

        return group;
    }

    /// <summary>Starts further nodes at once.</summary>
    public async Task StartAsync(int nodes)
    {
        var folders = Enumerable.Range(_nodes.Count + 1, nodes).Select(number => Path.Combine(_folder.Path, $"node-{number}")).ToList();
        var processes = await Task.WhenAll(folders.Select(LaunchAsync));
        _nodes.AddRange(processes.Zip(folders, (process, folder) => new Node(process, folder, Key)));
    }

    /// <summary>The call that was dialled from an agent's phone, after its end.</summary>
    public Task<SimulatedCall> EndedCallOfAsync(string agent) => Platform.WaitForCallAsync(call => call.Caller.EndsWith(agent, StringComparison.Ordinal) && call.State is CallState.Ended, Cancel).SoonAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        await _provider.DisposeAsync();
        if (_ownsDatabase)
        {
            await Database.DisposeAsync();
        }

        _folder.Dispose();
    }

    private Task<OffhookProcess> LaunchAsync(string folder) => OffhookProcess.StartAsync(
        _provider, folder, FreePort.Take(), database: Database, settings: new Dictionary<string, string>(_settings) { ["KALEYRA_CALLBACK_URL"] = $"https://{PublicName}" }, cancellationToken: Cancel);
}
