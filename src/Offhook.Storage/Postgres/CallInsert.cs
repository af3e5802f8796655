using Npgsql;
using NpgsqlTypes;

namespace Offhook.Storage.Postgres;

/// <summary>New rows of <c>public.ivr_calls</c>.</summary>
internal static class CallInsert
{
    private static readonly IReadOnlyList<CallColumn> Columns = [.. CallColumn.Wish, .. CallColumn.Course];

    // Whoever folded the reports of a call without holding its lock has not seen an orphan that came since; and what another program has removed stays so.
    private const string Unseen = """
        where not exists (select from public.ivr_calls c where c.reference = u.reference)
            and not exists (select from offhook.foreign_changes f where f.reference = u.reference and f.kind = 'removed')
            and u.seen = (select count(*) from offhook.reports r where r.reference = u.reference)
        """;

    // The key is the reference wherever it has room for that; an adopted table gives it another.
    private const string OwnKey = "reference";

    private const string BothKeys = "id, reference";

    private static readonly string Plain = Sql(OwnKey, "u.reference", "");

    private static readonly string WithKey = Sql(BothKeys, "u.reference, u.reference", "");

    private static readonly string PlainUnlocked = Sql(OwnKey, "u.reference", Unseen);

    private static readonly string WithKeyUnlocked = Sql(BothKeys, "u.reference, u.reference", Unseen);

    /// <summary>Inserts rows of calls whose locks are held since before their reports were read. Gives the references.</summary>
    public static void Add(NpgsqlBatch batch, bool keyIsReference, IReadOnlyList<CallRow> rows) =>
        Add(batch, keyIsReference ? WithKey : Plain, rows, rows.Select(static _ => 0L));

    /// <summary>Inserts rows of calls that have none yet, unless a report has come that they are not the sum of. Gives the references of those that were inserted.</summary>
    /// <param name="seen">How many stored reports each row is the sum of.</param>
    public static void AddUnlocked(NpgsqlBatch batch, bool keyIsReference, IReadOnlyList<CallRow> rows, IEnumerable<long> seen) =>
        Add(batch, keyIsReference ? WithKeyUnlocked : PlainUnlocked, rows, seen);

    private static void Add(NpgsqlBatch batch, string sql, IReadOnlyList<CallRow> rows, IEnumerable<long> seen)
    {
        var insert = batch.Add(sql).WithMany("@reference", NpgsqlDbType.Uuid, rows.Select(row => row.Call.Reference)).WithMany("@seen", NpgsqlDbType.Bigint, seen);
        foreach (var column in Columns)
        {
            _ = insert.Parameters.Add(column.ArrayOf(rows));
        }
    }

    private static string Sql(string keys, string values, string condition) => StatementParts.Noting($"""
        insert into public.ivr_calls ({keys}, direction, {string.Join(", ", Columns.Select(column => column.Name))})
        select {values}, 'outbound', {string.Join(", ", Columns.Select(column => "u." + column.Name))}
        from unnest(@reference, @seen, {string.Join(", ", Columns.Select(column => "@" + column.Name))})
            as u (reference, seen, {string.Join(", ", Columns.Select(column => column.Name))})
        {condition}
        returning reference
        """);
}
