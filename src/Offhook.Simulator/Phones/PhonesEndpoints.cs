using System.Text.Json;

namespace Offhook.Simulator;

/// <summary>The page with the two phones: itself, its two files, its live stream, its forms.</summary>
internal sealed class PhonesEndpoints(TimeProvider clock, Platform platform, CancellationToken stopping)
{
    private const string ContentSecurity =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", (RequestDelegate)(context =>
        {
            context.Response.Redirect("/phones");
            return Task.CompletedTask;
        }));
        routes.MapGet("/phones", (RequestDelegate)PageAsync);
        routes.MapGet("/phones/events", (RequestDelegate)EventsAsync);
        routes.MapGet("/phones/phones.css", (RequestDelegate)(context => FileAsync(context, "phones.css", "text/css; charset=utf-8")));
        routes.MapGet("/phones/phones.js", (RequestDelegate)(context => FileAsync(context, "phones.js", "text/javascript; charset=utf-8")));
        routes.MapPost("/phones/{id}/{side}", (RequestDelegate)ActAsync);
    }

    private Task PageAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurity;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
        context.Response.ContentType = "text/html; charset=utf-8";
        var late = context.Request.Query["late"].ToString();
        var notice = late is "answer" or "decline" or "hang-up" ? PhonesView.TooLate(late) : null;
        return context.Response.WriteAsync(PhonesPage.Write(PhonesView.Of(platform, clock), context.Request.Query["call"], notice), context.RequestAborted);
    }

    private async Task ActAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType)
        {
            await Problems.WriteAsync(context, StatusCodes.Status415UnsupportedMediaType, "A form is needed", "Other programs use POST /control/calls/ID/SIDE/ACTION.");
            return;
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (id, action) = ((string)context.GetRouteValue("id")!, form["do"].ToString());
        var done = ControlEndpoints.Act(platform, id, (string)context.GetRouteValue("side")!, action);
        if (done is null)
        {
            await Problems.WriteAsync(context, StatusCodes.Status400BadRequest, "No such action", "answer, decline or hang-up; agent or customer.");
            return;
        }

        // 303, so that reloading the page does not act again.
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = $"/phones?call={Uri.EscapeDataString(id)}" + (done.Value ? "" : "&late=" + action);
    }

    private async Task EventsAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            while (true)
            {
                // Asked for before the state is read, so that no change falls between the two.
                var changed = platform.Changed;
                var state = JsonSerializer.Serialize(PhonesView.Of(platform, clock), SimulatorJson.Default.PhonesView);
                await context.Response.WriteAsync($"data: {state}\n\n", either.Token);
                await context.Response.Body.FlushAsync(either.Token);
                while (!await ChangedWithinAsync(changed, either.Token))
                {
                    await context.Response.WriteAsync(":\n\n", either.Token);
                    await context.Response.Body.FlushAsync(either.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The page was closed, or we stop.
        }
    }

    private async Task<bool> ChangedWithinAsync(Task changed, CancellationToken cancellationToken)
    {
        try
        {
            await changed.WaitAsync(Heartbeat, clock, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static async Task FileAsync(HttpContext context, string name, string type)
    {
        context.Response.ContentType = type;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-cache";
        await using var file = typeof(PhonesEndpoints).Assembly.GetManifestResourceStream(name)!;
        await file.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
