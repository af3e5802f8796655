using System.Text.Json;
using Offhook.Gateway.Live;
using Offhook.Server.Supabase.Table;
using Offhook.Storage.Table;

namespace Offhook.Server.Supabase.Rest;

/// <summary>A refusal in the shape of PostgREST, which <c>supabase-js</c> hands to the page as <c>error</c>.</summary>
/// <param name="Status">HTTP status code.</param>
/// <param name="Fault">The four fields of the body.</param>
internal sealed record RestFault(int Status, TableFault Fault)
{
    /// <summary>The store is away.</summary>
    public static readonly RestFault StoreAway = new(StatusCodes.Status503ServiceUnavailable, new TableFault("PGRST001", "The store cannot be reached at the moment"));

    /// <summary>The query was given up.</summary>
    public static readonly RestFault TooLong = new(
        StatusCodes.Status500InternalServerError,
        new TableFault("57014", "canceling statement due to statement timeout", Hint: "Narrow the filter, for example by received_at, or ask for fewer rows."));

    /// <summary>The turn to read did not come. PostgREST says the same where no connection became free in time (documented as PGRST003).</summary>
    public static readonly RestFault TooMany = new(
        StatusCodes.Status429TooManyRequests,
        new TableFault(
            "PGRST003", "Timed out acquiring a turn to read", $"{ReaderTurns.AtOnce} queries of one key or person are answered at a time, and too many wait already.", "Ask again later, for less at a time."));

    /// <summary>What was asked for cannot be answered so.</summary>
    public static RestFault Of(TableFault fault) => new(
        fault.Code switch
        {
            "PGRST103" => StatusCodes.Status416RangeNotSatisfiable,
            "PGRST106" or "PGRST107" or "PGRST116" => StatusCodes.Status406NotAcceptable,

            // An operator that the column's type does not have counts as a function that is missing.
            "PGRST125" or "PGRST202" or "PGRST205" or "42883" => StatusCodes.Status404NotFound,
            _ => StatusCodes.Status400BadRequest,
        },
        fault);

    /// <summary>Nobody is known to ask.</summary>
    public static RestFault Unknown(string message, string? hint = null) => new(StatusCodes.Status401Unauthorized, new TableFault("PGRST301", message, Hint: hint));

    /// <summary>The key is good and reads nothing by itself. PostgREST says the same where nobody may come without a token (documented as PGRST302).</summary>
    public static readonly RestFault PersonNeeded = new(
        StatusCodes.Status401Unauthorized,
        new TableFault("PGRST302", "Anonymous access is disabled", "This key reads nothing by itself.", "Sign in, and give createClient the option accessToken: async () => token."));

    /// <summary>The table is only read here. A page that nobody signed in to is told that it might help to sign in, in the way of PostgREST.</summary>
    public static RestFault ReadOnly(bool isPerson) => new(
        isPerson ? StatusCodes.Status403Forbidden : StatusCodes.Status401Unauthorized,
        new TableFault("42501", $"permission denied for table {IvrCallsTable.Name}", "Offhook alone writes this table.", "Calls are started by POST /calls/click-to-call and POST /calls/outbound."));

    /// <summary>More or fewer rows than the one that was asked for.</summary>
    public static RestFault NotOne(int count) => Of(new TableFault("PGRST116", "Cannot coerce the result to a single JSON object", $"The result contains {count} rows"));

    /// <summary>Writes the refusal.</summary>
    public async Task WriteAsync(HttpContext http)
    {
        var response = http.Response;
        response.StatusCode = Status;
        if (Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }

        if (Status == StatusCodes.Status429TooManyRequests)
        {
            response.Headers.RetryAfter = "1";
        }

        response.ContentType = "application/json; charset=utf-8";
        if (HttpMethods.IsHead(http.Request.Method))
        {
            return;
        }

        await using var writer = new Utf8JsonWriter(response.BodyWriter, new JsonWriterOptions { Encoder = ViewJson.Encoder });
        writer.WriteStartObject();
        writer.WriteString("code", Fault.Code);
        writer.WriteString("details", Fault.Details);
        writer.WriteString("hint", Fault.Hint);
        writer.WriteString("message", Fault.Message);
        writer.WriteEndObject();
    }
}
