using System.Text;
using System.Text.Json;
using Offhook.Gateway.Live;
using Offhook.Server.Access;
using Offhook.Server.Supabase.Rest;

namespace Offhook.Server.Supabase.Realtime;

/// <summary>Live changes of <c>public.ivr_calls</c> for programs written with supabase-js. It knows its callers itself: the keys of pages stand in the address.</summary>
internal static class RealtimeEndpoint
{
    public static IServiceCollection AddRealtime(this IServiceCollection services) =>
        services.AddSingleton<ChangeLine>().AddSingleton<OpenSockets>().AddSingleton<RealtimeLog>().AddHostedService<RealtimeFeed>();

    public static void MapRealtime(this WebApplication app)
    {
        // Clients send heartbeats of their own.
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan });
        var realtime = app.MapGroup("/realtime/v1").AllowAnonymous().ExcludeFromDescription();

        // Over HTTP/2 a socket is opened by another method than GET.
        realtime.Map("/websocket", Connect);
        realtime.MapPost("/api/broadcast", () => Refusal(StatusCodes.Status404NotFound, "Broadcasts are not offered: nobody but the server speaks about calls")).RequireCors(PageCors.PolicyName);
    }

    private static async Task<IResult> Connect(
        HttpContext http, CallerRecognition recognition, AccessOptions access, OpenSockets sockets, ChangeLine line, ChangeFeed feed, RealtimeLog log, TimeProvider clock, IHostApplicationLifetime life)
    {
        var handshake = await Handshake.OfAsync(http.Request, recognition, access, log, http.RequestAborted);
        if (handshake is Handshake.Refused refused)
        {
            return Refusal(refused.Status, refused.Error);
        }

        if (!http.WebSockets.IsWebSocketRequest)
        {
            http.Response.Headers.Upgrade = "websocket";
            return Refusal(StatusCodes.Status426UpgradeRequired, "This address opens WebSockets");
        }

        var accepted = (Handshake.Accepted)handshake;
        if (!sockets.TryEnter(accepted.Key))
        {
            return Refusal(StatusCodes.Status429TooManyRequests, "Too many sockets are open");
        }

        try
        {
            var frames = new FrameWriter(accepted.Serializer);
            using var channels = new ChannelSet(frames, line, feed, sockets.Shares);
            var session = new RealtimeSession(accepted.Credential, accepted.Key, frames, channels, log, clock);
            using var webSocket = await http.WebSockets.AcceptWebSocketAsync();
            var socket = new RealtimeSocket(webSocket, session, channels, accepted.Serializer, log, clock);
            await ServeAsync(http, socket, sockets, life.ApplicationStopping);
        }
        finally
        {
            sockets.Leave(accepted.Key);
        }

        return Results.Empty;
    }

    private static async Task ServeAsync(HttpContext http, RealtimeSocket socket, OpenSockets sockets, CancellationToken stopping)
    {
        // The service stops without waiting for subscribers: they come back by themselves.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        sockets.Add(socket);
        try
        {
            if (!await socket.RunAsync(end.Token))
            {
                http.Abort();
            }
        }
        finally
        {
            sockets.Remove(socket);
        }
    }

    // Clients of Supabase look for this one member.
    private static IResult Refusal(int status, string error) =>
        Results.Text($$"""{"error":"{{JsonEncodedText.Encode(error)}}"}""", "application/json", Encoding.UTF8, status);
}
