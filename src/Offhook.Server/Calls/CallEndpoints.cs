using Offhook.Calls;
using Offhook.Gateway;
using Offhook.Gateway.Live;
using Offhook.Gateway.Providers;
using Offhook.Server.Access;
using Offhook.Server.Problems;
using Offhook.Storage;

namespace Offhook.Server.Calls;

/// <summary>Our own history.</summary>
internal static class CallEndpoints
{
    public static void MapHistory(this RouteGroupBuilder calls)
    {
        calls.MapGet("/", List).Produces<CallList>().ProducesProblem(400).ProducesProblem(503).WithSummary("The history, newest first")
            .TakesQuery("customer_number", "Calls with this customer, in any spelling.")
            .TakesQuery("agent_number", "Calls of this agent's phone, in any spelling.")
            .TakesQuery("status", "Calls that stand so.", words: Enum.GetValues<CallStatus>().Select(word => word.Word()))
            .TakesQuery("from_date", "From this Indian day on.", "date")
            .TakesQuery("to_date", "Up to this Indian day, inclusive.", "date")
            .TakesNumber("limit", "How many at most.", 1, 200, 50)
            .TakesQuery("after", "next of the page before; left out for the first page.");
        calls.MapGet("/{id}", Get).Produces<CallView>().ProducesProblem(404).ProducesProblem(503).WithSummary("One call, by our id or the provider's");
        calls.MapGet("/{id}/reports", Reports).OnlyFor(RoleGates.Staff).Produces<ReportList>().ProducesProblem(404).ProducesProblem(503).WithSummary("Everything that was reported of a call");
        calls.MapGet("/{id}/recording", RecordingEndpoint.Get).OnlyFor(RoleGates.Staff).Produces<Stream>(StatusCodes.Status200OK, "audio/mpeg", "audio/wav")
            .ProducesProblem(404).ProducesProblem(502).ProducesProblem(503).WithSummary("The recording, fetched for you");
    }

    private static async Task<IResult> List(HttpContext http, ICallStore store, ProviderDirectory providers)
    {
        var query = new QueryFields(http.Request.Query, "customer_number", "agent_number", "status", "from_date", "to_date", "limit", "after");
        var limit = query.Number("limit", 1, 200, 50);
        var after = query.Text("after");
        var cursor = PageCursor.Read(after);
        if (after is not null && cursor is null)
        {
            query.Refuse("after", "Take next from the page before; leave it out for the first page.");
        }

        var (first, last) = (query.Day("from_date"), query.Day("to_date"));
        if (first > last)
        {
            query.Refuse("to_date", "The last day must not lie before the first.");
        }

        var filter = new CallFilter
        {
            Customer = query.Phone("customer_number"),
            Agent = query.Phone("agent_number"),
            Status = query.Status("status"),
            From = first is { } from ? IndianTime.StartOf(from) : null,
            Until = last is { } to ? IndianTime.StartOf(to.AddDays(1)) : null,
            Audience = http.Caller().Audience,
        };
        if (query.Fault is { } fault)
        {
            return fault;
        }

        var page = await store.ListAsync(filter, cursor, limit, http.RequestAborted);
        return Results.Ok(new CallList([.. page.Items.Select(row => View(row, providers))], page.Next is { } next ? PageCursor.Write(next) : null));
    }

    private static async Task<IResult> Get(string id, HttpContext http, ICallStore store, ProviderDirectory providers) =>
        await store.FindForAsync(http, id) is { } row ? Results.Ok(View(row, providers)) : ProblemWriter.Result(Problem.NoSuchCall);

    private static async Task<IResult> Reports(string id, HttpContext http, ICallStore store)
    {
        if (await store.FindForAsync(http, id) is not { } row)
        {
            return ProblemWriter.Result(Problem.NoSuchCall);
        }

        var reports = await store.ReportsAsync(row.Call.Reference, http.RequestAborted);
        return Results.Ok(new ReportList([.. reports.Select(ReportView.Of)]));
    }

    private static CallView View(CallRow row, ProviderDirectory providers) => CallView.Of(row, providers.DisplayName(row.Call.Provider));
}

/// <summary>A page of the history.</summary>
/// <param name="Items">Newest first.</param>
/// <param name="Next">What to send as <c>after</c> for the next page; null on the last.</param>
internal sealed record CallList(IReadOnlyList<CallView> Items, string? Next);

/// <summary>The reports of a call.</summary>
/// <param name="Items">In the order of their arrival.</param>
internal sealed record ReportList(IReadOnlyList<ReportView> Items);
