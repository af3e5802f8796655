using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace Offhook.Desk.Dialling;

/// <summary>
/// Carries the outcome of a form over the redirect to the page, in a cookie that lives for a minute and is taken once. It is encrypted, because it holds
/// numbers, and because nobody else may put words on the page.
/// </summary>
internal sealed class Notices(IDataProtectionProvider protection)
{
    private const string CookieName = "offhook-notice";

    private readonly IDataProtector _protector = protection.CreateProtector("Offhook.Desk.Notices");

    public void Leave(HttpContext context, DialResult result) => context.Response.Cookies.Append(
        CookieName, _protector.Protect(JsonSerializer.Serialize(result, NoticeJson.Default.DialResult)), Options(context));

    public DialResult? Take(HttpContext context)
    {
        if (context.Request.Cookies[CookieName] is not { } text)
        {
            return null;
        }

        context.Response.Cookies.Delete(CookieName, Options(context));
        try
        {
            return JsonSerializer.Deserialize(_protector.Unprotect(text), NoticeJson.Default.DialResult);
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            // Left by another installation, or before the keys were changed.
            return null;
        }
    }

    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps,
        MaxAge = TimeSpan.FromMinutes(1),
        IsEssential = true,
    };
}

/// <summary>JSON of what is left in the cookie.</summary>
[JsonSerializable(typeof(DialResult))]
internal sealed partial class NoticeJson : JsonSerializerContext;
