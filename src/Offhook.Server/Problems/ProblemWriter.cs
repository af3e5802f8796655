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

    /// <summary>Writes a problem where no result can be returned. It is JSON whatever the request accepts, so that there is one form of error only.</summary>
    /// <param name="status">When it is another than the problem's own.</param>
    public static Task WriteAsync(HttpContext http, Problem problem, int? status = null)
    {
        var details = Details(problem, null, null, null);
        details.Status = status ?? problem.Status;
        return Results.Problem(details).ExecuteAsync(http);
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
