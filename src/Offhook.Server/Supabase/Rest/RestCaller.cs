using Offhook.Calls;
using Offhook.Server.Access;

namespace Offhook.Server.Supabase.Rest;

/// <summary>Whose calls a request may read.</summary>
/// <param name="IsPerson">Whether somebody signed in; false for a page or a program with nothing but a key.</param>
internal sealed record RestCaller(CallAudience Audience, bool IsPerson);

/// <summary>
/// Knows who asks by the headers that <c>supabase-js</c> sends: <c>apikey</c>, and <c>Authorization: Bearer</c> with a person's token, or with the key
/// again when nobody is signed in. The token decides where there is one.
/// </summary>
internal sealed class RestCallers(CallerRecognition recognition, AccessOptions access)
{
    private const string Bearer = "Bearer ";
    private const string UnknownCode = "InvalidKey";

    private static readonly RestCaller Local = new(CallAudience.Everyone.Instance, IsPerson: false);

    /// <returns>Either who asks, or why the request is refused.</returns>
    public async ValueTask<(RestCaller? Caller, RestFault? Fault)> RecogniseAsync(HttpContext http)
    {
        var request = http.Request;
        var key = request.Headers["apikey"] is [{ Length: > 0 } only] ? only : null;
        var bearer = request.Headers.Authorization is [{ } header] && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim() : "";
        var isLocal = access.IsKeyless && LocalRequest.IsTrulyLocal(request, access);
        var isPerson = bearer.Length > 0 && key is not null && bearer != key;
        var credential = isPerson ? bearer : key ?? bearer;
        if (credential.Length == 0)
        {
            return isLocal ? (Local, null) : (null, RestFault.Unknown("No API key found in request", Why(request)));
        }

        var origin = request.Headers.Origin is [{ Length: > 0 } page] ? page : null;
        return await recognition.RecogniseAsync(credential, origin, http.RequestAborted) switch
        {
            Recognition.Known { Caller: var caller } => (new RestCaller(caller.Audience, isPerson || caller.Role is CallerRole.Agent or CallerRole.Supervisor or CallerRole.None), null),

            // Where no key is needed any key will do. A token that is known to be bad will not: who is signed in sees what the token says, and no more.
            Recognition.Refused refused when isLocal && (!isPerson || refused.Code == UnknownCode) => (Local, null),
            Recognition.Refused refused => (null, RestFault.Unknown(refused.Text, Why(request))),
            _ => (null, RestFault.Unknown("The credential is not known")),
        };
    }

    private string? Why(HttpRequest request) => LocalRequest.ComesFromAllowedPage(request, access) ? null : "The page's origin is not in OFFHOOK_ORIGINS, nor is the key made for it.";
}
