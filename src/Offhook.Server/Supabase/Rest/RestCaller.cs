using Offhook.Calls;
using Offhook.Server.Access;
using Offhook.Server.Supabase.Realtime;

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
    /// <returns>Either who asks, or why the request is refused.</returns>
    public async ValueTask<(RestCaller? Caller, RestFault? Fault)> RecogniseAsync(HttpContext http)
    {
        var request = http.Request;
        var (key, bearer) = (request.Headers["apikey"].ToString(), SocketCredential.BearerIn(request));
        var origin = request.Headers.Origin is [{ Length: > 0 } page] ? page : null;
        var credential = new SocketCredential(recognition, key, origin, access.IsKeyless && LocalRequest.IsTrulyLocal(request, access));
        var person = credential.PersonIn(bearer);
        var recognised = await credential.RecogniseAsync(person, http.RequestAborted);
        http.Features.Set(recognised is Recognition.Known known ? new Presented(known.Caller, person ?? key, origin) : null);
        return recognised switch
        {
            Recognition.Known { Caller.NeedsPerson: true } => (null, RestFault.PersonNeeded),
            Recognition.Known { Caller: var caller } => (new RestCaller(caller.Audience, caller.Role is CallerRole.Agent or CallerRole.Supervisor or CallerRole.None), null),
            Recognition.Refused refused => (null, RestFault.Unknown(refused.Text, Why(request))),
            _ => throw new InvalidOperationException("a credential is known or refused"),
        };
    }

    private string? Why(HttpRequest request) => LocalRequest.ComesFromAllowedPage(request, access) ? null : "The page's origin is not in OFFHOOK_ORIGINS; a publishable key is good for its own pages only.";
}
