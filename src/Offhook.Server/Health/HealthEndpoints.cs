using Offhook.Server.Access;

namespace Offhook.Server.Health;

/// <summary>Whether the process lives, and whether it can take calls.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").WithTags("Health").AllowAnonymous();
        health.MapGet("/live", () => Results.Ok(new HealthView("live", null))).Produces<HealthView>().WithSummary("The process runs");
        health.MapGet("/ready", Ready).Produces<HealthView>().Produces<HealthView>(503).WithSummary("Calls can be taken; reasons only for administrators and servers");
    }

    private static async Task<IResult> Ready(HttpContext http, ReadyCheck check)
    {
        if (await check.WhyNotAsync(http.RequestAborted) is not { } reason)
        {
            return Results.Ok(new HealthView("ready", null));
        }

        var mayKnow = RoleGates.Keepers.Contains(http.Caller().Role);
        return Results.Json(new HealthView("not ready", mayKnow ? [reason] : null), statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}

/// <summary>How the service is.</summary>
/// <param name="Status"><c>live</c>, <c>ready</c> or <c>not ready</c>.</param>
/// <param name="Reasons">Why not; null for all but administrators and servers, and when there is nothing to tell.</param>
internal sealed record HealthView(string Status, IReadOnlyList<string>? Reasons);
