using System.Text.Json;
using System.Text.Json.Nodes;
using Offhook.Server.Supabase.Table;
using Offhook.Server.Tests.Access.Keys;
using Offhook.Server.Tests.Access.People;
using Offhook.Storage;
using Offhook.Storage.Table;
using Offhook.Testing;

namespace Offhook.Server.Tests.Supabase.Realtime;

/// <summary>The clients that pages are written with, as npm delivers them. 2.38.5 and 2.109.0 write version 2.0.0 (the first brings the newest live part with it), 2.57.4 writes 1.0.0.</summary>
public sealed class SupabaseJsTests
{
    private const string Page = "https://crm.example.com";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(SupabasePage.Versions), MemberType = typeof(SupabasePage))]
    public async Task A_page_hears_of_an_insert_two_updates_and_a_delete_where_it_asked_for_them(string version)
    {
        await using var service = await OnThisMachineAsync();
        await using var page = SupabasePage.Open(version, service.Address, "any");
        await page.SubscribeAsync(
            "calls-live",
            Watched.Of("agent_number=eq.+919800000001"),
            """{"event":"UPDATE","schema":"public","table":"ivr_calls"}""",
            Watched.Of("agent_number=eq.+919800000002"));

        var requested = await service.BeginAsync();
        await SameAsync(page, "INSERT", requested, 0);
        var ringing = await service.RingAsync(requested);
        await SameAsync(page, "UPDATE", ringing, 0, 1);
        service.Clock.Advance(TimeSpan.FromSeconds(41));
        var busy = await service.BusyAsync(ringing);
        await SameAsync(page, "UPDATE", busy, 0, 1);
        await service.RemoveAsync(busy);
        await SameAsync(page, "DELETE", busy, 0);
        await page.AskAsync("""{"do":"leave","channel":"calls-live"}""");
        await page.UntilAsync(item => item.Text("on") == "left", "the end of the channel");
    }

    [Theory]
    [MemberData(nameof(SupabasePage.Versions), MemberType = typeof(SupabasePage))]
    public async Task A_page_comes_back_by_itself_after_a_restart_reads_again_and_misses_nothing(string version)
    {
        await using var service = await OnThisMachineAsync();
        await using var page = SupabasePage.Open(version, service.Address, "any");
        await page.SubscribeAsync("calls-live", Watched.All);
        var before = await service.BeginAsync();
        await page.ChangeAsync();

        await service.StopAsync(Cancel);
        await page.UntilAsync(item => item.Text("status") is "CHANNEL_ERROR" or "TIMED_OUT", "the page to notice");
        await service.RestartAsync(Cancel);
        service.Clock.Advance(TimeSpan.FromSeconds(1));
        var meanwhile = await service.BeginAsync("9800000002");
        await page.StatusAsync("calls-live", "SUBSCRIBED");
        var rows = await page.RowsAsync();
        var after = await service.BeginAsync("9800000003");
        var heard = await page.ChangeAsync();
        if (heard.Id == meanwhile.Call.Reference.ToString())
        {
            // The page was back before the change.
            heard = await page.ChangeAsync();
        }

        Assert.Equal([before.Call.Reference.ToString(), meanwhile.Call.Reference.ToString()], rows.Select(row => row.Text("id")));
        Assert.Equal((after.Call.Reference.ToString(), 0), (heard.Id, heard.Binding));
        var last = await service.RingAsync(after);
        Assert.Equal((last.Call.Reference.ToString(), "ringing"), ((heard = await page.ChangeAsync()).Id, heard.Status));
    }

    [Theory]
    [MemberData(nameof(SupabasePage.Versions), MemberType = typeof(SupabasePage))]
    public async Task A_signed_in_page_sees_what_its_person_may_and_a_new_token_changes_that(string version)
    {
        await using var project = await SupabaseStandIn.StartAsync();
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { IsPublic = true, Settings = project.Settings }, Cancel);

        // Clients look at the time of a token themselves.
        var now = new ManualClock(TimeProvider.System.GetUtcNow());
        await using var page = SupabasePage.Open(version, service.Address, await PageKeyAsync(service), project.Agent(now, "agent", "9800000001", "red"), Page);
        await page.SignInAsync(project.Agent(now, "agent", "9800000001", "red"));
        await page.SubscribeAsync("calls-live", Watched.All);

        await service.BeginAsync("9800000002", "red");
        await service.BeginAsync("9800000001", "blue");
        var own = await service.BeginAsync("9800000001", "red");
        Assert.Equal(own.Call.Reference.ToString(), (await page.ChangeAsync()).Id);

        await page.SignInAsync(project.Supervisor(now, "supervisor", "blue"));
        await BeatAsync(page);
        await service.BeginAsync("9800000001", "red");
        var blue = await service.BeginAsync("9800000003", "blue");
        Assert.Equal(blue.Call.Reference.ToString(), (await page.ChangeAsync()).Id);
    }

    [Theory]
    [MemberData(nameof(SupabasePage.Versions), MemberType = typeof(SupabasePage))]
    public async Task A_page_is_told_when_its_token_is_wrong_and_when_its_filter_is(string version)
    {
        await using var project = await SupabaseStandIn.StartAsync();
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { IsPublic = true, Settings = project.Settings }, Cancel);
        var now = new ManualClock(TimeProvider.System.GetUtcNow());
        var (key, wrongToken) = (await PageKeyAsync(service), SigningKey.Elliptic("key-1").Token(project.Claims(now, "stranger")));
        await using var stranger = SupabasePage.Open(version, service.Address, key, wrongToken, Page);
        await using var careless = SupabasePage.Open(version, service.Address, key, token: "", Page);

        await stranger.SignInAsync(wrongToken);
        await stranger.AskAsync($$"""{"do":"subscribe","channel":"calls-live","bindings":[{{Watched.All}}]}""");
        await stranger.UntilAsync(item => item.Text("error")?.Contains("signature is wrong", StringComparison.Ordinal) == true, "the refusal");
        await careless.SubscribeAsync("calls-live", Watched.Of("nothing=eq.x"));
        var wrong = await careless.UntilAsync(item => item.Text("on") == "system" && item.Text("status") == "error", "the filter's fault");

        Assert.Contains("nothing does not exist", wrong.Text("message"), StringComparison.Ordinal);
    }

    private static Task<ServiceHost> OnThisMachineAsync() => ServiceHost.StartAsync(new ServiceOptions { Clock = new ManualClock() }, Cancel);

    private static async Task<string> PageKeyAsync(ServiceHost service)
    {
        using var admin = service.CreateClient();
        return (await admin.AddKeyAsync(new { name = "page", kind = "publishable", team = "green", origins = (string[])[Page] }))["key"]!;
    }

    // What a page pushed is handled in order, so a leave that is answered proves that the token was taken.
    private static async Task BeatAsync(SupabasePage page)
    {
        await page.SubscribeAsync("another", Watched.Of("agent_number=eq.none"));
        await page.AskAsync("""{"do":"leave","channel":"another"}""");
        await page.UntilAsync(item => item.Text("on") == "left", "the end of the channel");
    }

    // Each callback that wants the change is called once with everything that supabase-js promises.
    private static async Task SameAsync(SupabasePage page, string type, CallRow row, params int[] bindings)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            TableJson.WriteRow(writer, row, IvrCallsTable.Columns);
        }

        var expected = new JsonObject
        {
            ["schema"] = "public",
            ["table"] = "ivr_calls",
            ["commit_timestamp"] = row.UpdatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture),
            ["eventType"] = type,
            ["new"] = type == "DELETE" ? new JsonObject() : JsonNode.Parse(buffer.ToArray()),
            ["old"] = type == "INSERT" ? new JsonObject() : new JsonObject { ["id"] = row.Call.Reference.ToString() },
            ["errors"] = null,
        };
        foreach (var binding in bindings)
        {
            var change = await page.ChangeAsync();
            Assert.Equal(binding, change.Binding);
            Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(change.Payload.ToString())), $"expected {expected.ToJsonString()}\nbut heard {change.Payload}");
        }
    }
}
