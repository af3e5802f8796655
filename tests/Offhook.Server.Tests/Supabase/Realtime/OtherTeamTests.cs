using System.Text.Json.Nodes;
using Offhook.Server.Tests.Access.Keys;
using Offhook.Server.Tests.Access.People;
using Offhook.Storage;
using Offhook.Testing;

namespace Offhook.Server.Tests.Supabase.Realtime;

/// <summary>A socket whose person becomes another, or tries to: what is told is always that person's alone. What comes at last proves that nothing came before.</summary>
public sealed class OtherTeamTests(OtherTeamTests.OpenPage page) : IClassFixture<OtherTeamTests.OpenPage>
{
    private const string Page = "https://crm.example.com";
    private const string Topic = "realtime:calls-live";

    private ServiceHost Service => page.People.Service;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_joins_again_with_a_token_of_another_team_hears_that_team_alone(bool withTeamsKey)
    {
        await using var client = await OpenAsync(withTeamsKey ? page.RedKey : page.Key);
        await client.JoinedAsync(Topic, "1", Supervisor("red"), Watched.All, Watched.Of("team=eq.blue"));
        var (blue, red) = (await Service.BeginAsync("9800000002", "blue"), await Service.BeginAsync(team: "red"));
        Assert.Equal([1], (await OwnAsync(client, red)).Ids);

        await client.JoinAsync(Topic, "2", Supervisor("blue"), Watched.All, Watched.Of("team=eq.red"));
        await client.HearAsync("phx_close");
        await client.HearAsync("phx_reply");
        await client.HearAsync("system");
        await Service.RingAsync(red);
        await Service.RemoveAsync(red = await Service.BusyAsync(red));
        var ringing = await Service.RingAsync(blue);
        Assert.Equal("UPDATE", (await OwnAsync(client, ringing)).Type);

        await client.JoinAsync(Topic, "3", Supervisor("red"), Watched.All, Watched.Of("team=in.(red,blue)"));
        await client.HearAsync("phx_close");
        await client.HearAsync("phx_reply");
        await client.HearAsync("system");
        await Service.RemoveAsync(ringing);
        var last = await Service.BeginAsync("9800000003", "red");
        Assert.Equal(2, (await OwnAsync(client, last)).Ids.Count);
        Assert.Empty(await client.UntilBeatAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whose_token_is_renewed_for_another_team_hears_that_team_alone(bool withTeamsKey)
    {
        await using var client = await OpenAsync(withTeamsKey ? page.RedKey : page.Key);
        await client.JoinedAsync(Topic, "1", Supervisor("red"), Watched.All, Watched.Of("team=eq.blue"), """{"event":"DELETE","schema":"*","table":"*"}""");
        var (blue, red) = (await Service.BeginAsync("9800000002", "blue"), await Service.BeginAsync(team: "red"));
        await OwnAsync(client, red);

        await client.TokenAsync(Supervisor("blue"));
        Assert.Empty(await client.UntilBeatAsync());
        await Service.RingAsync(red);
        await Service.RemoveAsync(red = await Service.BusyAsync(red));
        await Service.BeginAsync("9800000003", "red");
        var ringing = await Service.RingAsync(blue);
        Assert.Equal("UPDATE", (await OwnAsync(client, ringing)).Type);

        await client.TokenAsync(Supervisor("Blue"));
        Assert.Empty(await client.UntilBeatAsync());
        await Service.RemoveAsync(ringing);
        await Service.BeginAsync("9800000004", "blue");
        await OwnAsync(client, await Service.BeginAsync("9800000005", "Blue"));
        Assert.Empty(await client.UntilBeatAsync());
    }

    [Theory]
    [MemberData(nameof(TokenTests.Bad), MemberType = typeof(TokenTests), DisableDiscoveryEnumeration = true)]
    public async Task No_crafted_token_joins_and_one_that_is_pushed_ends_its_channel(string what, Func<PeopleService, string> token, string reason)
    {
        await using var client = await OpenAsync(page.Key);
        var crafted = token(page.People);

        Assert.Equal((what, $"InvalidJWTToken: {reason.TrimEnd('.')}"), (what, await client.RefusedAsync(token: crafted, bindings: Watched.All)));
        await client.JoinedAsync("realtime:own", "2", Supervisor("green"), Watched.All);
        await client.JoinedAsync(Topic, "3", Supervisor("red"), Watched.All, Watched.Of("team=eq.blue"));
        await client.TokenAsync(crafted, joinRef: "3");
        if (reason == "The token's key is not known.")
        {
            // It may be a new one, so the client may come back.
            await client.HearAsync("phx_error");
        }
        else
        {
            Assert.Equal(reason.TrimEnd('.'), (await client.HearAsync("system")).Payload.Text("message"));
            await client.HearAsync("phx_close");
        }

        await Service.BeginAsync(team: "red");
        await Service.BeginAsync("9800000002", "blue");

        await OwnAsync(client, await Service.BeginAsync("9800000003", "green"));
        Assert.Empty(await client.UntilBeatAsync());
    }

    [Theory]
    [InlineData("""{"provider":"email"}""")]
    [InlineData("""{"role":"supervisor","team":["red","blue"]}""")]
    [InlineData("""{"role":"supervisor","team":"blue "}""")]
    [InlineData("""{"role":"supervisor","teams":["blue"]}""")]
    [InlineData("""{"role":"service_role","team":"blue"}""")]
    public async Task Who_is_nobody_by_a_good_token_joins_nothing_and_hears_no_more(string appMetadata)
    {
        await using var client = await OpenAsync(page.Key);
        var claims = page.People.Project.Claims(page.People.Clock, "nobody", (JsonObject)JsonNode.Parse(appMetadata)!);
        claims["user_metadata"] = new JsonObject { ["role"] = "supervisor", ["team"] = "blue" };
        claims["team"] = "blue";
        var token = page.People.Project.Key.Token(claims);

        Assert.Equal("Unauthorized: This person may not read calls", await client.RefusedAsync(token: token, bindings: Watched.All));
        await client.JoinedAsync("realtime:own", "2", Supervisor("green"), Watched.All);
        await client.JoinedAsync(Topic, "3", Supervisor("red"), Watched.All, Watched.Of("team=eq.blue"));
        await client.TokenAsync(token, joinRef: "3");
        Assert.Equal("This person may not read calls", (await client.HearAsync("system")).Payload.Text("message"));
        await client.HearAsync("phx_close");
        await Service.BeginAsync(team: "red");
        await Service.BeginAsync("9800000002", "blue");

        await OwnAsync(client, await Service.BeginAsync("9800000003", "green"));
        Assert.Empty(await client.UntilBeatAsync());
    }

    // The next change that is told at all.
    private static async Task<HeardChange> OwnAsync(Subscriber client, CallRow row)
    {
        var change = await client.ChangeAsync();
        Assert.Equal(row.Call.Reference.ToString(), change.Id);
        return change;
    }

    private Task<Subscriber> OpenAsync(string key) => Subscriber.OpenAsync(Service, $"apikey={key}&vsn=2.0.0", Page);

    private string Supervisor(string team) => page.People.Project.Supervisor(page.People.Clock, "supervisor-" + team, team);

    /// <summary>A service with a page's key that names no team, and one of the team red.</summary>
    public sealed class OpenPage : SharedFixture
    {
        public PeopleService People { get; } = new();

        public string Key { get; private set; } = "";

        public string RedKey { get; private set; } = "";

        protected override async ValueTask BeginAsync()
        {
            await People.InitializeAsync();
            using var admin = People.Service.CreateClient();
            Key = (await admin.AddKeyAsync(new { name = "page", kind = "publishable", origins = new[] { Page } }))["key"]!;
            RedKey = (await admin.AddKeyAsync(new { name = "red-page", kind = "publishable", team = "red", origins = new[] { Page } }))["key"]!;
        }

        protected override ValueTask EndAsync() => People.DisposeAsync();
    }
}
