using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;
using Offhook.Server.Access;

namespace Offhook.Server.Supabase.Rest;

/// <summary>Which pages of other origins may call the paths of <c>supabase-js</c>. Cookies never come along.</summary>
internal sealed class PageCors(IOptions<CorsOptions> options, AccessOptions access) : ICorsPolicyProvider
{
    /// <summary>The policy of these paths. All others have the standard one.</summary>
    public const string PolicyName = "supabase";

    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    public Task<CorsPolicy?> GetPolicyAsync(HttpContext context, string? policyName)
    {
        if (policyName != PolicyName)
        {
            return Task.FromResult(options.Value.GetPolicy(policyName ?? options.Value.DefaultPolicyName));
        }

        return Task.FromResult<CorsPolicy?>(new CorsPolicyBuilder()
            .SetIsOriginAllowed(access.Lists)

            // Those that write too, so that a page is told that it may not, instead of that something went wrong.
            .WithMethods("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
            .WithHeaders("apikey", "authorization", "x-client-info", "accept-profile", "content-profile", "content-type", "prefer", "range", "x-supabase-api-version")
            .WithExposedHeaders("content-range", "preference-applied")
            .SetPreflightMaxAge(Remembered)
            .Build());
    }
}
