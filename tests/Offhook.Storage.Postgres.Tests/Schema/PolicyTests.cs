using Npgsql;
using Offhook.Storage.Postgres.Schema;
using Offhook.Testing;

namespace Offhook.Storage.Postgres.Tests.Schema;

/// <summary>Who sees what, asked as PostgREST and Realtime ask: a role and the claims of a token, for one transaction.</summary>
public sealed class PolicyTests(OwnCluster cluster) : IClassFixture<OwnCluster>
{
    private const string Rows = """
        insert into ivr_calls (call_id, status, agent_number, team) values
            ('a-north', 'x', '+919800000001', 'north'), ('a-south', 'x', '+919800000001', 'south'), ('a-none', 'x', '+919800000001', null),
            ('b-north', 'x', '+919800000002', 'north'), ('b-none', 'x', '+919800000002', null), ('nobody', 'x', null, null)
        """;

    /// <summary>The role, the claims, and the rows that are seen.</summary>
    public static TheoryData<string, string, string> Readers => new()
    {
        { "authenticated", """{"app_metadata":{"role":"agent","agent_number":"+919800000001","team":"north"}}""", "a-none a-north" },
        { "authenticated", """{"app_metadata":{"role":"agent","agent_number":"09800000001","team":"south"}}""", "a-none a-south" },
        { "authenticated", """{"app_metadata":{"role":"agent","agent_number":9800000001}}""", "a-none" },
        { "authenticated", """{"app_metadata":{"role":"agent","agent_number":"98000 00002","team":"north"},"is_anonymous":false}""", "b-none b-north" },
        { "authenticated", """{"app_metadata":{"role":"agent","team":"north"}}""", "" },
        { "authenticated", """{"app_metadata":{"role":"agent","agent_number":"hidden","team":"north"}}""", "" },
        { "authenticated", """{"app_metadata":{"role":"agent","agent_number":"+919800000001","team":["north"]}}""", "" },
        { "authenticated", """{"app_metadata":{"role":"supervisor","team":"north"}}""", "a-north b-north" },
        { "authenticated", """{"app_metadata":{"role":"supervisor","team":"south","agent_number":"+919800000002"}}""", "a-south" },
        { "authenticated", """{"app_metadata":{"role":"supervisor"}}""", "" },
        { "authenticated", """{"app_metadata":{"role":"supervisor","team":null}}""", "" },
        { "authenticated", """{"app_metadata":{"role":"admin","team":"north","agent_number":"+919800000001"}}""", "" },
        { "authenticated", """{"user_metadata":{"role":"supervisor","team":"north"},"app_metadata":{}}""", "" },
        { "authenticated", """{"app_metadata":{"role":"supervisor","team":"north"},"is_anonymous":true}""", "" },
        { "authenticated", """{"app_metadata":{"role":"agent","agent_number":"+919800000001"},"is_anonymous":"true"}""", "" },
        { "authenticated", """{"app_metadata":"agent"}""", "" },
        { "authenticated", "", "" },
        { "service_role", "", "a-none a-north a-south b-none b-north nobody" },
    };

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task A_reader_sees_the_rows_that_the_claims_allow(string role, string claims, string seen)
    {
        await using var database = await SharedAsync();
        await database.ExecuteAsync("grant select on public.ivr_calls to service_role");

        Assert.Equal(seen.Split(' ', StringSplitOptions.RemoveEmptyEntries), await SeenAsync(database, role, claims));
    }

    [Fact]
    public async Task Without_signing_in_nobody_may_read_and_nobody_may_write()
    {
        await using var database = await SharedAsync();

        Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(() => SeenAsync(database, "anon", ""))).SqlState);
        const string supervisor = """{"app_metadata":{"role":"supervisor","team":"north"}}""";
        foreach (var statement in (string[])["insert into ivr_calls (call_id, status, team) values ('x', 'x', 'north')", "update ivr_calls set status = 'y'", "delete from ivr_calls", "truncate ivr_calls"])
        {
            Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(() => SeenAsync(database, "authenticated", supervisor, statement))).SqlState);
        }
    }

    [Fact]
    public async Task The_claims_are_worked_out_once_a_statement()
    {
        await using var database = await SharedAsync();

        var plan = await SeenAsync(database, "authenticated", """{"app_metadata":{"role":"supervisor","team":"north"}}""", "explain select * from ivr_calls");

        Assert.Contains(plan, line => line.Contains("InitPlan", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, line => line.Contains("SubPlan", StringComparison.Ordinal) && !line.Contains("hashed", StringComparison.Ordinal));
    }

    private async Task<PostgresDatabase> SharedAsync()
    {
        var database = await cluster.EmptyAsync();
        await using var source = database.SourceAs();
        await Sharing.ApplyAsync(source, new ManualClock(), withOldValues: false, Prepared.Cancel);
        await database.ExecuteAsync(Rows);
        return database;
    }

    private static async Task<List<string>> SeenAsync(PostgresDatabase database, string role, string claims, string statement = "select call_id from ivr_calls order by call_id")
    {
        await using var connection = await database.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync(Prepared.Cancel);
        await using (var act = new NpgsqlCommand($"select set_config('request.jwt.claims', $1, true), set_config('role', '{role}', true)", connection) { Parameters = { new NpgsqlParameter { Value = claims } } })
        {
            await act.ExecuteNonQueryAsync(Prepared.Cancel);
        }

        await using var command = new NpgsqlCommand(statement, connection);
        await using var reader = await command.ExecuteReaderAsync(Prepared.Cancel);
        var rows = new List<string>();
        while (await reader.ReadAsync(Prepared.Cancel))
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
