using System.Text.Json;
using Offhook.Gateway.Live;
using Offhook.Server.Access;
using Offhook.Server.Supabase.Table;
using Offhook.Storage;
using Offhook.Storage.Table;

namespace Offhook.Server.Supabase.Rest;

/// <summary>The table <c>ivr_calls</c> for pages written with <c>supabase-js</c>: the part of PostgREST that <c>.from('ivr_calls').select()</c> needs.</summary>
/// <remarks>Open to strangers only in name: their refusals have PostgREST's shape, so each handler asks by itself who calls, before anything else.</remarks>
internal static class RestEndpoints
{
    private const string AnyMethod = "GET,HEAD,POST,PUT,PATCH,DELETE";

    public static void MapSupabaseRest(this IEndpointRouteBuilder routes)
    {
        var methods = AnyMethod.Split(',');
        routes.MapMethods("/rest/v1/{table}", methods, Table).ForPages();
        routes.MapMethods("/rest/v1/rpc/{function}", methods, Function).ForPages();
        routes.MapMethods("/rest/v1/{**path}", methods, NoSuchPath).ForPages();
        routes.MapMethods("/auth/v1/{**path}", methods, SigningIn).ForPages();
    }

    private static void ForPages(this IEndpointConventionBuilder route) => route.AllowAnonymous().RequireCors(PageCors.PolicyName).WithMetadata(new ExcludeFromDescriptionAttribute());

    private static Task Table(string table, HttpContext http, ICallStore store, RestCallers callers, ReaderTurns turns) => AnswerAsync(http, callers, async caller =>
    {
        var isRead = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
        string? schema = http.Request.Headers[isRead ? "Accept-Profile" : "Content-Profile"];
        if (schema is { Length: > 0 } and not IvrCallsTable.Schema)
        {
            return RestFault.Of(new TableFault("PGRST106", $"Invalid schema: {TableFault.Cut(schema)}", Hint: $"Only the following schemas are exposed: {IvrCallsTable.Schema}"));
        }

        if (table != IvrCallsTable.Name)
        {
            return RestFault.Of(new TableFault(
                "PGRST205", $"Could not find the table '{IvrCallsTable.Schema}.{TableFault.Cut(table)}' in the schema cache",
                Hint: $"Perhaps you meant the table '{IvrCallsTable.Schema}.{IvrCallsTable.Name}'"));
        }

        return isRead ? await ReadAsync(http, store, turns, caller) : RestFault.ReadOnly(caller.IsPerson);
    });

    private static Task Function(string function, HttpContext http, RestCallers callers) => AnswerAsync(http, callers, _ => ValueTask.FromResult<RestFault?>(RestFault.Of(
        new TableFault("PGRST202", $"Could not find the function {IvrCallsTable.Schema}.{TableFault.Cut(function)} in the schema cache", "No functions are offered."))));

    private static Task NoSuchPath(HttpContext http, RestCallers callers) => AnswerAsync(http, callers, _ => ValueTask.FromResult<RestFault?>(RestFault.Of(
        new TableFault("PGRST125", "Invalid path specified in request URL", Hint: $"There is /rest/v1/{IvrCallsTable.Name}."))));

    // In the shape of Supabase Auth, which the client reads there.
    private static async Task SigningIn(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        http.Response.ContentType = "application/json; charset=utf-8";
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.WriteAsync(
                """{"code":404,"error_code":"not_found","msg":"Offhook signs nobody in. Sign in where your accounts are, and give createClient the option accessToken: async () => token."}""", http.RequestAborted);
        }
    }

    private static async Task AnswerAsync(HttpContext http, RestCallers callers, Func<RestCaller, ValueTask<RestFault?>> answer)
    {
        RestFault? fault;
        try
        {
            (var caller, fault) = await callers.RecogniseAsync(http);
            if (caller is not null)
            {
                fault = await answer(caller);
            }
        }
        catch (StoreUnavailableException)
        {
            fault = RestFault.StoreAway;
        }
        catch (QueryTooLongException)
        {
            fault = RestFault.TooLong;
        }

        if (fault is not null)
        {
            await fault.WriteAsync(http);
        }
    }

    private static async ValueTask<RestFault?> ReadAsync(HttpContext http, ICallStore store, ReaderTurns turns, RestCaller caller)
    {
        if (RestWish.Read(http.Request, caller.Audience, out var wish) is { } fault)
        {
            return RestFault.Of(fault);
        }

        // What is only counted need not be read.
        var countsOnly = HttpMethods.IsHead(http.Request.Method) && wish.Query.CountsAll && !wish.IsSingle;
        TableRows found;
        using (var turn = await turns.TakeAsync(http.Caller().Name, http.RequestAborted))
        {
            if (turn is null)
            {
                return RestFault.TooMany;
            }

            found = await store.QueryAsync(countsOnly ? wish.Query with { Limit = 0 } : wish.Query, http.RequestAborted);
        }

        var count = countsOnly ? Math.Clamp(found.Total!.Value - wish.Range.Offset, 0, wish.Range.Limit) : found.Rows.Count; // It was counted.
        http.Response.Headers.ContentRange = wish.Range.Text(count, found.Total);
        if (found.Total is { } total)
        {
            http.Response.Headers["Preference-Applied"] = "count=exact";
            if (wish.Range.Offset > total)
            {
                return RestFault.Of(wish.Range.Beyond(total));
            }
        }

        if (wish.IsSingle && count != 1)
        {
            return RestFault.NotOne((int)count);
        }

        http.Response.StatusCode = count < found.Total ? StatusCodes.Status206PartialContent : StatusCodes.Status200OK;
        http.Response.ContentType = (wish.IsSingle ? RestWish.Single : "application/json") + "; charset=utf-8";
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await WriteAsync(http, wish, found.Rows);
        }

        return null;
    }

    private static async Task WriteAsync(HttpContext http, RestWish wish, IReadOnlyList<CallRow> rows)
    {
        await using var writer = new Utf8JsonWriter(http.Response.BodyWriter, new JsonWriterOptions { Encoder = ViewJson.Encoder });
        if (!wish.IsSingle)
        {
            writer.WriteStartArray();
        }

        foreach (var row in rows)
        {
            writer.WriteStartObject();
            foreach (var (name, column) in wish.Columns)
            {
                writer.WritePropertyName(name);
                column.Write(writer, row);
            }

            writer.WriteEndObject();
        }

        if (!wish.IsSingle)
        {
            writer.WriteEndArray();
        }
    }
}
