using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;
using Offhook.Server.Access;
using Offhook.Server.Access.Keys;
using Offhook.Storage;

namespace Offhook.Server.Supabase.Rest;

/// <summary>
/// Which pages of other origins may call the paths of <c>supabase-js</c>: those that are listed, and those that some publishable key names, because the
/// browser asks before it shows the key. Cookies never come along.
/// </summary>
internal sealed class PageCors(IOptions<CorsOptions> options, AccessOptions access, AccessKeyRing keys) : ICorsPolicyProvider
{
    /// <summary>The policy of these paths. All others have the standard one.</summary>
    public const string PolicyName = "supabase";

    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    public async Task<CorsPolicy?> GetPolicyAsync(HttpContext context, string? policyName)
    {
        if (policyName != PolicyName)
        {
            return options.Value.GetPolicy(policyName ?? options.Value.DefaultPolicyName);
        }

        var isAllowed = context.Request.Headers.Origin is [{ Length: > 0 } origin] && (access.Lists(origin) || await IsNamedAsync(origin, context.RequestAborted));
        return new CorsPolicyBuilder()
            .SetIsOriginAllowed(_ => isAllowed)

            // Those that write too, so that a page is told that it may not, instead of that something went wrong.
            .WithMethods("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
            .WithHeaders("apikey", "authorization", "x-client-info", "accept-profile", "content-profile", "content-type", "prefer", "range", "x-supabase-api-version")
            .WithExposedHeaders("content-range", "preference-applied")
            .SetPreflightMaxAge(Remembered)
            .Build();
    }

    private async ValueTask<bool> IsNamedAsync(string origin, CancellationToken cancellationToken)
    {
        try
        {
            return await keys.NamesPageAsync(origin, cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }
}
