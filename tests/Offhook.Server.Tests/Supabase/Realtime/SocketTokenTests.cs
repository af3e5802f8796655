using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Offhook.Server.Access.Keys;
using Offhook.Server.Tests.Access.People;
using Offhook.Storage;
using Offhook.Testing;

namespace Offhook.Server.Tests.Supabase.Realtime;

/// <summary>Whose rights a channel has, from its join to the end of its token.</summary>
public sealed class SocketTokenTests : IAsyncLifetime
{
    private const string Page = "https://crm.example.com";

    private PeopleService _people = null!; // Set before each test.
    private string _pageKey = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ServiceHost Service => _people.Service;

    private AccessKeyRing Keys => Service.Services.GetRequiredService<AccessKeyRing>();

    public async ValueTask InitializeAsync()
    {
        _people = await PeopleService.StartAsync();
        _pageKey = (await Keys.AddAsync("page", AccessKeyKind.Publishable, "blue", [Page], Cancel))!.Value.Text;
    }

    public ValueTask DisposeAsync() => _people.DisposeAsync();

    [Fact]
    public async Task A_key_that_may_read_needs_no_person()
    {
        await using var client = await OpenAsync(_pageKey);
        await client.JoinedAsync(bindings: Watched.All);

        await Service.BeginAsync(team: "red");
        await Service.BeginAsync(team: null);
        var own = await Service.BeginAsync(team: "blue");

        Assert.Equal(own.Call.Reference.ToString(), (await client.ChangeAsync()).Id);
    }

    [Fact]
    public async Task A_person_has_the_persons_rights_whatever_the_key_may_see()
    {
        await using var agent = await OpenAsync(_pageKey);
        await using var supervisor = await Subscriber.OpenAsync(Service, "vsn=2.0.0", bearer: Service.Key);
        await agent.JoinedAsync(token: Agent("9800000021", "red"), bindings: Watched.All);
        await supervisor.JoinedAsync(token: Supervisor("red"), bindings: Watched.All);

        var foreign = await Service.BeginAsync("9800000021", "blue");
        await Service.RemoveAsync(foreign);
        var others = await Service.BeginAsync("9800000022", "red");
        var own = await Service.BeginAsync("9800000021", "red");
        await Service.RemoveAsync(own);

        Assert.Equal(own.Call.Reference.ToString(), (await agent.ChangeAsync()).Id);
        Assert.Equal(("DELETE", own.Call.Reference.ToString()), ((await agent.ChangeAsync()) is var gone ? gone.Type : "", gone.Id));
        Assert.Equal(others.Call.Reference.ToString(), (await supervisor.ChangeAsync()).Id);
        Assert.Equal(own.Call.Reference.ToString(), (await supervisor.ChangeAsync()).Id);
    }

    [Fact]
    public async Task Nobody_joins_without_the_right_to_read()
    {
        await using var client = await OpenAsync(_pageKey);
        var nobody = _people.Project.Key.Token(_people.Project.Claims(_people.Clock, "nobody"));
        var anonymous = _people.Project.Claims(_people.Clock, "anonymous", new JsonObject { ["role"] = "supervisor", ["team"] = "red" });
        anonymous["is_anonymous"] = true;

        Assert.Equal("Unauthorized: This person may not read calls", await client.RefusedAsync(token: nobody, bindings: Watched.All));
        Assert.Equal("Unauthorized: This person may not read calls", await client.RefusedAsync(token: _people.Project.Key.Token(anonymous), bindings: Watched.All));
    }

