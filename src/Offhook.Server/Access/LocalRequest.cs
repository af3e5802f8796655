using System.Net;

namespace Offhook.Server.Access;

/// <summary>Whether a request was made on this very machine, by a program or by a page that may.</summary>
internal static class LocalRequest
{
    // What proxies and tunnels add when they are honest; the X-Original- ones are what is left of it when a known proxy was believed. The others are why keyless access ends with the first public callback address.
    private static readonly string[] ForwardingHeaders = ["Forwarded", "Via", "X-Real-IP"];

    /// <summary>Loopback peer, loopback host, no sign of a proxy, and no foreign page.</summary>
    public static bool IsTrulyLocal(HttpRequest request, AccessOptions options) =>
        request.HttpContext.Connection.RemoteIpAddress is { } peer && IPAddress.IsLoopback(peer)
        && IsLoopback(request.Host)
        && !request.Headers.Keys.Any(name => name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase) || name.StartsWith("X-Original-", StringComparison.OrdinalIgnoreCase))
        && !Array.Exists(ForwardingHeaders, request.Headers.ContainsKey)
        && ComesFromAllowedPage(request, options);

    /// <summary>Whether the page that sent the request, if any, is our own or listed. <c>null</c>, the origin of files and sandboxes, is foreign.</summary>
    public static bool ComesFromAllowedPage(HttpRequest request, AccessOptions options)
    {
        var origins = request.Headers.Origin;
        return origins.Count == 0
            || (origins is [{ } origin] && (string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase) || options.Lists(origin)));
    }

    private static bool IsLoopback(HostString host) =>
        host.HasValue && (string.Equals(host.Host, "localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address)));
}
