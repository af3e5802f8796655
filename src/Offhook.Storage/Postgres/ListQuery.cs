using Npgsql;
using NpgsqlTypes;
using Offhook.Calls;

namespace Offhook.Storage.Postgres;

/// <summary>
/// The history, newest first. Its statement is put together from the conditions that are asked for, because a condition that a parameter may switch off
/// would hide from the planner which index to use.
/// </summary>
internal static class ListQuery
{
    public static async Task<CallPage> ReadAsync(PostgresReads database, CallFilter filter, CallCursor? after, int limit, CancellationToken cancellationToken)
    {
        // One more than asked for tells whether there is another page.
        var rows = await database.AllAsync(Sql(filter, after), command => Fill(command, filter, after, limit + 1), CallReading.Read, cancellationToken).ConfigureAwait(false);
        if (rows.Count <= limit)
        {
            return new CallPage(rows, Next: null);
        }

        rows.RemoveAt(limit);
        return new CallPage(rows, new CallCursor(rows[^1].Call.ReceivedAt, rows[^1].Call.Reference));
    }

    private static NpgsqlCommand Fill(NpgsqlCommand command, CallFilter filter, CallCursor? after, int limit)
    {
        With("@customer", filter.Customer?.E164);
        With("@agent", filter.Agent?.E164);
        With("@status", filter.Status?.Word());
        At("@from", filter.From);
        At("@until", filter.Until);
        At("@after_at", after?.ReceivedAt);
        return command.WithAudience(filter.Audience).With("@after_id", NpgsqlDbType.Uuid, after?.Reference).With("@limit", NpgsqlDbType.Integer, limit);

        void With(string name, string? value) => command.With(name, value);

        void At(string name, DateTimeOffset? value) => command.With(name, NpgsqlDbType.TimestampTz, value?.ToUniversalTime());
    }

    private static string Sql(CallFilter filter, CallCursor? after)
    {
        // The open calls are few: they lead, and bear the time of the call themselves.
        var (tables, at, id) = filter.OpenOnly
            ? ("offhook.open_calls o join public.ivr_calls c on c.reference = o.reference", "o.received_at", "o.reference")
            : ("public.ivr_calls c", "c.received_at", "c.reference");
        return $"select {CallReading.List} from {tables} where {(filter.OpenOnly ? "not o.lacks_times" : "true")}"
            + (filter.Customer is null ? "" : " and c.customer_number::text = @customer")
            + (filter.Agent is null ? "" : " and c.agent_number::text = @agent")
            + (filter.Status is null ? "" : " and c.status::text = @status")
            + (filter.From is null ? "" : $" and {at} >= @from")
            + (filter.Until is null ? "" : $" and {at} < @until")
            + AudienceCondition.Sql(filter.Audience)
            + (after is null ? "" : $" and ({at}, {id}) < (@after_at, @after_id)")
            + $" order by {at} desc, {id} desc limit @limit";
    }
}