    [Theory]
    [InlineData("not.a.token")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    [InlineData("offhook_made-up")]
    [InlineData("words")]
    public async Task A_join_with_a_wrong_token_is_refused_even_where_the_key_would_do(string token)
    {
        await using var client = await OpenAsync(_pageKey);

        Assert.Matches("^Invalid(JWTToken|Key): ", await client.RefusedAsync(token: token, bindings: Watched.All));
    }

    [Fact]
    public async Task An_expired_token_is_refused_with_the_words_that_supabase_uses()
    {
        await using var client = await OpenAsync(_pageKey);
        var claims = _people.Project.Claims(_people.Clock, "late", new JsonObject { ["role"] = "supervisor", ["team"] = "red" });
        claims["exp"] = _people.Clock.GetUtcNow().ToUnixTimeSeconds() - 12;

        Assert.Equal("InvalidJWTToken: Token has expired 12 seconds ago", await client.RefusedAsync(token: _people.Project.Key.Token(claims), bindings: Watched.All));
    }

    [Theory]
    [InlineData("")]
    [InlineData("sb_publishable_anything")]
    [InlineData("the key")]
    public async Task Who_sends_no_person_but_a_key_speaks_for_the_key(string token)
    {
        await using var client = await OpenAsync(_pageKey);
        await client.JoinedAsync(token: token == "the key" ? _pageKey : token, bindings: Watched.All);

        var own = await Service.BeginAsync(team: "blue");

        Assert.Equal(own.Call.Reference.ToString(), (await client.ChangeAsync()).Id);
    }

    [Fact]
    public async Task A_pushed_token_replaces_the_rights_for_what_comes_later_and_is_not_answered()
    {
        await using var client = await OpenAsync(_pageKey);
        await client.JoinedAsync(token: Supervisor("red"), bindings: Watched.All);

        await client.TokenAsync(Supervisor("green"));
        await client.TokenAsync("sb_publishable_anything");
        await client.SayAsync("""["1","t","realtime:calls-live","access_token",{"access_token":null}]""");
        await client.SayAsync("""["1","t","realtime:calls-live","access_token",{}]""");
        await client.SayAsync("""["0","t","realtime:calls-live","access_token",{"access_token":"of an earlier join"}]""");
        await client.TokenAsync("of another channel", "realtime:nowhere");
        Assert.Empty(await client.UntilBeatAsync());
        await Service.BeginAsync(team: "red");
        var green = await Service.BeginAsync(team: "green");

        Assert.Equal(green.Call.Reference.ToString(), (await client.ChangeAsync()).Id);
    }

    [Fact]
    public async Task Who_pushes_the_key_has_signed_out()
    {
        await using var client = await OpenAsync(_pageKey);
        await client.JoinedAsync(token: Supervisor("red"), bindings: Watched.All);

        await client.TokenAsync(_pageKey);
        Assert.Empty(await client.UntilBeatAsync());
        await Service.BeginAsync(team: "red");
        Assert.Empty(await client.UntilBeatAsync());
        var blue = await Service.BeginAsync(team: "blue");
        Assert.Equal(blue.Call.Reference.ToString(), (await client.ChangeAsync()).Id);

        await client.TokenAsync(Supervisor("green"));
        Assert.Empty(await client.UntilBeatAsync());
        await Service.BeginAsync(team: "blue");
        var next = await Service.BeginAsync(team: "green");
        Assert.Equal(next.Call.Reference.ToString(), (await client.ChangeAsync()).Id);
    }

    [Theory]
    [InlineData("not.a.token")]
    [InlineData("words")]
    public async Task A_wrong_token_that_is_pushed_ends_the_channel_for_good(string token)
    {
        await using var client = await OpenAsync(_pageKey);
        await client.JoinedAsync(token: Supervisor("blue"), bindings: Watched.All);

        await client.TokenAsync(token);
        var system = await client.HearAsync("system");
        var closed = await client.HearAsync("phx_close");
        await Service.BeginAsync(team: "blue");

        Assert.Equal(("error", "system", "1", "1"), (system.Payload.Text("status"), system.Payload.Text("extension"), closed.JoinRef, closed.Ref));
        Assert.DoesNotContain(token, system.Payload.ToString(), StringComparison.Ordinal);
        Assert.Empty(await client.UntilBeatAsync());
    }

    [Fact]
    public async Task A_token_ends_its_channel_at_the_moment_it_expires()
    {
        await using var client = await OpenAsync(_pageKey);
        var claims = _people.Project.Claims(_people.Clock, "short", new JsonObject { ["role"] = "supervisor", ["team"] = "red" });
        claims["exp"] = _people.Clock.GetUtcNow().ToUnixTimeSeconds() + 20;
        await client.JoinedAsync(token: Supervisor("red"), bindings: Watched.All);
        await client.JoinedAsync("realtime:short", "2", _people.Project.Key.Token(claims), Watched.All);
        Assert.Empty(await client.UntilBeatAsync());

        _people.Clock.Advance(TimeSpan.FromSeconds(19));
        Assert.Empty(await client.UntilBeatAsync());
        _people.Clock.Advance(TimeSpan.FromSeconds(1));
        var system = await client.HearAsync("system");
        var closed = await client.HearAsync("phx_close");
        var row = await Service.BeginAsync(team: "red");

        Assert.Equal("""{"channel":"short","extension":"system","message":"Token has expired 0 seconds ago","status":"error"}""", system.Payload.ToString());
        Assert.Equal(("realtime:short", "2"), (closed.Topic, closed.JoinRef));
        Assert.Equal(("realtime:calls-live", row.Call.Reference.ToString()), ((await client.ChangeAsync()) is var change ? change.Topic : "", change.Id));
        Assert.Empty(await client.UntilBeatAsync());
    }

    [Fact]
    public async Task A_key_that_is_taken_back_ends_its_sockets_within_a_minute()
    {
        await using var client = await OpenAsync(_pageKey);
        await client.JoinedAsync(bindings: Watched.All);
        await client.JoinedAsync("realtime:person", "2", Supervisor("red"), Watched.All);
        await Keys.RemoveAsync("page", Cancel);
        var start = _people.Clock.GetUtcNow();

        await Service.PlayAsync(client.HearTextAsync());
        var passed = _people.Clock.GetUtcNow() - start;
        await client.HearAsync("phx_close");
        await client.HearAsync("system");
        await client.HearAsync("phx_close");
        await client.Ended.SoonAsync();

        Assert.InRange(passed, TimeSpan.Zero, TimeSpan.FromSeconds(60));
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, client.LastWord);
    }

    private Task<Subscriber> OpenAsync(string key, string? origin = Page) => Subscriber.OpenAsync(Service, $"apikey={key}&vsn=2.0.0", origin);

    private string Agent(string number, string team) => _people.Project.Agent(_people.Clock, "agent-" + number, number, team);

    private string Supervisor(string team) => _people.Project.Supervisor(_people.Clock, "supervisor-" + team, team);
}
