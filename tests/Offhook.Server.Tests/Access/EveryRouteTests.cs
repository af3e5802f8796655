using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Offhook.Server.Tests.Access;

/// <summary>Every route that exists, taken from the service itself, so that a new one is closed or stands in this list.</summary>
public sealed class EveryRouteTests(PublicService open) : IClassFixture<PublicService>
{
    private static readonly string[] OpenToStrangers =
        [
            "GET /health/live", "GET /health/ready", "GET /realtime/v1/websocket", "GET /sign-in.css", "GET /webhooks/kaleyra/callback",
            "GET /webhooks/kaleyra/io/events", "GET /webhooks/kaleyra/io/report", "POST /realtime/v1/api/broadcast", "POST /session", "POST /webhooks/kaleyra/callback",
            "POST /webhooks/kaleyra/io/events", "POST /webhooks/kaleyra/io/report",
        ];

    // These refuse strangers by themselves, in the shape that their clients read.
    private static readonly string[] AskThemselves = ["/rest/v1/{**path}", "/rest/v1/rpc/{function}", "/rest/v1/{table}"];

    // There is nothing to sign in to, and everybody is told so.
    private static readonly string[] Nothing = ["/auth/v1/{**path}"];

    [Fact]
    public void Only_the_listed_routes_are_open_to_strangers() => Assert.Equal(
        OpenToStrangers.Concat(from path in AskThemselves.Concat(Nothing) from method in "DELETE GET HEAD PATCH POST PUT".Split(' ') select $"{method} {path}").Order(StringComparer.Ordinal),
        Routes().Where(route => route.Endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(route => route.Name).Order(StringComparer.Ordinal));

    [Fact]
    public async Task A_route_that_says_nothing_is_closed()
    {
        var policies = open.Service.Services.GetRequiredService<IAuthorizationPolicyProvider>();

        var fallback = await policies.GetFallbackPolicyAsync();

        Assert.NotNull(fallback);
        Assert.Contains(fallback.Requirements, requirement => requirement is Microsoft.AspNetCore.Authorization.Infrastructure.DenyAnonymousAuthorizationRequirement);
    }

    [Theory]
    [InlineData(Way.Loopback)]
    [InlineData(Way.Proxy)]
    [InlineData(Way.Tunnel)]
    [InlineData(Way.ForeignPageHere)]
    public async Task Every_other_route_refuses_a_stranger(Way way)
    {
        using var client = open.On(way);
        var routes = Routes().ToList();
        Assert.InRange(routes.Count, 15, 100);
        foreach (var (name, endpoint) in routes)
        {
            var (method, path) = (name[..name.IndexOf(' ', StringComparison.Ordinal)], endpoint.RoutePattern.RawText!);
            using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Filled(path), UriKind.Relative));
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

            Assert.True(OpenToStrangers.Contains(name) || (int)response.StatusCode == (Nothing.Contains(path) ? 404 : 401), $"{name} answers a stranger {(int)response.StatusCode}");
        }
    }

    private IEnumerable<(string Name, RouteEndpoint Endpoint)> Routes() =>
        from endpoint in open.Service.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        select ($"{method} /{endpoint.RoutePattern.RawText!.TrimStart('/')}", endpoint);

    private string Filled(string path) => "/" + path.TrimStart('/').Replace("{id}", open.Id, StringComparison.Ordinal).Replace("{documentName}", "v1", StringComparison.Ordinal);
}
