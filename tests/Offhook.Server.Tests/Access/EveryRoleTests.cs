using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Offhook.Server.Tests.Access.Keys;
using Offhook.Server.Tests.Access.People;
using Offhook.Testing;

namespace Offhook.Server.Tests.Access;

/// <summary>Every route that exists, taken from the service itself, asked by everybody there is: a new one is closed until it stands here.</summary>
public sealed class EveryRoleTests
{
    private const string Page = "https://crm.example.com";

    // Who may use a route at all. Other answers than 403 and 401 are another matter.
    private static readonly Dictionary<string, string> Open = new(StringComparer.Ordinal)
    {
        ["GET /calls/"] = "page agent supervisor team server",
        ["GET /calls/live"] = "page agent supervisor team server",
        ["GET /calls/{id}"] = "page agent supervisor team server",
        ["GET /calls/{id}/reports"] = "agent supervisor team server",
        ["GET /calls/{id}/recording"] = "agent supervisor team server",
        ["POST /calls/click-to-call"] = "agent supervisor team server",
        ["POST /calls/outbound"] = "supervisor team server",
        ["GET /calls/logs"] = "server",
        ["GET /providers"] = "agent supervisor team server",
        ["GET /openapi/{documentName}.json"] = "team server",
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_route_is_open_to_those_it_names_and_to_nobody_else()
    {
        await using var people = await PeopleService.StartAsync();
        using var admin = people.Service.CreateClient();
        var id = (await admin.ClickToCallAsync(cancellationToken: Cancel)).Id;
        var clients = new Dictionary<string, HttpClient>
        {
            ["nobody"] = people.With(people.Project.Key.Token(people.Project.Claims(people.Clock, "nobody"))),
            ["page"] = people.With((await admin.AddKeyAsync(new { name = "page", kind = "publishable", team = "red", origins = new[] { Page } }))["key"]!, Page),
            ["agent"] = people.With(people.Project.Agent(people.Clock, "agent", "9800000021", "red")),
            ["supervisor"] = people.With(people.Project.Supervisor(people.Clock, "supervisor", "red")),
            ["team"] = people.With((await admin.AddKeyAsync(new { name = "team", kind = "server", team = "red" }))["key"]!),
            ["server"] = people.With((await admin.AddKeyAsync(new { name = "server", kind = "server" }))["key"]!),
        };
        var asked = 0;
        foreach (var (route, path) in Routes(people, id))
        {
            foreach (var (who, client) in clients)
            {
                using var request = new HttpRequestMessage(new HttpMethod(route[..route.IndexOf(' ', StringComparison.Ordinal)]), new Uri(path, UriKind.Relative));
                using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
                var isOpen = Open.TryGetValue(route, out var names) && names.Split(' ').Contains(who);

                Assert.True(isOpen != response.StatusCode is HttpStatusCode.Forbidden, $"{route} answers {who} {(int)response.StatusCode}");
                Assert.False(response.StatusCode is HttpStatusCode.Unauthorized, $"{route} does not know {who}");
                Assert.False(path.Contains(id, StringComparison.Ordinal) && who != "server" && response.IsSuccessStatusCode, $"{route} shows {who} another's call");
                asked++;
            }
        }

        Assert.InRange(asked, 15 * clients.Count, 1000);
        foreach (var client in clients.Values)
        {
            client.Dispose();
        }
    }

    [Fact]
    public async Task Why_calls_cannot_be_taken_is_told_to_administrators_and_servers_alone()
    {
        await using var people = await PeopleService.StartAsync();
        using var admin = people.Service.CreateClient();
        using var supervisor = people.With(people.Project.Supervisor(people.Clock, "supervisor", "red"));
        await people.Service.Services.GetRequiredService<Offhook.Storage.ICallStore>().DisposeAsync();

        Assert.Null((await supervisor.AskAsync("/health/ready", Cancel))["reasons"]);
        Assert.NotNull((await admin.AskAsync("/health/ready", Cancel))["reasons"]);
    }

    [Fact]
    public async Task Who_may_do_nothing_hears_404_of_what_is_not_there()
    {
        await using var people = await PeopleService.StartAsync();
        using var nobody = people.With(people.Project.Key.Token(people.Project.Claims(people.Clock, "nobody")));

        Assert.Equal("/problems/not-found", (await nobody.AskAsync("/nowhere", Cancel))["type"]);
    }

    private static IEnumerable<(string Route, string Path)> Routes(PeopleService people, string id) =>
        from endpoint in people.Service.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        where endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        let path = "/" + endpoint.RoutePattern.RawText!.TrimStart('/')
        select ($"{method} {path}", path.Replace("{id}", id, StringComparison.Ordinal).Replace("{documentName}", "v1", StringComparison.Ordinal));
}
