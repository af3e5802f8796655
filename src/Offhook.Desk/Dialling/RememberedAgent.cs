using Microsoft.AspNetCore.Http;
using Offhook.Calls;

namespace Offhook.Desk.Dialling;

/// <summary>The agent's own phone and name, remembered by the browser for a year so that they are typed once. It is a convenience and proves nothing.</summary>
internal static class RememberedAgent
{
    private const string CookieName = "offhook-agent";
    private const char Separator = '|';

    /// <summary>The remembered agent; null when there is none or it cannot be read.</summary>
    public static (PhoneNumber Phone, string Name)? Read(HttpRequest request)
    {
        var parts = request.Cookies[CookieName]?.Split(Separator, 2);
        return parts is [var phone, var name] && name.Length <= DialEntry.LongestName && PhoneNumber.TryRead(phone, out var number) ? (number, name) : null;
    }

    /// <summary>Remembers the agent of a form that was good.</summary>
    public static void Write(HttpContext context, string phone, string name)
    {
        if (PhoneNumber.TryRead(phone, out var number))
        {
            context.Response.Cookies.Append(CookieName, number.E164 + Separator + name, new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                Secure = context.Request.IsHttps,
                MaxAge = TimeSpan.FromDays(365),
                IsEssential = true,
            });
        }
    }
}
