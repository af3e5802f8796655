using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Offhook.Calls;
using Offhook.Server.Supabase.Table;
using Offhook.Storage.Table;

namespace Offhook.Server.Supabase.Rest;

/// <summary>What a request for rows asks for.</summary>
/// <param name="IsSingle">Whether exactly one row is wanted, not in a list.</param>
internal sealed record RestWish(TableQuery Query, IReadOnlyList<SelectedColumn> Columns, RowRange Range, bool IsSingle)
{
    private const int MostParameters = 200;
    /// <summary>The media type of one row that is not in a list.</summary>
    public const string Single = "application/vnd.pgrst.object+json";

    /// <returns>What is wrong, or null when <paramref name="wish"/> was read.</returns>
    public static TableFault? Read(HttpRequest request, CallAudience audience, out RestWish wish)
    {
        wish = new RestWish(new TableQuery { Audience = audience, Limit = 0 }, [], default, IsSingle: false);
        var (given, order, filters) = (new Dictionary<string, string>(StringComparer.Ordinal), new List<TableOrder>(), new LogicTree());
        var count = 0;
        foreach (var pair in new QueryStringEnumerable(request.QueryString.Value))
        {
            var (name, value) = (pair.DecodeName().ToString(), pair.DecodeValue().ToString());
            var fault = name switch
            {
                _ when ++count > MostParameters => TableFault.Unreadable("\"failed to parse the query\"", $"there may be at most {MostParameters} parameters"),
                "order" => OrderTerms.Read(value, order),
                "select" or "limit" or "offset" => given.TryAdd(name, value) ? null : TableFault.Unreadable($"\"failed to parse {name} parameter\"", "it may be given once"),
                _ => filters.Add(name, value),
            };
            if (fault is not null)
            {
                return fault;
            }
        }

        if (SelectList.Read(given.GetValueOrDefault("select"), out var columns) is { } selectFault)
        {
            return selectFault;
        }

        if (RowRange.Read(given.GetValueOrDefault("limit"), given.GetValueOrDefault("offset"), request.Headers.Range, out var range) is { } rangeFault)
        {
            return rangeFault;
        }

        if (ReadAccept(request, out var isSingle) is { } acceptFault)
        {
            return acceptFault;
        }

        var query = new TableQuery
        {
            Audience = audience,
            Where = filters.Condition,
            Order = order,
            Offset = range.Offset,
            Limit = range.Limit,
            CountsAll = WantsCount(request),
        };
        wish = new RestWish(query, columns, range, isSingle);
        return null;
    }

    private static TableFault? ReadAccept(HttpRequest request, out bool isSingle)
    {
        isSingle = false;
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var wanted) || wanted.Count == 0)
        {
            return null;
        }

        foreach (var type in wanted.OrderByDescending(type => type.Quality ?? 1))
        {
            // nulls=stripped would be another shape.
            var isPlain = !type.Parameters.Any(parameter => parameter.Name.Equals("nulls", StringComparison.OrdinalIgnoreCase));
            isSingle = isPlain && type.MediaType.Equals(Single, StringComparison.OrdinalIgnoreCase);
            if (isSingle || (isPlain && type.MediaType.Value is "*/*" or "application/*" or "application/json" or "application/vnd.pgrst.array+json"))
            {
                return null;
            }
        }

        return new TableFault("PGRST107", $"None of these media types are available: {TableFault.Cut(request.Headers.Accept.ToString())}", $"There are application/json and {Single}.");
    }

    // Counting is quick enough to be exact always: an estimate would be another number.
    private static bool WantsCount(HttpRequest request) => request.Headers["Prefer"]
        .SelectMany(line => line?.Split([',', ';'], StringSplitOptions.TrimEntries) ?? [])
        .Any(wish => wish is "count=exact" or "count=planned" or "count=estimated");
}
