using Offhook.Gateway.Live;
using Offhook.Server.Access;
using Offhook.Server.Problems;

namespace Offhook.Server.Calls;

/// <summary>The two endpoints that make phones ring.</summary>
internal static class StartEndpoints
{
    public static void MapStarts(this RouteGroupBuilder calls)
    {
        Describe(calls.MapPost("/click-to-call", ClickToCall)).OnlyFor(RoleGates.Staff).Accepts<ClickToCallRequest>("application/json").WithSummary("Rings the agent's phone, then the customer's, and joins them");
        Describe(calls.MapPost("/outbound", Outbound)).OnlyFor(RoleGates.Leaders).Accepts<OutboundRequest>("application/json").WithSummary("Calls a customer and plays a sound or an IVR");
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder start)
    {
        start.Produces<CallView>(StatusCodes.Status201Created).Produces<CallView>(StatusCodes.Status202Accepted);
        foreach (var status in (ReadOnlySpan<int>)[400, 409, 413, 415, 429, 502, 503, 504])
        {
            start.ProducesProblem(status);
        }

        return start.TakesHeader(IdempotencyKeys.Header, "Makes sending twice harmless: the same key and body ring once, and each repetition gets the first answer. Kept for 24 hours.", IdempotencyKeys.Longest);
    }

    private static async Task<IResult> ClickToCall(HttpContext http, StartFlow flow)
    {
        if (!http.Request.HasJsonContentType())
        {
            return ProblemWriter.Result(Problem.JsonNeeded);
        }

        var (wish, faults) = await ClickToCallRequest.ReadAsync(http.Request);
        if (wish is null)
        {
            return faults.ToResult();
        }

        return http.Caller() is { Role: CallerRole.Agent, Agent: var own } && wish.Agent != own
            ? ProblemWriter.Result(Problem.OtherAgentsPhone, "Leave agent_number out, or give the number that your administrator gave you.")
            : await flow.StartAsync(http, wish);
    }

    private static async Task<IResult> Outbound(HttpContext http, StartFlow flow)
    {
        if (!http.Request.HasJsonContentType())
        {
            return ProblemWriter.Result(Problem.JsonNeeded);
        }

        var (wish, faults) = await OutboundRequest.ReadAsync(http.Request);
        return wish is null ? faults.ToResult() : await flow.StartAsync(http, wish);
    }
}
