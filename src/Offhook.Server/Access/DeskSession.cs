using Microsoft.AspNetCore.DataProtection;

namespace Offhook.Server.Access;

/// <summary>The session of a browser that signed in with the key: a protected cookie that scripts and foreign pages cannot use.</summary>
internal sealed class DeskSession(AdminKeyHolder holder, IDataProtectionProvider protection)
{
    /// <summary>How long a browser stays signed in.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private const string CookieName = "offhook-session";

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("Offhook.DeskSession").ToTimeLimitedDataProtector();

    /// <summary>When the session that the request brings ends; null when it brings none that is open.</summary>
    public DateTimeOffset? EndOf(HttpRequest request)
    {
        if (!request.Cookies.TryGetValue(CookieName, out var cookie) || cookie.Length > 1000)
        {
            return null;
        }

        try
        {
            return holder.Key is { } key && _protector.Unprotect(cookie, out var end) == key.Mark ? end : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Signs the browser in under the key that it brought.</summary>
    public void Open(HttpResponse response, AdminKey key) => response.Cookies.Append(CookieName, _protector.Protect(key.Mark, Lifetime), new CookieOptions
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = IsHttps(response.HttpContext.Request),
        MaxAge = Lifetime,
        IsEssential = true,
    });

    /// <summary>Signs the browser out.</summary>
    public static void Close(HttpResponse response) => response.Cookies.Delete(CookieName);

    // A proxy that ends TLS says so, or the browser does. Believing them here can only make the cookie stricter.
    private static bool IsHttps(HttpRequest request) =>
        request.IsHttps || string.Equals(request.Headers["X-Forwarded-Proto"], "https", StringComparison.OrdinalIgnoreCase)
        || request.Headers.Origin.ToString().StartsWith("https://", StringComparison.OrdinalIgnoreCase);
}
