using Microsoft.AspNetCore.Http.Features;
using Offhook.Gateway.Live;
using Offhook.Server.Access;

namespace Offhook.Server.Live;

/// <summary>The live feed as server-sent events.</summary>
internal static class LiveEndpoint
{
    private static readonly ReadOnlyMemory<byte> Comment = ": \n\n"u8.ToArray();

    public static void MapLive(this RouteGroupBuilder calls) =>
        calls.MapGet("/live", Watch).Produces<string>(StatusCodes.Status200OK, "text/event-stream").ProducesProblem(503).WithSummary("Every change of every call that the caller may see, from a snapshot on").WithMetadata(new EndsWithItsCaller())
            .TakesHeader("Last-Event-ID", "Goes on after this event. What is too old, or unknown, begins with a snapshot.");

    private static async Task Watch(HttpContext http, ChangeFeed feed, IHostApplicationLifetime life)
    {
        // The service stops without waiting for listeners: they come back by themselves.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, life.ApplicationStopping);
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            await foreach (var item in feed.FollowAsync(FeedPosition.Read(http.Request.Headers["Last-Event-ID"]), http.Caller().Audience, end.Token))
            {
                var bytes = item switch
                {
                    FeedEvent.Whole whole => whole.Sse,
                    FeedEvent.Changed changed => changed.Sse,
                    _ => Comment,
                };
                await http.Response.BodyWriter.WriteAsync(bytes, end.Token);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The listener left, or we stop.
        }
    }
}
