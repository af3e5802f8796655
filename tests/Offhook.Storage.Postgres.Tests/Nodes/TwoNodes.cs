using Npgsql;
using Offhook.Storage.Tests;
using Offhook.Testing;
using ManualClock = Offhook.Storage.Tests.ManualClock;

namespace Offhook.Storage.Postgres.Tests.Nodes;

/// <summary>Two stores on one database, as two processes have them.</summary>
internal sealed class TwoNodes : IAsyncDisposable
{
    private TwoNodes(PostgresDatabase database, ManualClock clock, ICallStore one, ICallStore other) => (Database, Clock, One, Other) = (database, clock, one, other);

    public PostgresDatabase Database { get; }

    public ManualClock Clock { get; }

    public ICallStore One { get; }

    public ICallStore Other { get; }

    public static async Task<TwoNodes> OpenAsync()
    {
        var (database, clock) = (await PostgresDatabase.CreateAsync(), new ManualClock());
        return new TwoNodes(database, clock, await database.OpenStoreAsync(clock, TempStore.Cancel), await database.OpenStoreAsync(clock, TempStore.Cancel));
    }

    public async ValueTask DisposeAsync()
    {
        await One.DisposeAsync();
        await Other.DisposeAsync();
        await Database.DisposeAsync();
    }
}

internal static class DatabaseWaits
{
    /// <summary>Waits until so many sessions wait for locks that others have.</summary>
    /// <exception cref="TimeoutException">There were fewer for 20 s.</exception>
    public static async Task UntilWaitingAsync(this PostgresDatabase database, long sessions, CancellationToken cancellationToken)
    {
        await using var connection = await database.ConnectAsync();
        await using var command = new NpgsqlCommand("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'", connection);
        await Waiting.UntilAsync(() => command.ExecuteScalar() is long waiting && waiting >= sessions, cancellationToken: cancellationToken, what: $"{sessions} sessions to wait for locks");
    }
}
