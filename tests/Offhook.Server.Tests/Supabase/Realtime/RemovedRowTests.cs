using System.Text.Json;
using Offhook.Server.Tests.Access.Keys;
using Offhook.Server.Tests.Access.People;
using Offhook.Testing;

namespace Offhook.Server.Tests.Supabase.Realtime;

/// <summary>A row that another program removes: who hears of it, in which form, and who does not. What comes next for each proves that nothing came before.</summary>
public sealed class RemovedRowTests : IAsyncLifetime
{
    private const string Page = "https://crm.example.com";

    private PostgresDatabase _database = null!; // Set before each test.
    private SupabaseStandIn _project = null!; // Set before each test.
    private ServiceHost _service = null!; // Set before each test.

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await PostgresDatabase.CreateAsync();
        _project = await SupabaseStandIn.StartAsync();
        _service = await ServiceHost.StartAsync(new ServiceOptions { Clock = new ManualClock(), IsPublic = true, Database = _database, Settings = _project.Settings }, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        // Skipped where PostgreSQL is not installed.
        foreach (var part in (IAsyncDisposable?[])[_service, _project, _database])
        {
            await (part?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }

    [Theory]
    [InlineData("2.0.0")]
    [InlineData("1.0.0")]
    public async Task It_is_told_in_the_form_of_Supabase(string version)
    {
        await using var client = await Subscriber.OpenAsync(_service, $"vsn={version}", bearer: _service.Key);
        string[] bindings = [Watched.All, """{"event":"DELETE","schema":"public","table":"ivr_calls","select":["status"]}""", Watched.Of("team=eq.red"), Watched.Of("team=eq.blue")];
        var payload = $$"""{"config":{"postgres_changes":[{{string.Join(',', bindings)}}] } }""";
        await client.SayAsync(version == "2.0.0" ? $"""["1","1","realtime:x","phx_join",{payload}]""" : $$"""{"topic":"realtime:x","event":"phx_join","payload":{{payload}},"ref":"1","join_ref":"1"}""");
        await UntilAsync(client, "Subscribed to PostgreSQL");
        var id = await AddAsync("in-1", "red");
        await UntilAsync(client, "INSERT");

        await _database.ExecuteAsync("delete from public.ivr_calls where call_id = 'in-1'");
        var (whole, chosen) = (JsonDocument.Parse(await client.HearTextAsync()).RootElement, JsonDocument.Parse(await client.HearTextAsync()).RootElement);

        foreach (var (frame, ids, columns) in ((JsonElement, string, string)[])[(whole, "[1,3]", string.Join(' ', Storage.Table.IvrCallsTable.Columns.Select(column => column.Name))), (chosen, "[2]", "id status")])
        {
            var told = version == "2.0.0" ? frame[4] : frame.GetProperty("payload");
            Assert.Equal(
                version == "2.0.0" ? """[null,null,"realtime:x","postgres_changes",""" : """{"topic":"realtime:x","event":"postgres_changes","payload":""",
                frame.GetRawText()[..frame.GetRawText().IndexOf("""{"ids":""", StringComparison.Ordinal)]);
            var data = told.GetProperty("data");
            Assert.Equal(["data", "ids"], Members(told));
            Assert.Equal(["columns", "commit_timestamp", "errors", "old_record", "schema", "table", "type"], Members(data));
            Assert.Equal(
                ("DELETE", "public", "ivr_calls", $$"""{"id":"{{id}}"}""", "null", ids),
                (data.Text("type"), data.Text("schema"), data.Text("table"), data.GetProperty("old_record").GetRawText(), data.GetProperty("errors").GetRawText(), told.GetProperty("ids").GetRawText()));
            Assert.Equal(columns, string.Join(' ', data.GetProperty("columns").EnumerateArray().Select(column => column.Text("name"))));
            Assert.Matches("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}Z$", data.Text("commit_timestamp"));
        }
    }

    [Fact]
    public async Task Our_own_call_too_is_gone_for_those_who_could_read_it_and_for_nobody_else()
    {
        await using var agent = await ListenAsync(_project.Agent(_service.Clock, "agent", "9800000021", "red"));
        await using var colleague = await ListenAsync(_project.Agent(_service.Clock, "colleague", "9800000022", "red"));
        await using var foreign = await ListenAsync(_project.Agent(_service.Clock, "foreign", "9800000021", "blue"));
        await using var page = await ListenAsync(await KeyAsync("red"), Page);
        await using var blue = await ListenAsync(await KeyAsync("blue"), Page);
        var call = await _service.BeginAsync("9800000021", "red");
        var ofNobody = await AddAsync("in-1", null);
        await agent.NextAsync("INSERT", call.Call.Reference.ToString());
        await page.NextAsync("INSERT", call.Call.Reference.ToString());
        await agent.NextAsync("INSERT", ofNobody);
        await foreign.NextAsync("INSERT", ofNobody);

        // One statement for both.
        await _database.ExecuteAsync("delete from public.ivr_calls");
        var removed = new[] { await agent.NextAsync("DELETE"), await agent.NextAsync("DELETE") };
        await page.NextAsync("DELETE", call.Call.Reference.ToString());
        await foreign.NextAsync("DELETE", ofNobody);

        Assert.Equal(new[] { call.Call.Reference.ToString(), ofNobody }.Order(StringComparer.Ordinal), removed.Order(StringComparer.Ordinal));
        var (red, bluish, other) = (await AddAsync("in-2", "red"), await AddAsync("in-3", "blue"), await AddAsync("in-4", "red", "9800000022"));
        await agent.NextAsync("INSERT", red);
        await colleague.NextAsync("INSERT", other);
        await foreign.NextAsync("INSERT", bluish);
        await page.NextAsync("INSERT", red);
        await blue.NextAsync("INSERT", bluish);
    }

    [Fact]
    public async Task What_was_moved_to_another_team_before_is_gone_for_that_team_alone()
    {
        await using var red = await ListenAsync(_project.Supervisor(_service.Clock, "red", "red"));
        await using var blue = await ListenAsync(_project.Supervisor(_service.Clock, "blue", "blue"));
        var id = await AddAsync("in-1", "red");
        await red.NextAsync("INSERT", id);

        await _database.ExecuteAsync("update public.ivr_calls set team = 'blue' where call_id = 'in-1'");
        await blue.NextAsync("UPDATE", id);
        await _database.ExecuteAsync("delete from public.ivr_calls where call_id = 'in-1'");
        await blue.NextAsync("DELETE", id);

        await red.NextAsync("INSERT", await AddAsync("in-2", "red"));
    }

    [Fact]
    public async Task Who_was_away_is_told_when_coming_back_also_after_a_restart()
    {
        using var ofRed = With(_project.Supervisor(_service.Clock, "red", "red"));
        using var ofBlue = With(_project.Supervisor(_service.Clock, "blue", "blue"));
        string first, second, redPlace, bluePlace;
        await using (var redFeed = await FeedListener.ConnectAsync(ofRed, cancellationToken: Cancel))
        await using (var blueFeed = await FeedListener.ConnectAsync(ofBlue, cancellationToken: Cancel))
        {
            await NextAsync(redFeed);
            await NextAsync(blueFeed);
            (first, second) = (await AddAsync("in-1", "red"), await AddAsync("in-2", "red"));
            Assert.Equal([("call", first), ("call", second)], [await NextAsync(redFeed), await NextAsync(redFeed)]);
            (redPlace, bluePlace) = (redFeed.LastId!, blueFeed.LastId!);
        }

        await _database.ExecuteAsync("delete from public.ivr_calls where call_id = 'in-1'");
        await _service.RestartAsync(Cancel);
        await _database.ExecuteAsync("truncate public.ivr_calls");
        var (red, blue) = (await AddAsync("in-3", "red"), await AddAsync("in-4", "blue"));
        await using var redBack = await FeedListener.ConnectAsync(ofRed, redPlace, Cancel);
        await using var blueBack = await FeedListener.ConnectAsync(ofBlue, bluePlace, Cancel);

        Assert.Equal([("gone", first), ("gone", second), ("call", red)], [await NextAsync(redBack), await NextAsync(redBack), await NextAsync(redBack)]);
        Assert.Equal(("call", blue), await NextAsync(blueBack));

        static async Task<(string, string?)> NextAsync(FeedListener feed) => (await feed.NextAsync(Cancel)) is var item ? (item.Name, item.Data.Text("id")) : default;
    }

    [Theory]
    [MemberData(nameof(SupabasePage.Versions), MemberType = typeof(SupabasePage))]
    public async Task A_page_hears_which_key_is_gone(string version)
    {
        await using var page = SupabasePage.Open(version, _service.Address, await KeyAsync("red"), token: "", Page);
        await page.SubscribeAsync("calls-live", """{"event":"DELETE","schema":"public","table":"ivr_calls"}""");
        var id = await AddAsync("in-1", "red");

        await _database.ExecuteAsync("delete from public.ivr_calls where call_id = 'in-1'");
        var change = await page.ChangeAsync();

        Assert.Equal(("DELETE", $$"""{"id":"{{id}}"}""", "{}"), (change.Type, change.Payload.GetProperty("old").GetRawText(), change.Payload.GetProperty("new").GetRawText()));
    }

    private static string[] Members(JsonElement element) => [.. element.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal)];

    private static async Task UntilAsync(Subscriber client, string word)
    {
        while (!(await client.HearTextAsync()).Contains(word, StringComparison.Ordinal))
        {
        }
    }

    private async Task<string> AddAsync(string callId, string? team, string agent = "9800000021")
    {
        await _database.ExecuteAsync($"""
            insert into public.ivr_calls (call_id, mobile_number, agent_number, status, direction, team)
            values ('{callId}', '9800000055', '+91{agent}', 'completed', 'inbound', {(team is null ? "null" : $"'{team}'")})
            """);
        return Assert.Single(await _database.QueryAsync($"select reference from ivr_calls where call_id = '{callId}'"));
    }

    private async Task<string> KeyAsync(string team)
    {
        using var admin = _service.CreateClient();
        return (await admin.AddKeyAsync(new { name = team, kind = "publishable", team, origins = new[] { Page } }))["key"]!;
    }

    private HttpClient With(string credential, string? origin = null)
    {
        var client = _service.CreateStranger();
        client.DefaultRequestHeaders.Authorization = new("Bearer", credential);
        _ = origin is null || client.DefaultRequestHeaders.TryAddWithoutValidation("Origin", origin);
        return client;
    }

    // A person's token comes with the administrator's key, a page with its own.
    private async Task<BothFeeds> ListenAsync(string credential, string? origin = null)
    {
        var socket = origin is null
            ? await Subscriber.OpenAsync(_service, "vsn=2.0.0", bearer: _service.Key)
            : await Subscriber.OpenAsync(_service, $"apikey={credential}&vsn=2.0.0", origin);
        await socket.JoinedAsync(token: origin is null ? credential : null, bindings: Watched.All);
        var client = With(credential, origin);
        var feed = await FeedListener.ConnectAsync(client, cancellationToken: Cancel);
        Assert.Equal("snapshot", (await feed.NextAsync(Cancel)).Name);
        return new BothFeeds(socket, client, feed);
    }
}
