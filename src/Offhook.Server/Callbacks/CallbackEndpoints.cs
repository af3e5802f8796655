using System.Text;
using Offhook.Gateway.Providers;

namespace Offhook.Server.Callbacks;

/// <summary>Where providers call back. Open to strangers: what a request may do is decided by the proof in its address.</summary>
internal static class CallbackEndpoints
{
    public static void MapCallbacks(this IEndpointRouteBuilder routes)
    {
        foreach (var intake in routes.ServiceProvider.GetServices<ICallbackIntake>())
        {
            foreach (var path in intake.Paths)
            {
                routes.MapGet(path.Path, (HttpRequest request) => AnswerAsync(intake, path, request.QueryString.Value, null)).AllowAnonymous().WithTags("Callbacks").WithSummary(path.Summary)
                    .Produces(StatusCodes.Status200OK).ProducesProblem(404).ProducesProblem(503);
                routes.MapPost(path.Path, (HttpRequest request) => TakePostedAsync(intake, path, request)).AllowAnonymous().WithTags("Callbacks").WithSummary("The same, as a form or as JSON")
                    .Produces(StatusCodes.Status200OK).ProducesProblem(404).ProducesProblem(413).ProducesProblem(503);
            }
        }
    }

    private static async Task<IResult> TakePostedAsync(ICallbackIntake intake, CallbackPath path, HttpRequest request)
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        return await AnswerAsync(intake, path, request.QueryString.Value, await reader.ReadToEndAsync(request.HttpContext.RequestAborted));
    }

    // Any genuine report is answered 200, even a repeated or late one: a refusal would only be sent again.
    // Without a valid proof there is nothing here, and the answer does not tell what was wrong.
    private static async Task<IResult> AnswerAsync(ICallbackIntake intake, CallbackPath path, string? query, string? body) =>
        await intake.KeepAsync(path, query, body) ? Results.Text("OK") : Results.NotFound();
}
