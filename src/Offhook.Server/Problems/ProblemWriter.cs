using Microsoft.AspNetCore.Mvc;

namespace Offhook.Server.Problems;

/// <summary>Problems on their way out, as RFC 9457 writes them.</summary>
internal static class ProblemWriter
{
    /// <summary>A problem as a result.</summary>
    /// <param name="detail">What happened here; the problem's own words when null.</param>
    /// <param name="errors">What is wrong, by field.</param>
    /// <param name="more">Further members, snake case.</param>
    public static IResult Result(
        Problem problem, string? detail = null, IReadOnlyDictionary<string, string[]>? errors = null, IReadOnlyDictionary<string, object?>? more = null) =>
        Results.Problem(Details(problem, detail, errors, more));

    /// <summary>Writes a problem where no result can be returned.</summary>
    public static async Task WriteAsync(HttpContext http, Problem problem)
    {
        var writer = http.RequestServices.GetRequiredService<IProblemDetailsService>();
        http.Response.StatusCode = problem.Status;
        await writer.WriteAsync(new ProblemDetailsContext { HttpContext = http, ProblemDetails = Details(problem, null, null, null) });
    }

    public static ProblemDetails Details(
        Problem problem, string? detail, IReadOnlyDictionary<string, string[]>? errors, IReadOnlyDictionary<string, object?>? more)
    {
        var details = new ProblemDetails { Type = problem.Type, Status = problem.Status, Title = problem.Title, Detail = detail ?? problem.Detail };
        if (errors is not null)
        {
            details.Extensions["errors"] = errors;
        }

        foreach (var (name, value) in more ?? new Dictionary<string, object?>())
        {
            details.Extensions[name] = value;
        }

        return details;
    }
}
