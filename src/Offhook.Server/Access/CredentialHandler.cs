using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Offhook.Calls;
using Offhook.Server.Problems;
using Offhook.Storage;

namespace Offhook.Server.Access;

/// <summary>Knows who asks: the bearer of a key or of a person's token, a browser that signed in with the first key, or, while nothing public points here, somebody on this machine.</summary>
internal sealed class CredentialHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, AccessOptions access, DeskSession session, CallerRecognition recognition)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    private const string Bearer = "Bearer ";

    private Problem? _why;
    private string? _detail;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        try
        {
            return await RecogniseAsync();
        }
        catch (StoreUnavailableException)
        {
            // Who it is lies in the store.
            return Refuse(Problem.StoreUnavailable, "Keys cannot be checked at the moment.");
        }
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = "Bearer";
        return SignInPage.IsWantedBy(Request) && !access.IsKeyless
            ? SignInPage.WriteAsync(Response, wrongKey: false)
            : ProblemWriter.WriteAsync(Context, (_why ?? Why()) with { Detail = _detail ?? (_why ?? Why()).Detail });
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        ProblemWriter.WriteAsync(Context, Context.Caller().Role is CallerRole.None ? Problem.NoRole : Problem.NotAllowed);

    private Problem Why() => !LocalRequest.ComesFromAllowedPage(Request, access)
        ? Problem.ForeignOrigin
        : access.IsKeyless ? Problem.NotLocal : Problem.CredentialNeeded;

    private async Task<AuthenticateResult> RecogniseAsync()
    {
        if (Request.Headers.Authorization is [{ Length: > 0 } header] && await BearerAsync(header) is { } result)
        {
            return result;
        }

        // A cookie comes along with whatever a foreign page makes the browser send, so the page matters too.
        if (session.EndOf(Request) is { } end && LocalRequest.ComesFromAllowedPage(Request, access))
        {
            return Success(new Presented(Administrator("desk-session") with { Expires = end }, null, null));
        }

        return access.IsKeyless && LocalRequest.IsTrulyLocal(Request, access) ? Success(new Presented(Administrator("local"), null, null)) : AuthenticateResult.NoResult();
    }

    // Null where the header makes no difference: where no key is needed, a program that still sends one of another day may go on. One that
    // somebody may have been given for less than everything is another matter.
    private async Task<AuthenticateResult?> BearerAsync(string header)
    {
        var credential = header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim() : "";
        var origin = Request.Headers.Origin is [{ Length: > 0 } page] ? page : null;
        return await recognition.RecogniseAsync(credential, origin, Context.RequestAborted) switch
        {
            Recognition.Known { Caller.NeedsPerson: true } => Refuse(Problem.CredentialRefused, "This key reads nothing by itself; send the token of a person who signed in."),
            Recognition.Known known => Success(new Presented(known.Caller, credential, origin)),
            Recognition.Refused { Code: not CallerRecognition.UnknownCode } refused => Refuse(Problem.CredentialRefused, refused.Text + "."),
            _ => access.IsKeyless ? null : AuthenticateResult.Fail("the credential is not known"),
        };
    }

    private static Caller Administrator(string name) => new(name, CallerRole.Administrator, CallAudience.Everyone.Instance);

    private AuthenticateResult Refuse(Problem problem, string detail)
    {
        (_why, _detail) = (problem, detail);
        return AuthenticateResult.Fail(problem.Title);
    }

    private AuthenticateResult Success(Presented presented)
    {
        Context.Features.Set(presented);
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, presented.Caller.Name)], AccessOptions.Scheme);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), AccessOptions.Scheme));
    }
}

/// <summary>Holds the key; null in the demo and while access is keyless.</summary>
internal sealed record AdminKeyHolder(AdminKey? Key);
