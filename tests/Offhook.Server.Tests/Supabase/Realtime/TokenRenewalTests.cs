using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Offhook.Server.Access.Keys;
using Offhook.Server.Tests.Access.Keys;
using Offhook.Server.Tests.Access.People;
using Offhook.Storage;
using Offhook.Testing;

namespace Offhook.Server.Tests.Supabase.Realtime;

/// <summary>A new token for an open channel: one that is not good for good ends it, one that may be good in a moment has the client join again.</summary>
public sealed class TokenRenewalTests
{
    private const string Page = "https://crm.example.com";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_whose_key_is_not_known_yet_breaks_the_channel_off_and_is_taken_once_it_is_known()
    {
        await using var people = await PeopleService.StartAsync();
        await using var client = await OpenAsync(people);
        var next = SigningKey.Elliptic("key-2");
        var token = next.Token(Supervisor(people));
        await client.JoinedAsync(token: people.Project.Key.Token(Supervisor(people)), bindings: Watched.All);

        await client.TokenAsync(token);
        var broken = await client.HearAsync("phx_error");
        people.Project.Publish(people.Project.Key, next);
        Assert.Equal("InvalidJWTToken: The token's key is not known", await client.RefusedAsync(joinRef: "2", token: token, bindings: Watched.All));
        people.Clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal("InvalidJWTToken: The token's key is not known", await client.RefusedAsync(joinRef: "3", token: token, bindings: Watched.All));
        await using var later = await OpenAsync(people, "another-page");
        people.Clock.Advance(TimeSpan.FromSeconds(1));
        await later.JoinedAsync(token: token, bindings: Watched.All);

        Assert.Equal(("realtime:calls-live", "1", "1"), (broken.Topic, broken.JoinRef, broken.Ref));
    }

    [Fact]
    public async Task While_the_keys_of_the_project_cannot_be_read_a_channel_is_broken_off_too()
    {
        await using var people = await PeopleService.StartAsync();
        people.Project.Answer = null;
        await using var client = await OpenAsync(people);
        await client.JoinedAsync(token: SigningKey.Shared(SupabaseStandIn.Secret).Token(Supervisor(people)), bindings: Watched.All);

        await client.TokenAsync(people.Project.Key.Token(Supervisor(people)));

        await client.HearAsync("phx_error");
        Assert.Empty(await client.UntilBeatAsync());
    }

    [Fact]
    public async Task A_key_that_the_project_takes_back_breaks_its_channels_off_with_the_next_look()
    {
        await using var people = await PeopleService.StartAsync();
        await using var client = await OpenAsync(people);
        await client.JoinedAsync(token: people.Project.Key.Token(Supervisor(people)), bindings: Watched.All);
        people.Project.Publish(SigningKey.Elliptic("key-2"));

        // What is published is read again after ten minutes, while the key that was known goes on until the answer is there.
        var isBroken = false;
        for (var i = 0; i < 60 && !isBroken; i++)
        {
            people.Clock.Advance(TimeSpan.FromSeconds(25));
            isBroken = (await client.UntilBeatAsync()).Any(frame => frame.Event == "phx_error");
            if (i == 25)
            {
                await Waiting.UntilAsync(() => people.Project.Fetches >= 2, () => people.Project.Fetches, Cancel);
            }
        }

        Assert.True(isBroken, "the channel goes on with a key that was taken back");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_token_without_the_right_to_read_ends_the_channel_in_the_words_of_a_refused_join(bool isAnonymous)
    {
        await using var people = await PeopleService.StartAsync();
        await using var client = await OpenAsync(people);
        await client.JoinedAsync(token: people.Project.Key.Token(Supervisor(people)), bindings: Watched.All);
        var claims = isAnonymous ? Supervisor(people) : people.Project.Claims(people.Clock, "supervisor");
        claims["is_anonymous"] = isAnonymous;

        await client.TokenAsync(people.Project.Key.Token(claims));
        var system = await client.HearAsync("system");
        await client.HearAsync("phx_close");
        await people.Service.BeginAsync(team: "red");

        Assert.Equal("""{"channel":"calls-live","extension":"system","message":"This person may not read calls","status":"error"}""", system.Payload.ToString());
        Assert.Empty(await client.UntilBeatAsync());
    }

    [Theory]
    [MemberData(nameof(SupabasePage.Versions), MemberType = typeof(SupabasePage))]
    public async Task A_page_whose_new_token_is_signed_with_a_new_key_comes_back_by_itself(string version)
    {
        await using var project = await SupabaseStandIn.StartAsync();
        var clock = new ManualClock(TimeProvider.System.GetUtcNow());
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { IsPublic = true, Clock = clock, Settings = project.Settings }, Cancel);
        using var admin = service.CreateClient();
        var key = (await admin.AddKeyAsync(new { name = "page", kind = "publishable", team = "green", origins = (string[])[Page] }))["key"]!;
        var next = SigningKey.Elliptic("key-2");
        var first = project.Supervisor(clock, "supervisor", "red");
        await using var page = SupabasePage.Open(version, service.Address, key, first, Page);
        await page.SignInAsync(first);
        await page.SubscribeAsync("calls-live", Watched.All);

        await page.SignInAsync(next.Token(project.Claims(clock, "supervisor", new JsonObject { ["role"] = "supervisor", ["team"] = "red" })));
        await page.StatusAsync("calls-live", "CHANNEL_ERROR");
        project.Publish(project.Key, next);
        clock.Advance(TimeSpan.FromSeconds(30));
        await page.StatusAsync("calls-live", "SUBSCRIBED");
        var row = await service.BeginAsync(team: "red");

        Assert.Equal(row.Call.Reference.ToString(), (await page.ChangeAsync()).Id);
    }

    private static async Task<Subscriber> OpenAsync(PeopleService people, string name = "page")
    {
        var ring = people.Service.Services.GetRequiredService<AccessKeyRing>();
        var key = (await ring.AddAsync(name, AccessKeyKind.Publishable, "blue", [Page], Cancel))!.Value.Text; // The name is free.
        return await Subscriber.OpenAsync(people.Service, $"apikey={key}&vsn=2.0.0", Page);
    }

    private static JsonObject Supervisor(PeopleService people) =>
        people.Project.Claims(people.Clock, "supervisor", new JsonObject { ["role"] = "supervisor", ["team"] = "red" });
}
