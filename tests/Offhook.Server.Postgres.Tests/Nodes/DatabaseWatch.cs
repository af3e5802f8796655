using Offhook.Testing;

namespace Offhook.Server.Postgres.Tests.Nodes;

/// <summary>Waiting for what only the database knows.</summary>
internal static class DatabaseWatch
{
    // A node is taken for dead after 15 s, and a schedule that could not start tries again after 10 s.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Waits until a statement gives one row with this value.</summary>
    public static async Task UntilAsync(this PostgresDatabase database, string sql, string expected, string what)
    {
        using var breath = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var start = TimeProvider.System.GetTimestamp();
        while (await database.QueryAsync(sql) is var rows && !rows.SequenceEqual([expected]))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Patience, $"waited {Patience.TotalSeconds} s for {what}; saw {string.Join("; ", rows)}");
            await breath.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits until so many sessions of one name wait for a lock.</summary>
    public static Task UntilWaitingAsync(this PostgresDatabase database, string name, int sessions) =>
        database.UntilAsync(Sessions(name, "wait_event_type = 'Lock'"), $"{sessions}", $"{sessions} sessions of {name} to wait for a lock");

    /// <summary>Waits until so many sessions of one name are in a transaction in which nothing happens.</summary>
    public static Task UntilIdleAsync(this PostgresDatabase database, string name, int sessions) =>
        database.UntilAsync(Sessions(name, "state = 'idle in transaction'"), $"{sessions}", $"{sessions} sessions of {name} to stand in a transaction");

    private static string Sessions(string name, string condition) =>
        $"select count(*) from pg_stat_activity where datname = current_database() and application_name = '{name}' and {condition}";
}
