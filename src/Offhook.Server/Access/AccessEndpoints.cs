using Microsoft.AspNetCore.Http.HttpResults;
using Offhook.Server.Problems;

namespace Offhook.Server.Access;

/// <summary>Signing a browser in and out.</summary>
internal static class AccessEndpoints
{
    public static void MapAccess(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(SignInPage.StylePath, SignInPage.StyleSheet).AllowAnonymous().ExcludeFromDescription();
        routes.MapPost("/session", SignIn).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
        routes.MapPost("/session/end", SignOut).DisableAntiforgery().ExcludeFromDescription();
    }

    private static async Task<IResult> SignIn(HttpContext http, AdminKeyHolder holder, AccessOptions access, DeskSession session)
    {
        // A foreign page must not sign a browser in under a key of its own choice.
        if (holder.Key is not { } key || !LocalRequest.ComesFromAllowedPage(http.Request, access) || !http.Request.HasFormContentType)
        {
            return ProblemWriter.Result(Problem.CredentialNeeded);
        }

        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (key.Is(form["key"].ToString().Trim()))
        {
            session.Open(http.Response);
            return Results.Redirect("/");
        }

        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        await SignInPage.WriteAsync(http.Response, wrongKey: true);
        return Results.Empty;
    }

    private static RedirectHttpResult SignOut(HttpContext http)
    {
        DeskSession.Close(http.Response);
        return TypedResults.Redirect("/");
    }
}
