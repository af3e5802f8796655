using Offhook.Storage;

namespace Offhook.Server.Problems;

/// <summary>Makes every error a problem, those of the framework too, and tells a stranger nothing about what broke.</summary>
internal static class ProblemResponses
{
    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = StatusOf,
            ExceptionHandler = AnswerAsync,

            // What a stranger sent wrongly is no fault of ours, and must not fill the log.
            SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException,
        });
        app.UseStatusCodePages(context => AnswerAsync(context.HttpContext));
    }

    private static Task AnswerAsync(HttpContext http) => ProblemWriter.WriteAsync(http, OfStatus(http.Response.StatusCode), http.Response.StatusCode);

    private static int StatusOf(Exception fault) => fault switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        StoreUnavailableException => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    private static Problem OfStatus(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => Problem.CredentialNeeded,
        StatusCodes.Status404NotFound => Problem.NotFound,
        StatusCodes.Status405MethodNotAllowed => Problem.MethodNotAllowed,
        StatusCodes.Status413PayloadTooLarge => Problem.TooLarge,
        StatusCodes.Status415UnsupportedMediaType => Problem.JsonNeeded,
        StatusCodes.Status503ServiceUnavailable => Problem.StoreUnavailable,
        < StatusCodes.Status500InternalServerError => Problem.InvalidRequest,
        _ => Problem.Unexpected,
    };
}
