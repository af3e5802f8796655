using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
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
    private const int LongestSentence = 300;

    // Browsers drop a cookie above 4 kB. Encryption adds 100 bytes and base64 a third, which keeps this below 3.5 kB.
    private const int LargestJson = 2400;

    // Tried in turn. Whole fields fit in every script; the shorter ones are for what is no text.
    private static readonly (int Field, int Play)[] Lengths = [(DialEntry.LongestName, DialEntry.LongestPlay), (DialEntry.LongestName, DialEntry.LongestName), (40, 40), (10, 10)];

    // Nothing of it reaches a page unescaped: it is encrypted, and read back as JSON.
    private static readonly NoticeJson Json = new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull });

    private readonly IDataProtector _protector = protection.CreateProtector("Offhook.Desk.Notices");

    public void Leave(HttpContext context, DialResult result) => context.Response.Cookies.Append(
        CookieName, _protector.Protect(Fitting(result)), Options(context));

    public DialResult? Take(HttpContext context)
    {
        if (context.Request.Cookies[CookieName] is not { } text)
        {
            return null;
        }

        context.Response.Cookies.Delete(CookieName, Options(context));
        try
        {
            return JsonSerializer.Deserialize(_protector.Unprotect(text), Json.DialResult);
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            // Left by another installation, or before the keys were changed.
            return null;
        }
    }

    // What happened matters more than what was typed.
    private static string Fitting(DialResult result) => Lengths
        .Select(length => JsonSerializer.Serialize(
            result with { Entry = result.Entry.Cut(length.Field, length.Play), Notice = result.Notice is { } notice ? DialEntry.Cut(notice, LongestSentence) : null }, Json.DialResult))
        .First(json => Encoding.UTF8.GetByteCount(json) <= LargestJson);

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
