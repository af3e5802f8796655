using System.Net.WebSockets;
using Offhook.Server.Tests.Access.Keys;
using Offhook.Server.Tests.Access.People;
using Offhook.Testing;

namespace Offhook.Server.Tests.Supabase.Realtime;

/// <summary>A page whose key names no team: nothing is told before somebody has signed in, and then that person's calls.</summary>
public sealed class SignedInPageTests
{
    private const string Page = "https://crm.example.com";
    private const string PersonNeeded = "Unauthorized: The token of a signed-in person is needed";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_joins_before_somebody_has_signed_in()
    {
        await using var people = await PeopleService.StartAsync();
        var key = await KeyAsync(people.Service);
        await using var client = await Subscriber.OpenAsync(people.Service, $"apikey={key}&vsn=2.0.0", Page);

        foreach (var token in (string?[])[null, "", key, "sb_publishable_fake"])
        {
            Assert.Equal(PersonNeeded, await client.RefusedAsync(token: token, bindings: Watched.All));
        }

        await people.Service.BeginAsync(team: "red");
        Assert.Empty(await client.UntilBeatAsync());
        await client.JoinedAsync(joinRef: "2", token: people.Project.Supervisor(people.Clock, "red", "red"), bindings: Watched.All);
        await people.Service.BeginAsync(team: "blue");
        var own = await people.Service.BeginAsync("9800000002", "red");
        Assert.Equal(own.Call.Reference.ToString(), (await client.ChangeAsync()).Id);

        await client.TokenAsync(key, joinRef: "2");
        Assert.Empty(await client.UntilBeatAsync());
        await people.Service.BeginAsync("9800000003", "red");
        Assert.Empty(await client.UntilBeatAsync());
        Assert.Equal(PersonNeeded, await SkippingCloseAsync(client));
    }

    [Fact]
    public async Task With_a_teams_key_too_a_person_hears_what_the_person_may_and_no_more()
    {
        await using var people = await PeopleService.StartAsync();
        var key = await KeyAsync(people.Service, "red");
        await using var client = await Subscriber.OpenAsync(people.Service, $"apikey={key}&vsn=2.0.0", Page);
        var nobody = people.Project.Key.Token(people.Project.Claims(people.Clock, "nobody"));

        Assert.Equal("Unauthorized: This person may not read calls", await client.RefusedAsync(token: nobody, bindings: Watched.All));
        await client.JoinedAsync(token: people.Project.Agent(people.Clock, "agent", "9800000021", "red"), bindings: Watched.All);
        await people.Service.BeginAsync("9800000022", "red");
        await people.Service.BeginAsync("9800000021", "blue");
        var own = await people.Service.BeginAsync("9800000021", "red");

        Assert.Equal(own.Call.Reference.ToString(), (await client.ChangeAsync()).Id);
        Assert.Empty(await client.UntilBeatAsync());
    }

    [Theory]
    [InlineData("https://evil.example.test")]
    [InlineData("null")]
    [InlineData(null)]
    public async Task No_other_page_opens_a_socket_with_it(string? origin)
    {
        await using var people = await PeopleService.StartAsync();
        var key = await KeyAsync(people.Service);

        var fault = await Assert.ThrowsAsync<WebSocketException>(() => Subscriber.OpenAsync(people.Service, $"apikey={key}&vsn=2.0.0", origin));

        Assert.Contains("401", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(SupabasePage.Versions), MemberType = typeof(SupabasePage))]
    public async Task A_page_whose_first_join_was_refused_comes_in_by_itself_with_the_token(string version)
    {
        await using var project = await SupabaseStandIn.StartAsync();
        await using var service = await PublicAsync(project);
        var now = new ManualClock(TimeProvider.System.GetUtcNow());
        await using var page = await OpenAsync(service, version, project.Supervisor(now, "red", "red"));
        var before = await service.BeginAsync(team: "red");

        await page.SubscribeAsync("calls-live", Watched.All);
        var rows = await page.RowsAsync();
        await service.BeginAsync("9800000002", "blue");
        var own = await service.BeginAsync("9800000003", "red");

        Assert.Equal(before.Call.Reference.ToString(), Assert.Single(rows).Text("id"));
        Assert.Equal(own.Call.Reference.ToString(), (await page.ChangeAsync()).Id);
    }

    [Theory]
    [MemberData(nameof(SupabasePage.Versions), MemberType = typeof(SupabasePage))]
    public async Task A_page_that_subscribed_before_anybody_signed_in_is_let_in_once_somebody_has(string version)
    {
        await using var project = await SupabaseStandIn.StartAsync();
        await using var service = await PublicAsync(project);
        var now = new ManualClock(TimeProvider.System.GetUtcNow());
        await using var page = await OpenAsync(service, version, token: "");

        await page.AskAsync($$"""{"do":"subscribe","channel":"calls-live","bindings":[{{Watched.All}}]}""");
        var refused = await page.UntilAsync(item => item.Text("status") == "CHANNEL_ERROR", "the refusal");
        await page.AskAsync("""{"do":"ask","chain":[["from","ivr_calls"],["select","*"]]}""");
        var read = await page.UntilAsync(item => item.Text("on") == "answer", "the answer");
        await page.SignInAsync(project.Supervisor(now, "red", "red"));
        await page.StatusAsync("calls-live", "SUBSCRIBED");
        var own = await service.BeginAsync(team: "red");

        Assert.Contains(PersonNeeded, refused.Text("error"), StringComparison.Ordinal);
        Assert.Equal(("401", "PGRST302"), (read.Text("status"), read.GetProperty("error").Text("code")));
        Assert.Equal(own.Call.Reference.ToString(), (await page.ChangeAsync()).Id);
    }

    private static async Task<string> KeyAsync(ServiceHost service, string? team = null)
    {
        using var admin = service.CreateClient();
        return (await admin.AddKeyAsync(new { name = "page", kind = "publishable", team, origins = new[] { Page } }))["key"]!;
    }

    private static Task<ServiceHost> PublicAsync(SupabaseStandIn project) =>
        ServiceHost.StartAsync(new ServiceOptions { IsPublic = true, Settings = project.Settings }, Cancel);

    private static async Task<SupabasePage> OpenAsync(ServiceHost service, string version, string token) =>
        SupabasePage.Open(version, service.Address, await KeyAsync(service), token, Page);

    // The join replaces the channel before it is refused.
    private static async Task<string?> SkippingCloseAsync(Subscriber client)
    {
        await client.JoinAsync(joinRef: "3", bindings: Watched.All);
        await client.HearAsync("phx_close");
        return (await client.HearAsync("phx_reply")).Payload.GetProperty("response").Text("reason");
    }
}
