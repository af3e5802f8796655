using Offhook.Calls;

namespace Offhook.Storage.Sqlite;

/// <summary>
/// The history, newest first. Its statement is put together from the conditions that are asked for, because SQLite uses no index for
/// a condition that a parameter may switch off.
/// </summary>
internal static class ListQuery
{
    public static CallPage Read(SqliteSession session, CallFilter filter, CallCursor? after, int limit)
    {
        // One more than asked for tells whether there is another page.
        var rows = session.Command(Sql(filter, after))
            .With("@customer", filter.Customer?.E164)
            .With("@agent", filter.Agent?.E164)
            .With("@status", filter.Status?.Word())
            .With("@from", StoredTime.Text(filter.From))
            .With("@until", StoredTime.Text(filter.Until))
            .With("@after_at", StoredTime.Text(after?.ReceivedAt))
            .With("@after_id", after?.Reference.ToString("D"))
            .WithAudience(filter.Audience)
            .With("@limit", limit + 1)
            .All(CallColumns.Read);
        if (rows.Count <= limit)
        {
            return new CallPage(rows, Next: null);
        }

        rows.RemoveAt(limit);
        return new CallPage(rows, new CallCursor(rows[^1].Call.ReceivedAt, rows[^1].Call.Reference));
    }

    public static string Sql(CallFilter filter, CallCursor? after)
    {
        // The open calls are few: they lead (cross join keeps that order), and bear the time of the call themselves.
        var (tables, at, id) = filter.OpenOnly
            ? ("open_calls o cross join ivr_calls c on c.id = o.reference", "o.received_at", "o.reference")
            : ("ivr_calls c", "c.received_at", "c.id");
        return $"select {CallColumns.List} from {tables} where {(filter.OpenOnly ? "o.lacks_times = 0" : "true")}"
            + (filter.Customer is null ? "" : " and c.customer_number = @customer")
            + (filter.Agent is null ? "" : " and c.agent_number = @agent")
            + (filter.Status is null ? "" : " and c.status = @status")
            + (filter.From is null ? "" : $" and {at} >= @from")
            + (filter.Until is null ? "" : $" and {at} < @until")
            + AudienceCondition.Sql(filter.Audience)
            + (after is null ? "" : $" and ({at}, {id}) < (@after_at, @after_id)")
            + $" order by {at} desc, {id} desc limit @limit";
    }
}
