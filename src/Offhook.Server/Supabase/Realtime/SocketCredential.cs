using Offhook.Calls;
using Offhook.Server.Access;
using Offhook.Server.Access.People;

namespace Offhook.Server.Supabase.Realtime;

/// <summary>The key that opened a socket or asks for rows, and what it and the tokens that follow it are good for.</summary>
/// <param name="key">As it stands in the address or the header; perhaps a secret.</param>
/// <param name="origin">The page, as the browser says; null when no browser came.</param>
/// <param name="isLocal">Whether no key is needed, because the socket was truly opened on this machine and access is keyless.</param>
internal sealed class SocketCredential(CallerRecognition recognition, string key, string? origin, bool isLocal)
{
    private const string Bearer = "Bearer ";

    private static readonly Recognition.Known Local = new(new Caller("local", CallerRole.Administrator, CallAudience.Everyone.Instance));

    /// <summary>The credential in the header <c>Authorization: Bearer</c>; empty when there is none.</summary>
    public static string BearerIn(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim() : "";
    }

    /// <summary>Whether this caller may read any call at all.</summary>
    public static bool MayRead(Caller caller) => caller is { Role: not CallerRole.None, Audience: not CallAudience.Nobody };

    /// <summary>The part of what a client sends as token that names a person. It sends the key when nobody is signed in.</summary>
    /// <returns>Null when nobody is named.</returns>
    public string? PersonIn(string? token) => string.IsNullOrEmpty(token) || IsKey(token) || IsOpaque(token) ? null : token;

    /// <summary>Whether this is the key itself.</summary>
    public bool IsKey(string token) => token == key;

    /// <summary>Whether this is a key in Supabase's newer form, which is never a person's token.</summary>
    public static bool IsOpaque(string token) => token.StartsWith("sb_", StringComparison.Ordinal);

    /// <summary>Who speaks: the person of this token, or the key itself when it is null.</summary>
    public async ValueTask<Recognition> RecogniseAsync(string? token, CancellationToken cancellationToken)
    {
        var credential = token ?? key;
        var recognised = credential.Length == 0 ? null : await recognition.RecogniseAsync(credential, origin, cancellationToken);

        // Where no key is asked for, one that is not known is as good as none, and so is one of Supabase. A person's token that is known to be wrong is another
        // matter; one that is not known leaves the key as it is, which may be good for less than everything, or for other pages only.
        return recognised switch
        {
            null => isLocal ? Local : new Recognition.Refused(CallerRecognition.UnknownCode, "The key is missing"),
            Recognition.Refused { Code: CallerRecognition.UnknownCode } when isLocal => token is null ? Local : await RecogniseAsync(null, cancellationToken),
            Recognition.Refused when isLocal && token is null && SignedToken.IsForm(key) => Local,
            _ => recognised,
        };
    }
}
