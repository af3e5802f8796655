using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Offhook.Server.Problems;

namespace Offhook.Server.Access;

/// <summary>Knows who asks: the bearer of the key, a browser that signed in with it, or, while nothing public points here, somebody on this machine.</summary>
internal sealed class CredentialHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, AccessOptions access, DeskSession session, AdminKeyHolder key)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Recognise());

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = "Bearer";
        return SignInPage.IsWantedBy(Request) && !access.IsKeyless
            ? SignInPage.WriteAsync(Response, wrongKey: false)
            : ProblemWriter.WriteAsync(Context, Why());
    }

    private Problem Why() => !LocalRequest.ComesFromAllowedPage(Request, access)
        ? Problem.ForeignOrigin
        : access.IsKeyless ? Problem.NotLocal : Problem.CredentialNeeded;

    private AuthenticateResult Recognise()
    {
        // Where no key exists none is asked for, and a program that still sends its old one may go on.
        if (key.Key is { } admin && Request.Headers.Authorization is [{ } header])
        {
            return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && admin.Is(header["Bearer ".Length..].Trim())
                ? Success("admin-key")
                : AuthenticateResult.Fail("the credential is not known");
        }

        // A cookie comes along with whatever a foreign page makes the browser send, so the page matters too.
        if (session.IsOpen(Request) && LocalRequest.ComesFromAllowedPage(Request, access))
        {
            return Success("desk-session");
        }

        return access.IsKeyless && LocalRequest.IsTrulyLocal(Request, access) ? Success("local") : AuthenticateResult.NoResult();
    }

    private static AuthenticateResult Success(string name)
    {
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], AccessOptions.Scheme);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), AccessOptions.Scheme));
    }
}

/// <summary>Holds the key; null in the demo and while access is keyless.</summary>
internal sealed record AdminKeyHolder(AdminKey? Key);
