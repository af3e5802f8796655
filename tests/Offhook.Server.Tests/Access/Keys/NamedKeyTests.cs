using System.Net;
using System.Net.Http.Json;
using Offhook.Server.Tests.Access.People;
using Offhook.Testing;

namespace Offhook.Server.Tests.Access.Keys;

public sealed class NamedKeyTests
{
    private const string Page = "https://crm.example.com";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_servers_key_reads_and_dials_until_it_is_ended()
    {
        await using var people = await PeopleService.StartAsync();
        using var admin = people.Service.CreateClient();
        var made = await admin.AddKeyAsync(new { name = "crm", kind = "server" });
        using var server = people.With(made["key"]!);

        var started = await server.ClickToCallAsync(cancellationToken: Cancel);

        Assert.Matches("^offhook_[A-Za-z0-9_-]{43}$", made["key"]);
        Assert.Equal("/access/keys/crm", made.Location!.OriginalString);
        Assert.Equal((HttpStatusCode.Created, (string?)null), (started.Status, started["team"]));
        Assert.Equal(HttpStatusCode.OK, (await server.AskAsync($"/calls/{started.Id}", Cancel)).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.AskAsync("/calls/logs", Cancel)).Status);
        Assert.Equal(HttpStatusCode.NoContent, await admin.RemoveKeyAsync("crm"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.AskAsync("/calls", Cancel)).Status);
        Assert.Equal(HttpStatusCode.NotFound, await admin.RemoveKeyAsync("crm"));
    }

    [Fact]
    public async Task A_key_is_shown_once_and_lies_nowhere()
    {
        await using var people = await PeopleService.StartAsync();
        using var admin = people.Service.CreateClient();
        var key = (await admin.AddKeyAsync(new { name = "page", kind = "publishable", team = "red", origins = new[] { Page } }))["key"]!;

        var listed = await admin.AskAsync("/access/keys", Cancel);

        var item = Assert.Single(listed.Items());
        Assert.Equal(["created_at", "kind", "name", "origins", "team"], item.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal(("page", "publishable", "red", $"[\"{Page}\"]"), (item.Text("name"), item.Text("kind"), item.Text("team"), item.GetProperty("origins").GetRawText()));
        await people.Service.StopAsync(Cancel);
        foreach (var file in Directory.EnumerateFiles(people.Service.DataFolder))
        {
            var text = System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, Cancel));
            Assert.DoesNotContain(key["offhook_pub_".Length..], text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_teams_key_dials_for_its_team_and_sees_no_other()
    {
        await using var people = await PeopleService.StartAsync();
        using var admin = people.Service.CreateClient();
        using var red = people.With((await admin.AddKeyAsync(new { name = "red", kind = "server", team = "red" }))["key"]!);
        using var blue = people.With((await admin.AddKeyAsync(new { name = "blue", kind = "server", team = "blue" }))["key"]!);

        var started = await red.ClickToCallAsync(cancellationToken: Cancel);

        Assert.Equal("red", started["team"]);
        Assert.Single((await red.AskAsync("/calls", Cancel)).Items());
        Assert.Empty((await blue.AskAsync("/calls", Cancel)).Items());
        Assert.Equal("/problems/no-such-call", (await blue.AskAsync($"/calls/{started.Id}", Cancel))["type"]);
        Assert.Equal("/problems/not-allowed", (await red.AskAsync("/calls/logs", Cancel))["type"]);
    }

    [Theory]
    [InlineData(Page, HttpStatusCode.OK)]
    [InlineData("https://CRM.example.com", HttpStatusCode.OK)]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("null", HttpStatusCode.Unauthorized)]
    [InlineData("https://crm.example.com.evil.example", HttpStatusCode.Unauthorized)]
    [InlineData("https://crm.example.com:8443", HttpStatusCode.Unauthorized)]
    [InlineData("http://crm.example.com", HttpStatusCode.Unauthorized)]
    [InlineData("https://crm.example.com/", HttpStatusCode.Unauthorized)]
    public async Task A_publishable_key_reads_for_its_pages_only(string? origin, HttpStatusCode status)
    {
        await using var people = await PeopleService.StartAsync();
        using var admin = people.Service.CreateClient();
        var key = (await admin.AddKeyAsync(new { name = "page", kind = "publishable", team = "red", origins = new[] { Page, "http://localhost:5173" } }))["key"]!;
        using var page = people.With(key, origin);

        var read = await page.AskAsync("/calls", Cancel);

        Assert.Matches("^offhook_pub_[A-Za-z0-9_-]{43}$", key);
        Assert.Equal(status, read.Status);
        Assert.Equal(status is HttpStatusCode.OK ? null : "/problems/credential-refused", read["type"]);
    }

    [Fact]
    public async Task A_publishable_key_can_neither_dial_nor_read_what_was_reported_or_recorded()
    {
        await using var people = await PeopleService.StartAsync();
        using var admin = people.Service.CreateClient();
        using var page = people.With((await admin.AddKeyAsync(new { name = "page", kind = "publishable", team = "red", origins = new[] { Page } }))["key"]!, Page);
        using var red = people.With((await admin.AddKeyAsync(new { name = "red", kind = "server", team = "red" }))["key"]!);
        var id = (await red.ClickToCallAsync(cancellationToken: Cancel)).Id;

        Assert.Equal(HttpStatusCode.OK, (await page.AskAsync($"/calls/{id}", Cancel)).Status);
        Assert.Equal("/problems/not-allowed", (await page.ClickToCallAsync(cancellationToken: Cancel))["type"]);
        Assert.Equal("/problems/not-allowed", (await page.OutboundAsync(cancellationToken: Cancel))["type"]);
        foreach (var path in (string[])[$"/calls/{id}/reports", $"/calls/{id}/recording", "/calls/logs", "/access/keys", "/openapi/v1.json", "/"])
        {
            Assert.Equal((path, "/problems/not-allowed"), (path, (await page.AskAsync(path, Cancel))["type"]));
        }
    }

    [Theory]
    [InlineData("{}", "kind,name")]
    [InlineData("""{"name":"","kind":"server"}""", "name")]
    [InlineData("""{"name":"a b","kind":"server"}""", "name")]
    [InlineData("""{"name":"a/b","kind":"server"}""", "name")]
    [InlineData("""{"name":"ü","kind":"server"}""", "name")]
    [InlineData("""{"name":"a","kind":"admin"}""", "kind")]
    [InlineData("""{"name":"a","kind":"server","origins":["https://crm.example.com"]}""", "origins")]
    [InlineData("""{"name":"a","kind":"publishable"}""", "origins")]
    [InlineData("""{"name":"a","kind":"publishable","team":"red"}""", "origins")]
    [InlineData("""{"name":"a","kind":"publishable","team":"red","origins":[]}""", "origins")]
    [InlineData("""{"name":"a","kind":"publishable","team":"red","origins":"https://crm.example.com"}""", "origins")]
    [InlineData("""{"name":"a","kind":"publishable","team":"red","origins":[1]}""", "origins")]
    [InlineData("""{"name":"a","kind":"publishable","team":"red","origins":["https://crm.example.com",""]}""", "origins")]
    [InlineData("""{"name":"a","kind":"publishable","team":"red","origins":["*"]}""", "origins")]
    [InlineData("""{"name":"a","kind":"publishable","team":"red","origins":["null"]}""", "origins")]
    [InlineData("""{"name":"a","kind":"publishable","team":"red","origins":["https://crm.example.com/"]}""", "origins")]
    [InlineData("""{"name":"a","kind":"publishable","team":"red","origins":["https://*.example.com"]}""", "origins")]
    [InlineData("""{"name":"a","kind":"server","team":["red"]}""", "team")]
    [InlineData("""{"name":"a","kind":"server","team":" "}""", "team")]
    [InlineData("""{"name":"a","kind":"server","key":"offhook_mine"}""", "key")]
    [InlineData("[]", "")]
    public async Task What_is_wrong_with_a_wish_for_a_key_is_named(string body, string fields)
    {
        await using var people = await PeopleService.StartAsync();
        using var admin = people.Service.CreateClient();

        var problem = await ProblemAnswer.ToAsync(admin, "/access/keys", body);

        Assert.Equal(("invalid-request", fields), (problem.Name, string.Join(',', problem.Fields)));
        Assert.Empty((await admin.AskAsync("/access/keys", Cancel)).Items());
    }

    [Fact]
    public async Task A_name_is_given_once()
    {
        await using var people = await PeopleService.StartAsync();
        using var admin = people.Service.CreateClient();
        await admin.AddKeyAsync(new { name = "crm", kind = "server" });

        var problem = await ProblemAnswer.ToAsync(admin, "/access/keys", """{"name":"crm","kind":"server"}""");

        Assert.Equal(("key-name-taken", 409, "name"), (problem.Name, problem.Status, string.Join(',', problem.Fields)));
    }

    [Fact]
    public async Task Only_the_administrator_looks_after_keys()
    {
        await using var people = await PeopleService.StartAsync();
        using var admin = people.Service.CreateClient();
        using var server = people.With((await admin.AddKeyAsync(new { name = "crm", kind = "server" }))["key"]!);
        using var supervisor = people.With(people.Project.Supervisor(people.Clock, "supervisor", "red"));

        foreach (var client in (HttpClient[])[server, supervisor])
        {
            using var added = await client.PostAsJsonAsync(new Uri("/access/keys", UriKind.Relative), new { name = "mine", kind = "server" }, Cancel);
            Assert.Equal(HttpStatusCode.Forbidden, added.StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await client.AskAsync("/access/keys", Cancel)).Status);
            Assert.Equal(HttpStatusCode.Forbidden, await client.RemoveKeyAsync("crm"));
        }

        Assert.Single((await admin.AskAsync("/access/keys", Cancel)).Items());
    }

    [Fact]
    public async Task What_another_node_makes_or_ends_holds_here_within_two_seconds()
    {
        await using var people = await PeopleService.StartAsync();
        var otherNode = (Offhook.Storage.IAccessKeyStore)people.Service.Services.GetService(typeof(Offhook.Storage.IAccessKeyStore))!;
        const string Text = "offhook_made_by_another_node";
        using var server = people.With(Text);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.AskAsync("/calls", Cancel)).Status);

        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Text));
        await otherNode.AddAccessKeyAsync(new("other", Storage.AccessKeyKind.Server, null, [], people.Clock.GetUtcNow(), hash), Cancel);
        people.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(HttpStatusCode.OK, (await server.AskAsync("/calls", Cancel)).Status);

        await otherNode.RemoveAccessKeyAsync("other", Cancel);
        people.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.AskAsync("/calls", Cancel)).Status);
    }

    [Fact]
    public async Task While_the_store_is_away_named_keys_are_not_judged_and_the_first_key_goes_on()
    {
        await using var people = await PeopleService.StartAsync();
        using var admin = people.Service.CreateClient();
        using var server = people.With((await admin.AddKeyAsync(new { name = "crm", kind = "server" }))["key"]!);
        await ((IAsyncDisposable)people.Service.Services.GetService(typeof(Offhook.Storage.ICallStore))!).DisposeAsync();

        var refused = await server.AskAsync("/calls", Cancel);
        var live = await server.AskAsync("/health/live", Cancel);
        var ready = await admin.AskAsync("/health/ready", Cancel);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "/problems/store-unavailable"), (refused.Status, refused["type"]));
        Assert.Equal(HttpStatusCode.OK, live.Status);
        Assert.NotNull(ready["reasons"]);
    }

    [Fact]
    public async Task Who_needs_no_key_may_bring_one_and_is_then_what_it_says()
    {
        await using var project = await SupabaseStandIn.StartAsync();
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { Clock = new ManualClock(), Settings = project.Settings }, Cancel);
        using var local = service.CreateStranger();
        var made = await local.AddKeyAsync(new { name = "red", kind = "server", team = "red" });
        await local.ClickToCallAsync(cancellationToken: Cancel);
        using var bearer = service.CreateStranger();

        bearer.DefaultRequestHeaders.Authorization = new("Bearer", made["key"]);
        Assert.Empty((await bearer.AskAsync("/calls", Cancel)).Items());
        bearer.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.7");
        Assert.Equal(HttpStatusCode.OK, (await bearer.AskAsync("/calls", Cancel)).Status);

        using var person = service.CreateStranger();
        person.DefaultRequestHeaders.Authorization = new("Bearer", project.Supervisor(service.Clock, "supervisor", "red"));
        Assert.Empty((await person.AskAsync("/calls", Cancel)).Items());
        service.Clock.Jump(TimeSpan.FromHours(2));
        Assert.Equal("/problems/credential-refused", (await person.AskAsync("/calls", Cancel))["type"]);
        Assert.Single((await local.AskAsync("/calls", Cancel)).Items());
    }
}
