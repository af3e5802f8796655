using Microsoft.AspNetCore.HttpOverrides;

namespace Offhook.Server.Proxies;

/// <summary>The proxies before this service that are believed about who asked. Nobody else's <c>X-Forwarded-…</c> headers change anything.</summary>
internal static class KnownProxies
{
    public static IServiceCollection AddKnownProxies(this IServiceCollection services, IReadOnlyList<System.Net.IPNetwork> proxies) => services.Configure<ForwardedHeadersOptions>(options =>
    {
        // Not the host: our own pages are known by the public address that is set.
        options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;

        // The framework's own list holds the loopback addresses, which tunnels come from as well.
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            options.KnownIPNetworks.Add(proxy);
        }

        // As many hops as are ours: the first that is not listed is the one who asked.
        options.ForwardLimit = null;
    });

    /// <summary>Believes the proxies; must come before everything that asks who is there.</summary>
    public static void UseKnownProxies(this WebApplication app, IReadOnlyList<System.Net.IPNetwork> proxies)
    {
        if (proxies.Count > 0)
        {
            app.UseForwardedHeaders();
        }
    }
}
