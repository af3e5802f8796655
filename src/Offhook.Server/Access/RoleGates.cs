using Microsoft.AspNetCore.Authorization;

namespace Offhook.Server.Access;

/// <summary>Who may use a route at all. What each then sees, the route asks of its caller's audience.</summary>
internal static class RoleGates
{
    /// <summary>Those who read calls.</summary>
    public static readonly CallerRole[] Readers = [CallerRole.Reader, CallerRole.Agent, CallerRole.Supervisor, CallerRole.Server, CallerRole.Administrator];

    /// <summary>Those who work with calls: what was reported of them, recordings, dialling. Not a key that anybody can read in a page.</summary>
    public static readonly CallerRole[] Staff = [CallerRole.Agent, CallerRole.Supervisor, CallerRole.Server, CallerRole.Administrator];

    /// <summary>Those who may call customers without an agent on the line.</summary>
    public static readonly CallerRole[] Leaders = [CallerRole.Supervisor, CallerRole.Server, CallerRole.Administrator];

    /// <summary>Those who look after the installation.</summary>
    public static readonly CallerRole[] Keepers = [CallerRole.Server, CallerRole.Administrator];

    /// <summary>The administrator.</summary>
    public static readonly CallerRole[] Administrator = [CallerRole.Administrator];

    /// <summary>What holds for a route that says nothing: it is the administrator's. An address without a route is nobody's, and answered 404 to whoever is known.</summary>
    public static readonly AuthorizationPolicy Fallback = new AuthorizationPolicyBuilder()
        .RequireAuthenticatedUser()
        .RequireAssertion(context => context.Resource is HttpContext http && (http.GetEndpoint() is not RouteEndpoint || http.Caller().Role is CallerRole.Administrator))
        .Build();

    /// <summary>Opens routes to some roles and closes them to all others.</summary>
    public static TBuilder OnlyFor<TBuilder>(this TBuilder routes, CallerRole[] roles)
        where TBuilder : IEndpointConventionBuilder => routes.RequireAuthorization(policy => policy
            .RequireAuthenticatedUser()
            .RequireAssertion(context => context.Resource is HttpContext http && roles.Contains(http.Caller().Role)));
}
