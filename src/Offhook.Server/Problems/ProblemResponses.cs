using Offhook.Storage;

namespace Offhook.Server.Problems;

/// <summary>Makes every error a problem, those of the framework too, and tells a stranger nothing about what broke.</summary>
internal static class ProblemResponses
{
    public static void AddProblems(this IServiceCollection services) => services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
    {
        var details = context.ProblemDetails;
        if (OfStatus(details.Status) is { } problem && details.Type?.StartsWith("/problems/", StringComparison.Ordinal) != true)
        {
            (details.Type, details.Title, details.Detail) = (problem.Type, problem.Title, problem.Detail);
        }
    });

    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = StatusOf });
        app.UseStatusCodePages();
    }

    private static int StatusOf(Exception fault) => fault switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        StoreUnavailableException => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    private static Problem? OfStatus(int? status) => status switch
    {
        StatusCodes.Status400BadRequest => Problem.InvalidRequest,
        StatusCodes.Status404NotFound => Problem.NotFound,
        StatusCodes.Status413PayloadTooLarge => Problem.TooLarge,
        StatusCodes.Status415UnsupportedMediaType => Problem.JsonNeeded,
        StatusCodes.Status503ServiceUnavailable => Problem.StoreUnavailable,
        _ => null,
    };
}
