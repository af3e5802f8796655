using System.Text;
using Offhook.Gateway.Providers.KaleyraLegacy;
using Offhook.Kaleyra.Legacy;

namespace Offhook.Server.Callbacks;

/// <summary>Where the provider calls back. Open to strangers: what a request may do is decided by the proof in its address.</summary>
internal static class CallbackEndpoints
{
    public static void MapCallbacks(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(LegacyProvider.CallbackPath, Take).AllowAnonymous().WithTags("Callbacks").WithSummary("Kaleyra reports the end of a call")
            .Produces(StatusCodes.Status200OK).ProducesProblem(404).ProducesProblem(503);
        routes.MapPost(LegacyProvider.CallbackPath, TakePosted).AllowAnonymous().WithTags("Callbacks").WithSummary("The same, as a form or as JSON")
            .Produces(StatusCodes.Status200OK).ProducesProblem(404).ProducesProblem(413).ProducesProblem(503);
    }

    // Any genuine report is answered 200, even a repeated or late one: a refusal would only be sent again.
    private static async Task<IResult> Take(HttpRequest request, LegacyCallbacks callbacks, TimeProvider clock) =>
        await AnswerAsync(callbacks, KaleyraCallback.Read(request.QueryString.Value, clock));

    private static async Task<IResult> TakePosted(HttpRequest request, LegacyCallbacks callbacks, TimeProvider clock)
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
        return await AnswerAsync(callbacks, KaleyraCallback.ReadPost(request.QueryString.Value, body, clock));
    }

    // Without a valid proof there is nothing here, and the answer does not tell what was wrong.
    private static async Task<IResult> AnswerAsync(LegacyCallbacks callbacks, KaleyraCallback callback) =>
        await callbacks.KeepAsync(callback) ? Results.Text("OK") : Results.NotFound();
}
