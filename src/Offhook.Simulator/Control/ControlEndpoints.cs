using System.Text.Json;

namespace Offhook.Simulator;

/// <summary>The platform's truth, faults and phones for other processes.</summary>
internal sealed class ControlEndpoints(Platform platform)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/control/state", (RequestDelegate)StateAsync);
        routes.MapPost("/control/faults", (RequestDelegate)FaultAsync);
        routes.MapPost("/control/calls/{id}/{side}/{action}", (RequestDelegate)ActAsync);
    }

    /// <summary>Null: there is no such action.</summary>
    public static bool? Act(Platform platform, string id, string side, string action) => (side, action) switch
    {
        ("agent", "answer") => platform.Answer(id, Side.Agent),
        ("agent", "decline") => platform.Decline(id, Side.Agent),
        ("agent", "hang-up") => platform.HangUp(id, Side.Agent),
        ("customer", "answer") => platform.Answer(id, Side.Customer),
        ("customer", "decline") => platform.Decline(id, Side.Customer),
        ("customer", "hang-up") => platform.HangUp(id, Side.Customer),
        _ => null,
    };

    private Task StateAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        var state = new StateView(platform.Calls, platform.Rings, platform.Dials, platform.Callbacks, platform.RequestsReceived);
        return context.Response.WriteAsJsonAsync(state, SimulatorJson.Default.StateView, cancellationToken: context.RequestAborted);
    }

    private async Task FaultAsync(HttpContext context)
    {
        if (!await IsJsonAsync(context))
        {
            return;
        }

        try
        {
            var request = await context.Request.ReadFromJsonAsync(SimulatorJson.Default.FaultRequest, context.RequestAborted);
            Plan(request ?? throw new JsonException("An object is needed."));
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        catch (Exception wrong) when (wrong is JsonException or ArgumentException or InvalidOperationException)
        {
            await Problems.WriteAsync(context, StatusCodes.Status400BadRequest, "No such fault", wrong.Message);
        }
    }

    private void Plan(FaultRequest request)
    {
        if (request.Apply is FaultTiming.Clear)
        {
            platform.ClearFaults();
            return;
        }

        var fault = FaultTable.Make(request)
            ?? throw new ArgumentException($"There is no fault \"{request.Fault}\". There are: {string.Join(", ", FaultTable.All.Select(entry => entry.Name))}.");
        switch (request.Apply)
        {
            case FaultTiming.Next:
                platform.Next(fault);
                break;
            case FaultTiming.Always:
                platform.Always(fault);
                break;
            default:
                platform.Share(request.Share ?? throw new ArgumentException("share is needed, 0 to 1."), fault);
                break;
        }
    }

    private async Task ActAsync(HttpContext context)
    {
        if (!await IsJsonAsync(context))
        {
            return;
        }

        var (id, side, action) = ((string)context.GetRouteValue("id")!, (string)context.GetRouteValue("side")!, (string)context.GetRouteValue("action")!);
        switch (platform.FindByAnyId(id) is { } call ? Act(platform, call.Id, side, action) : false)
        {
            case true:
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                break;
            case null:
                await Problems.WriteAsync(context, StatusCodes.Status404NotFound, "No such action", "Like /control/calls/ID/agent/answer: agent or customer; answer, decline or hang-up.");
                break;
            case false when platform.FindByAnyId(id) is null:
                await Problems.WriteAsync(context, StatusCodes.Status404NotFound, "No such call", $"No call has the id {id}.");
                break;
            default:
                await Problems.WriteAsync(context, StatusCodes.Status409Conflict, "Too late", PhonesView.TooLate(action));
                break;
        }
    }

    /// <summary>JSON only: a form of another site cannot send it without asking first, and is then refused.</summary>
    private static async Task<bool> IsJsonAsync(HttpContext context)
    {
        if (context.Request.HasJsonContentType())
        {
            return true;
        }

        await Problems.WriteAsync(context, StatusCodes.Status415UnsupportedMediaType, "JSON is needed", "Send Content-Type: application/json.");
        return false;
    }
}
