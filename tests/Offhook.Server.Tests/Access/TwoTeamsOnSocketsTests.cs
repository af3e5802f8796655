using Offhook.Server.Tests.Access.Keys;
using Offhook.Server.Tests.Access.People;
using Offhook.Server.Tests.Supabase.Realtime;
using Offhook.Testing;

namespace Offhook.Server.Tests.Access;

/// <summary>Two teams whose calls other programs write, change, move and remove in the shared table: over a socket nobody is told what is another's, whatever is asked for.</summary>
public sealed class TwoTeamsOnSocketsTests
{
    private const string Page = "https://crm.example.com";

    private static readonly string?[] Teams = ["red", "blue", null];
    private static readonly string[] Numbers = ["9800000021", "9800000022"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<int> Seeds => [1, Random.Shared.Next()];

    [Theory]
    [MemberData(nameof(Seeds), DisableDiscoveryEnumeration = true)]
    public async Task Nobody_is_told_what_is_anothers(int seed)
    {
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        await using var database = await PostgresDatabase.CreateAsync();
        await using var project = await SupabaseStandIn.StartAsync();
        await using var service = await ServiceHost.StartAsync(
            new ServiceOptions { Clock = new ManualClock(), IsPublic = true, Database = database, Settings = project.Settings }, Cancel);
        var table = new SharedTable(database, new Random(seed));
        List<WatchedRow> first = [await table.AddAsync("red", Numbers[0]), await table.AddAsync("blue", Numbers[0]), await table.AddAsync(null, Numbers[1]), await table.AddAsync("blue", Numbers[1])];
        var ears = await EarsAsync(service, project, first);

        for (var step = 0; step < 60; step++)
        {
            await table.StepAsync(Teams, Numbers);
        }

        // What comes for each at last proves that nothing else came before.
        var (red, blue) = (await table.AddAsync("red", Numbers[0]), await table.AddAsync("blue", Numbers[0]));
        foreach (var ear in ears)
        {
            await ear.UntilAsync((ear.Sees(red) ? red : blue).Id);
            ear.AssertOwnOnly(table.Removed);
            ear.AssertWhole(table.Changed, table.Removed.Values.Where(row => table.IsChanged(row.Id)));
            await ear.DisposeAsync();
        }
    }

    // Everybody with a key of the page without a team, unless the name says otherwise.
    private static async Task<List<Ear>> EarsAsync(ServiceHost service, SupabaseStandIn project, List<WatchedRow> rows)
    {
        using var admin = service.CreateClient();
        var people = await KeyAsync("people", null);
        var (redPage, redServer) = (await KeyAsync("red-page", "red"), (await admin.AddKeyAsync(new { name = "red-server", kind = "server", team = "red" }))["key"]!);
        List<Ear> ears = [];
        await AddAsync("supervisor red", null, "red", people, project.Supervisor(service.Clock, "supervisor-red", "red"));
        await AddAsync("supervisor blue", null, "blue", people, project.Supervisor(service.Clock, "supervisor-blue", "blue"));
        await AddAsync("agent red 21", Numbers[0], "red", people, project.Agent(service.Clock, "agent-red", Numbers[0], "red"));
        await AddAsync("agent blue 21", Numbers[0], "blue", people, project.Agent(service.Clock, "agent-blue", Numbers[0], "blue"));
        await AddAsync("page red", null, "red", redPage, null);
        await AddAsync("page red, supervisor blue", null, "blue", redPage, project.Supervisor(service.Clock, "supervisor-blue", "blue"));
        await AddAsync("page red, agent red 21", Numbers[0], "red", redPage, project.Agent(service.Clock, "agent-red", Numbers[0], "red"));
        await AddAsync("server red", null, "red", redServer, null);
        await AddAsync("administrator's key, agent blue 21", Numbers[0], "blue", service.Key, project.Agent(service.Clock, "agent-blue", Numbers[0], "blue"));
        return ears;

        async Task<string> KeyAsync(string name, string? team) => (await admin.AddKeyAsync(new { name, kind = "publishable", team, origins = new[] { Page } }))["key"]!;

        async Task AddAsync(string name, string? agent, string? team, string key, string? token)
        {
            var socket = key.StartsWith("offhook_pub_", StringComparison.Ordinal)
                ? await Subscriber.OpenAsync(service, $"apikey={key}&vsn=2.0.0", Page)
                : await Subscriber.OpenAsync(service, "vsn=2.0.0", bearer: key);
            var ear = new Ear(name, agent, team, socket);
            await ear.JoinAsync(token, [.. rows.Where(row => !ear.Sees(row))]);
            ears.Add(ear);
        }
    }

    /// <summary>The table as another program works on it.</summary>
    private sealed class SharedTable(PostgresDatabase database, Random random)
    {
        private readonly Dictionary<string, WatchedRow> _rows = [];
        private readonly HashSet<string> _changed = [];
        private int _count;

        public Dictionary<string, WatchedRow> Removed { get; } = [];

        /// <summary>The rows of which something was told after the ears had joined.</summary>
        public IEnumerable<WatchedRow> Changed => _rows.Values.Where(row => IsChanged(row.Id));

        public bool IsChanged(string id) => _changed.Contains(id);

        public async Task<WatchedRow> AddAsync(string? team, string agent)
        {
            var callId = $"in-{++_count}";
            await database.ExecuteAsync($"""
                insert into public.ivr_calls (call_id, mobile_number, agent_number, status, direction, team) values ('{callId}', '9800000055', '+91{agent}', 'ringing', 'inbound', {Sql(team)})
                """);
            var id = Assert.Single(await database.QueryAsync($"select reference from ivr_calls where call_id = '{callId}'"));
            return _rows[id] = new WatchedRow(id, callId, team, agent, "ringing");
        }

        public async Task StepAsync(string?[] teams, string[] numbers)
        {
            var row = _rows.Values.ElementAt(random.Next(_rows.Count));
            switch (random.Next(6))
            {
                case 0 or 1:
                    row = await AddAsync(teams[random.Next(teams.Length)], numbers[random.Next(numbers.Length)]);
                    break;
                case 2 when _rows.Count > 1:
                    await database.ExecuteAsync($"delete from public.ivr_calls where call_id = '{row.CallId}'");
                    _rows.Remove(row.Id);
                    Removed[row.Id] = row;
                    break;
                case 3:
                    // To another team: the old one is told no more of it, not even that it went.
                    await ChangeAsync(row with { Team = teams[random.Next(teams.Length)], Status = $"moved-{_count++}" });
                    break;
                default:
                    await ChangeAsync(row with { Status = $"status-{_count++}" });
                    break;
            }

            _changed.Add(row.Id);
        }

        private async Task ChangeAsync(WatchedRow row)
        {
            await database.ExecuteAsync($"update public.ivr_calls set status = '{row.Status}', team = {Sql(row.Team)} where call_id = '{row.CallId}'");
            _rows[row.Id] = row;
        }

        private static string Sql(string? text) => text is null ? "null" : $"'{text}'";
    }
}
