using Npgsql;
using NpgsqlTypes;

namespace Offhook.Storage.Postgres;

/// <summary>New rows of <c>public.ivr_calls</c>.</summary>
internal static class CallInsert
{
    private static readonly IReadOnlyList<CallColumn> Columns = [.. CallColumn.Wish, .. CallColumn.Course];

    // The key is the reference wherever it has room for that; an adopted table gives it another.
    private static readonly string Plain = Sql("reference", "u.reference");

    private static readonly string WithKey = Sql("id, reference", "u.reference, u.reference");

    // Whoever folded the reports of a call without holding its lock has not seen an orphan that came since.
    private const string Unseen = """

        where not exists (select from public.ivr_calls c where c.reference = u.reference)
            and u.seen = (select count(*) from offhook.reports r where r.reference = u.reference)
        """;

    /// <summary>Inserts rows of calls whose locks are held since before their reports were read. Gives the references.</summary>
    public static void Add(NpgsqlBatch batch, bool keyIsReference, IReadOnlyList<CallRow> rows) =>
        _ = Add(batch, keyIsReference ? WithKey : Plain, rows);

    /// <summary>Inserts rows of calls that have none yet, unless a report has come that they are not the sum of. Gives the references of those that were inserted.</summary>
    /// <param name="seen">How many stored reports each row is the sum of.</param>
    public static void AddUnlocked(NpgsqlBatch batch, bool keyIsReference, IReadOnlyList<CallRow> rows, IEnumerable<long> seen)
    {
        var sql = (keyIsReference ? WithKey : Plain)
            .Replace("unnest(@reference,", "unnest(@seen, @reference,", StringComparison.Ordinal)
            .Replace("as u (reference,", "as u (seen, reference,", StringComparison.Ordinal)
            .Replace("\nreturning", Unseen + "\nreturning", StringComparison.Ordinal);
        _ = Add(batch, sql, rows).WithMany("@seen", NpgsqlDbType.Bigint, seen);
    }

    private static NpgsqlBatchCommand Add(NpgsqlBatch batch, string sql, IReadOnlyList<CallRow> rows)
    {
        var insert = batch.Add(sql).WithMany("@reference", NpgsqlDbType.Uuid, rows.Select(row => row.Call.Reference));
        foreach (var column in Columns)
        {
            _ = insert.Parameters.Add(column.ArrayOf(rows));
        }

        return insert;
    }

    private static string Sql(string keys, string values) => $"""
        insert into public.ivr_calls ({keys}, direction, {string.Join(", ", Columns.Select(column => column.Name))})
        select {values}, 'outbound', {string.Join(", ", Columns.Select(column => "u." + column.Name))}
        from unnest(@reference, {string.Join(", ", Columns.Select(column => "@" + column.Name))})
            as u (reference, {string.Join(", ", Columns.Select(column => column.Name))})
        returning reference
        """;
}
