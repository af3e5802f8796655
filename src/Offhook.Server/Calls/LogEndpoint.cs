using System.Globalization;
using Offhook.Calls;
using Offhook.Gateway;
using Offhook.Gateway.Live;
using Offhook.Gateway.Providers;
using Offhook.Server.Access;
using Offhook.Server.Problems;

namespace Offhook.Server.Calls;

/// <summary>The provider's own log, read live, in the shape of our rows.</summary>
internal static class LogEndpoint
{
    public static void MapLog(this RouteGroupBuilder calls) =>
        calls.MapGet("/logs", Read).OnlyFor(RoleGates.Keepers).Produces<LogList>().ProducesProblem(400).ProducesProblem(502).WithSummary("The provider's own log, by Indian days")
            .TakesQuery("from_date", "The first day; today when left out.", "date")
            .TakesQuery("to_date", "The last day, inclusive; today when left out.", "date")
            .TakesQuery("call_to", "Calls to this customer, in any spelling.")
            .TakesQuery("provider", "Whose log, where there are several providers; that of the preferred one when left out.")
            .TakesNumber("page", "Which page.", 1, 10_000, 1)
            .TakesNumber("limit", "How many on a page.", 1, 200, 50);

    private static async Task<IResult> Read(HttpContext http, ProviderDirectory providers, TimeProvider clock)
    {
        // Its rows know no team, and its pages count everybody's.
        if (http.Caller().Audience is not CallAudience.Everyone)
        {
            return ProblemWriter.Result(Problem.NotAllowed, "The provider's log does not know teams, so it is for those who see all calls. Your own calls are at /calls.");
        }

        var query = new QueryFields(http.Request.Query, "from_date", "to_date", "call_to", "provider", "page", "limit");
        var provider = providers.Preferred;
        if (query.Text("provider") is { } name)
        {
            provider = providers.Find(name) ?? provider;
            if (provider.Traits.Name != name)
            {
                query.Refuse("provider", $"There is {string.Join(" and ", providers.All.Select(one => one.Traits.Name))}.");
            }
        }

        var today = IndianTime.DayOf(clock.GetUtcNow());
        var (first, last) = (query.Day("from_date"), query.Day("to_date"));
        var (from, to) = (first ?? last ?? today, last ?? (first is { } day && day > today ? day : today));
        if (from > to)
        {
            query.Refuse("to_date", "The last day must not lie before the first.");
        }

        if (provider.Traits.LogReach is { } reach && IndianTime.DayOf(clock.GetUtcNow() - reach) is var earliest && from < earliest)
        {
            query.Refuse("from_date", $"{provider.Traits.DisplayName} shows the last {reach.TotalDays:0} days of its log, so the first day is {earliest:yyyy-MM-dd}.");
        }

        var customer = query.Phone("call_to");
        if (customer is { IsIndian: false, E164.Length: 11 })
        {
            query.Refuse("call_to", "The provider takes numbers without the plus, and would take one of ten digits in all for an Indian number.");
        }

        var request = new LogRequest(from, to, customer, query.Number("page", 1, 10_000, 1), query.Number("limit", 1, 200, 50));
        if (query.Fault is { } fault)
        {
            return fault;
        }

        switch (await provider.ReadLogAsync(request, http.RequestAborted))
        {
            case LogPage.Read page:
                return Results.Ok(new LogList(page.Items, request.Page, request.Limit, page.HasMore));
            case LogPage.Refused refused:
                return ProblemWriter.Result(Problem.LogRefused, refused.Reason);
            case LogPage.Unavailable unavailable:
                if (unavailable.RetryAfter is { } wait)
                {
                    http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                }

                return ProblemWriter.Result(Problem.LogUnavailable, unavailable.Why);
            case var other:
                throw new InvalidOperationException($"a log page of no known kind: {other.GetType().Name}");
        }
    }
}

/// <summary>A page of the provider's log.</summary>
/// <param name="HasMore">Whether a further page may hold rows.</param>
internal sealed record LogList(IReadOnlyList<CallView> Items, int Page, int Limit, bool HasMore);
