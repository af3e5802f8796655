using Microsoft.AspNetCore.Http.HttpResults;
using Offhook.Server.Problems;

namespace Offhook.Server.Access;

/// <summary>Signing a browser in and out.</summary>
internal static class AccessEndpoints
{
    public static void MapAccess(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(SignInPage.StylePath, SignInPage.StyleSheet).AllowAnonymous().ExcludeFromDescription();
        routes.MapPost("/session", SignIn).AllowAnonymous().ExcludeFromDescription();
        routes.MapPost("/session/end", SignOut).ExcludeFromDescription();
    }

    private static async Task<IResult> SignIn(HttpContext http, AdminKeyHolder holder, AccessOptions access, DeskSession session)
    {
        // A foreign page must not sign a browser in under a key of its own choice.
        if (holder.Key is not { } key || !LocalRequest.ComesFromAllowedPage(http.Request, access) || !http.Request.HasFormContentType)
        {
            return ProblemWriter.Result(Problem.CredentialNeeded);
        }

        if (key.Is(await KeyOfAsync(http)))
        {
            session.Open(http.Response, key);
            return Results.Redirect("/");
        }

        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        await SignInPage.WriteAsync(http.Response, wrongKey: true);
        return Results.Empty;
    }

    private static async Task<string> KeyOfAsync(HttpContext http)
    {
        try
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            return form["key"].ToString().Trim();
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException and not BadHttpRequestException)
        {
            // A stranger's form that is none: too many fields, or cut off.
            return "";
        }
    }

    private static RedirectHttpResult SignOut(HttpContext http)
    {
        DeskSession.Close(http.Response);
        return TypedResults.Redirect("/");
    }
}
