using System.Net;
using Offhook.Storage.Postgres;
using Offhook.Testing;

namespace Offhook.Server.Postgres.Tests.Nodes;

/// <summary>Nodes behind PgBouncer in transaction mode with two sessions for all of them, which are never reset.</summary>
public sealed class PoolerTests
{
    private const string LeftBehind = """
        select (select count(*) from pg_prepared_statements), (select count(*) from pg_listening_channels()),
            (select count(*) from pg_locks where pid = pg_backend_pid() and locktype = 'advisory'),
            current_setting('idle_in_transaction_session_timeout'), coalesce(current_setting('offhook.own', true), ''), pg_backend_pid()
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(true), InlineData(false)]
    public async Task Two_nodes_behind_a_pooler_dial_report_and_tell_and_leave_nothing_in_its_sessions(bool listensPastIt)
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var pooler = await PgBouncer.StartAsync(await PostgresCluster.SharedAsync());
        var settings = new Dictionary<string, string> { ["DATABASE_URL"] = pooler.UrlOf(database) };
        if (listensPastIt)
        {
            settings["DATABASE_LISTEN_URL"] = database.Url;
        }

        await using (var group = await NodeGroup.OpenAsync(2, database, settings))
        {
            await using var one = await Screen.OpenAsync(group.Nodes[0], group.Nodes[0]);
            await using var other = await Screen.OpenAsync(group.Nodes[1], group.Nodes[1]);
            var load = new Load(group, group.Nodes[0]);

            var answers = await load.RunAsync(60, group.Nodes);

            Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.Status));
            Assert.Equal((60, 0), (load.Kept.Count, load.Refused.Count));
            await Truth.IsKeptOnceAsync(group, load);
            await Truth.IsShownAsync(one, database, group.Nodes[0]);
            await Truth.IsShownAsync(other, database, group.Nodes[1]);
            var listeners = await database.QueryAsync("select application_name from pg_stat_activity where datname = current_database() and application_name = 'offhook listener'");
            Assert.Equal(listensPastIt ? 2 : 0, listeners.Count);
            foreach (var node in group.Nodes)
            {
                await node.Process.TerminateAsync(Cancel);
                Assert.Equal(0, await node.Process.ExitAsync());
                Assert.DoesNotContain("fail:", node.Process.Output, StringComparison.Ordinal);
                Assert.DoesNotContain("prepared statement", node.Process.Output, StringComparison.Ordinal);
            }
        }

        // Two transactions at once have both sessions.
        Assert.Null(PostgresAddress.Read(pooler.UrlOf(database), out var address));
        await using var source = address!.CreateSource("test"); // Read without a fault, so it is there.
        await using var first = await source.OpenConnectionAsync(Cancel);
        await using var second = await source.OpenConnectionAsync(Cancel);
        await using var firstOpen = await first.BeginTransactionAsync(Cancel);
        await using var secondOpen = await second.BeginTransactionAsync(Cancel);
        var sessions = new HashSet<int>();
        foreach (var connection in (Npgsql.NpgsqlConnection[])[first, second])
        {
            await using var command = new Npgsql.NpgsqlCommand(LeftBehind, connection);
            await using var row = await command.ExecuteReaderAsync(Cancel);
            Assert.True(await row.ReadAsync(Cancel));
            Assert.Equal((0L, 0L, 0L, "0", ""), (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetString(3), row.GetString(4)));
            sessions.Add(row.GetInt32(5));
        }

        Assert.Equal(2, sessions.Count);
    }
}
