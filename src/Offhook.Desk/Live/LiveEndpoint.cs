using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Offhook.Gateway.Live;

namespace Offhook.Desk.Live;

/// <summary>
/// The page's live stream: <c>snapshot</c> is both lists, <c>call</c> one row, <c>gone</c> the id of one that another program removed, <c>current</c> says that nothing older is left to come. A comment is a sign of life.
/// </summary>
internal sealed class LiveEndpoint(ChangeFeed feed, Fragments fragments, IHostApplicationLifetime lifetime)
{
    public async Task HandleAsync(HttpContext context)
    {
        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await FollowAsync(response, FeedPosition.Read(context.Request.Headers["Last-Event-ID"]), ends.Token);
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The page was closed, or we stop.
        }
    }

    private async Task FollowAsync(HttpResponse response, FeedPosition? after, CancellationToken cancellationToken)
    {
        var (written, saidCurrent) = (false, false);
        await using var events = feed.FollowAsync(after, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            // Whatever is there already goes out together; the stream is flushed when the next event has to be waited for.
            var next = events.MoveNextAsync();
            if (!next.IsCompleted && written)
            {
                if (!saidCurrent)
                {
                    await response.BodyWriter.WriteAsync("event: current\ndata:\n\n"u8.ToArray(), cancellationToken);
                    saidCurrent = true;
                }

                await response.BodyWriter.FlushAsync(cancellationToken);
            }

            if (!await next)
            {
                return;
            }

            var bytes = events.Current is FeedEvent.Quiet ? ":\n\n"u8.ToArray() : await fragments.OfAsync(events.Current);
            await response.BodyWriter.WriteAsync(bytes, cancellationToken);
            written = true;
        }
    }
}
