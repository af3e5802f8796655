using Offhook.Testing;

namespace Offhook.Storage.Postgres.Tests.Schema;

/// <summary>A server for the tests of one class, because roles belong to a server and not to a database.</summary>
public sealed class OwnCluster : IAsyncLifetime
{
    private PostgresCluster? _cluster;

    public Task<PostgresDatabase> EmptyAsync() => _cluster!.CreateDatabaseAsync(); // Started before the first test.

    public async ValueTask InitializeAsync()
    {
        if (PostgresCluster.IsInstalled)
        {
            _cluster = await PostgresCluster.StartOwnAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }
}
