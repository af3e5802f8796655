using System.Net;
using System.Text.Json;
using Offhook.Server.Tests.Access.People;
using Offhook.Server.Tests.Supabase.Realtime;
using Offhook.Testing;

namespace Offhook.Server.Tests.Access.Keys;

/// <summary>The key of a page where people sign in: it names no team, and what is read the person's token decides.</summary>
public sealed class KeyWithoutTeamTests : IAsyncLifetime
{
    private const string Page = "https://crm.example.com";
    private const string Table = "/rest/v1/ivr_calls?select=id&order=received_at";

    private PeopleService _people = null!; // Set before each test.
    private HttpClient _admin = null!; // Set before each test.
    private Answer _made = null!; // Set before each test.

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Key => _made["key"]!;

    public async ValueTask InitializeAsync()
    {
        _people = await PeopleService.StartAsync();
        _admin = _people.Service.CreateClient();
        _made = await _admin.AddKeyAsync(new { name = "page", kind = "publishable", origins = new[] { Page } });
    }

    public ValueTask DisposeAsync()
    {
        _admin.Dispose();
        return _people.DisposeAsync();
    }

    [Fact]
    public async Task It_is_made_by_leaving_the_team_out()
    {
        var item = Assert.Single((await _admin.AskAsync("/access/keys", Cancel)).Items());

        Assert.Matches("^offhook_pub_[A-Za-z0-9_-]{43}$", Key);
        Assert.Null(_made["team"]);
        Assert.Equal(("publishable", JsonValueKind.Null, $"[\"{Page}\"]"), (item.Text("kind"), item.GetProperty("team").ValueKind, item.GetProperty("origins").GetRawText()));
    }

    [Theory]
    [InlineData("GET", "/rest/v1/ivr_calls")]
    [InlineData("GET", "/rest/v1/ivr_calls?select=nosuch")]
    [InlineData("POST", "/rest/v1/ivr_calls")]
    [InlineData("DELETE", "/rest/v1/ivr_calls?id=eq.7a000000-0000-4000-8000-000000000007")]
    [InlineData("GET", "/rest/v1/nosuch")]
    [InlineData("POST", "/rest/v1/rpc/f")]
    public async Task By_itself_it_is_refused_as_where_nobody_may_come_without_a_token(string method, string path)
    {
        await _people.Service.BeginAsync(team: null);
        foreach (var (key, bearer) in ((string, string?)[])[(Key, Key), (Key, null), ("", Key), (Key, "sb_publishable_fake")])
        {
            using var response = await AskAsync(method, path, key, bearer);
            var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel)).RootElement;

            Assert.Equal((401, "PGRST302", "Anonymous access is disabled"), ((int)response.StatusCode, body.Text("code"), body.Text("message")));
            Assert.Equal(["code", "details", "hint", "message"], body.EnumerateObject().Select(member => member.Name));
            Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
            Assert.Equal([Page], response.Headers.GetValues("Access-Control-Allow-Origin"));
        }
    }

    [Theory]
    [InlineData("/calls")]
    [InlineData("/calls/live")]
    [InlineData("/calls/nosuch")]
    [InlineData("/calls/logs")]
    [InlineData("/access/keys")]
    [InlineData("/")]
    public async Task It_is_no_credential_anywhere_else(string path)
    {
        using var page = _people.With(Key, Page);

        var answer = await page.AskAsync(path, Cancel);
        var dialled = await page.ClickToCallAsync(cancellationToken: Cancel);

        Assert.Equal((HttpStatusCode.Unauthorized, "/problems/credential-refused", "This key reads nothing by itself; send the token of a person who signed in."), (answer.Status, answer["type"], answer["detail"]));
        Assert.Equal("/problems/credential-refused", dialled["type"]);
        Assert.Empty(_people.Service.Platform.RequestsReceived);
    }

    [Fact]
    public async Task With_the_token_of_a_person_that_persons_calls_are_read()
    {
        var (own, others, blue, none) = await FourCallsAsync();

        Assert.Equal([own, others], await ReadAsync(Key, Supervisor("red")));
        Assert.Equal([blue], await ReadAsync(Key, Supervisor("blue")));
        Assert.Equal([own, none], await ReadAsync(Key, Agent("red")));
        Assert.Empty(await ReadAsync(Key, Nobody()));
    }

    [Fact]
    public async Task With_a_teams_key_too_a_person_reads_what_the_person_may_and_no_more()
    {
        var (own, _, blue, none) = await FourCallsAsync();
        var team = (await _admin.AddKeyAsync(new { name = "wall", kind = "publishable", team = "red", origins = new[] { Page } }))["key"]!;

        Assert.Equal([own, none], await ReadAsync(team, Agent("red")));
        Assert.Equal([blue, none], await ReadAsync(team, Agent("blue")));
        Assert.Equal([blue], await ReadAsync(team, Supervisor("blue")));
        Assert.Empty(await ReadAsync(team, Nobody()));
    }

    [Theory]
    [InlineData("https://evil.example.test")]
    [InlineData("null")]
    [InlineData(null)]
    public async Task Other_pages_are_told_nothing_of_it(string? origin)
    {
        using var response = await AskAsync("GET", Table, Key, Key, origin);

        Assert.Equal(401, (int)response.StatusCode);
        Assert.Contains("PGRST301", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Its_page_may_ask_beforehand()
    {
        using var client = _people.Service.CreateStranger();
        using var request = new HttpRequestMessage(HttpMethod.Options, new Uri("/rest/v1/ivr_calls", UriKind.Relative));
        request.Headers.Add("Origin", Page);
        request.Headers.Add("Access-Control-Request-Method", "GET");
        request.Headers.Add("Access-Control-Request-Headers", "apikey,authorization");
        using var response = await client.SendAsync(request, Cancel);

        Assert.Equal([Page], response.Headers.GetValues("Access-Control-Allow-Origin"));
    }

    private string Supervisor(string team) => _people.Project.Supervisor(_people.Clock, "supervisor-" + team, team);

    private string Agent(string team) => _people.Project.Agent(_people.Clock, "agent-" + team, "9800000021", team);

    private string Nobody() => _people.Project.Key.Token(_people.Project.Claims(_people.Clock, "nobody"));

    // Two of red, one of blue, one of no team; all but the second from the same phone.
    private async Task<(string Own, string Others, string Blue, string None)> FourCallsAsync()
    {
        var ids = new List<string>();
        foreach (var (agent, team) in ((string, string?)[])[("9800000021", "red"), ("9800000022", "red"), ("9800000021", "blue"), ("9800000021", null)])
        {
            ids.Add((await _people.Service.BeginAsync(agent, team)).Call.Reference.ToString());
            _people.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        return (ids[0], ids[1], ids[2], ids[3]);
    }

    private async Task<IReadOnlyList<string?>> ReadAsync(string key, string token)
    {
        using var response = await AskAsync("GET", Table, key, token);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(response.IsSuccessStatusCode, text);
        return [.. JsonDocument.Parse(text).RootElement.EnumerateArray().Select(row => row.Text("id"))];
    }

    private async Task<HttpResponseMessage> AskAsync(string method, string path, string key, string? bearer, string? origin = Page)
    {
        using var client = _people.Service.CreateStranger();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        foreach (var (name, value) in ((string, string?)[])[("apikey", key), ("Authorization", bearer is null ? null : "Bearer " + bearer), ("Origin", origin)])
        {
            Assert.True(value is null || request.Headers.TryAddWithoutValidation(name, value));
        }

        return await client.SendAsync(request, Cancel);
    }
}
