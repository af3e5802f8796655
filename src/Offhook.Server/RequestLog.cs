using Microsoft.AspNetCore.Diagnostics;

namespace Offhook.Server;

/// <summary>One line per request: the route's pattern, never its address, because addresses hold tokens and numbers.</summary>
internal sealed partial class RequestLog(ILogger<RequestLog> logger)
{
    [LoggerMessage(LogLevel.Information, "{Method} {Route} answered {Status} after {Milliseconds} ms")]
    public partial void Answered(string method, string route, int status, long milliseconds);
}

/// <summary>Writes the line.</summary>
internal sealed class RequestLogMiddleware(RequestDelegate next, RequestLog log, TimeProvider clock)
{
    public async Task InvokeAsync(HttpContext http)
    {
        var start = clock.GetTimestamp();
        await next(http);
        // An error takes the endpoint away.
        var endpoint = http.GetEndpoint() ?? http.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
        var route = (endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)";
        log.Answered(MethodOf(http.Request), route, http.Response.StatusCode, (long)clock.GetElapsedTime(start).TotalMilliseconds);
    }

    // A method is whatever a stranger wrote.
    private static string MethodOf(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) ? "GET" : HttpMethods.IsPost(request.Method) ? "POST" : HttpMethods.IsDelete(request.Method) ? "DELETE" : HttpMethods.IsOptions(request.Method) ? "OPTIONS" : "other";
}
