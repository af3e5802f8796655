using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Offhook.Gateway.Live;
using Offhook.Server.Access;

namespace Offhook.Server.Live;

/// <summary>The live feed as server-sent events.</summary>
internal static class LiveEndpoint
{
    private static readonly ReadOnlyMemory<byte> Comment = ": \n\n"u8.ToArray();

    public static void MapLive(this RouteGroupBuilder calls) =>
        calls.MapGet("/live", Watch).Produces<string>(StatusCodes.Status200OK, "text/event-stream").ProducesProblem(503)
            .WithSummary("Every change of every call that the caller may see, from a snapshot on: the events `snapshot`, `call` and `gone`")
            .WithDescription(
                "Server-sent events, each with an id to resume from. `snapshot` comes first: `{version, items}`, the open calls and the newest 200. After it `call` is one whole call that is new "
                + "or has changed, and `gone` is `{id, call_id}` of one that another program removed. A comment every 15 s is a sign of life.")
            .WithMetadata(new EndsWithItsCaller())
            .TakesHeader("Last-Event-ID", "Goes on after this event. What is too old, unknown, or of somebody who may see other calls, begins with a snapshot.");

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
            var audience = http.Caller().Audience;
            var name = feed.Now.For(audience).Audience;
            await foreach (var item in feed.FollowAsync(FeedPosition.Read(http.Request.Headers["Last-Event-ID"]), audience, end.Token))
            {
                var bytes = item switch
                {
                    FeedEvent.Whole whole => Named(whole.Sse, whole.Position),
                    FeedEvent.Changed changed => Named(changed.Sse, changed.Position),
                    _ => Comment,
                };
                await http.Response.BodyWriter.WriteAsync(bytes, end.Token);
            }

            // What is encoded once for all begins with its id. Who sees only some calls gets one that says so.
            ReadOnlyMemory<byte> Named(ReadOnlyMemory<byte> sse, FeedPosition position)
            {
                if (name.Length == 0)
                {
                    return sse;
                }

                http.Response.BodyWriter.Write(Encoding.ASCII.GetBytes($"id: {position with { Audience = name }}"));
                return sse[sse.Span.IndexOf((byte)'\n')..];
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The listener left, or we stop.
        }
    }
}
