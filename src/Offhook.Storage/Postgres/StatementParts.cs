using Npgsql;
using NpgsqlTypes;
using Offhook.Calls;

namespace Offhook.Storage.Postgres;

/// <summary>Statements that both kinds of batches end with.</summary>
internal static class StatementParts
{
    /// <summary>
    /// The rows that <see cref="Noting"/> noted in this transaction: so the statements behind a guarded one know what its guard let through, without a question
    /// to the client in between. A row's own xmin does not tell: a trigger of an adopted table may write the row once more in a subtransaction.
    /// </summary>
    public const string Written = "any ((select string_to_array(rtrim(current_setting('offhook.written', true), ','), ',')::uuid[])::uuid[])";

    /// <summary>Tells the triggers that watch for other programs that this is us, and has every commit wait for the disk. Ends with the transaction.</summary>
    public const string Own = """
        select set_config('offhook.own', 'on', true),
            set_config('synchronous_commit', case current_setting('synchronous_commit') when 'off' then 'on' else current_setting('synchronous_commit') end, true)
        """;

    /// <summary>
    /// Another program that keeps a row locked must not hold up the calls of everybody else, nor become the victim of a deadlock with us: we give up before the
    /// server looks for one, which it does after a second.
    /// </summary>
    public const string Impatience = "select set_config('lock_timeout', '500ms', true)";

    private const string Reports = $"""
        insert into offhook.reports (reference, identity, source, received_at, content, raw)
        select u.reference, u.identity, u.source, u.received_at, u.content, u.raw
        from unnest(@reference, @identity, @source, @received_at, @content, @raw) as u (reference, identity, source, received_at, content, raw)
        where u.reference = {Written}
        on conflict (reference, identity) do update set received_at = excluded.received_at where excluded.received_at < reports.received_at
        """;

    private const string ProviderIds = $"""
        insert into offhook.provider_ids (provider_call_id, reference, source, first_seen)
        select u.provider_call_id, u.reference, u.source, u.first_seen
        from unnest(@provider_call_id, @reference, @source, @first_seen) as u (provider_call_id, reference, source, first_seen)
        where u.reference = {Written}
        on conflict (provider_call_id, reference) do nothing
        """;

    private const string Numbers = $"""
        with changed as (
            select u.reference, u.version, row_number() over (order by u.place) as place
            from unnest(@reference, @version) with ordinality as u (reference, version, place)
            where u.reference = {Written}),
        counted as (
            update offhook.counters set value = value + (select count(*) from changed)
            where name = 'changes' and exists (select from changed)
            returning value)
        insert into offhook.changes (number, reference, version, at)
        select counted.value - (select count(*) from changed) + changed.place, changed.reference, changed.version, least(@at, clock_timestamp()) from changed, counted
        returning number, reference
        """;

    /// <summary>A statement that writes rows of calls and returns their <c>reference</c>, which it also notes.</summary>
    public static string Noting(string statement) => $"""
        with written as ({statement})
        select reference, set_config('offhook.written', concat(current_setting('offhook.written', true), reference, ','), true) from written
        """;

    /// <summary>Inserts the reports of rows that this transaction wrote. Of a repeated one only an earlier arrival is kept.</summary>
    public static void AddReports(this NpgsqlBatch batch, IReadOnlyList<NewReport> reports)
    {
        if (reports.Count == 0)
        {
            return;
        }

        _ = batch.Add(Reports).WithReports(reports);
        batch.AddProviderIds(ProviderIds, reports);
    }

    public static void AddProviderIds(this NpgsqlBatch batch, string sql, IReadOnlyList<NewReport> reports)
    {
        var named = reports.Where(report => report.Report.ProviderCallId is not null).ToList();
        if (named.Count > 0)
        {
            _ = batch.Add(sql)
                .WithMany("@provider_call_id", NpgsqlDbType.Text, named.Select(report => report.Report.ProviderCallId!)) // Just filtered.
                .WithMany("@reference", NpgsqlDbType.Uuid, named.Select(report => report.Report.Reference))
                .WithMany("@source", NpgsqlDbType.Text, named.Select(report => report.Report.Source.Word()))
                .WithMany("@first_seen", NpgsqlDbType.TimestampTz, named.Select(report => report.Report.At));
        }
    }

    public static NpgsqlBatchCommand WithReports(this NpgsqlBatchCommand command, IReadOnlyList<NewReport> reports) => command
        .WithMany("@reference", NpgsqlDbType.Uuid, reports.Select(report => report.Report.Reference))
        .WithMany("@identity", NpgsqlDbType.Bytea, reports.Select(report => report.Identity))
        .WithMany("@source", NpgsqlDbType.Text, reports.Select(report => report.Report.Source.Word()))
        .WithMany("@received_at", NpgsqlDbType.TimestampTz, reports.Select(report => report.Report.At))
        .WithMany("@content", NpgsqlDbType.Text, reports.Select(report => ReportContent.Text(report.Report)))
        .WithMany("@raw", NpgsqlDbType.Text, reports.Select(report => report.Raw));

    /// <summary>
    /// Numbers the rows that this transaction changed, and gives number and reference of each. It locks the counter until the commit, so that numbers become
    /// visible in their order: nothing may come behind it.
    /// </summary>
    public static void AddNumbers(this NpgsqlBatch batch, IReadOnlyList<CallRow> changed, DateTimeOffset now)
    {
        // A wake-up for other nodes. What changed, they read themselves. The counter is waited for: whoever holds it is about to commit.
        _ = batch.Add("select pg_notify('offhook_changes', ''), set_config('lock_timeout', '0', true)");
        _ = batch.Add(Numbers)
            .WithMany("@reference", NpgsqlDbType.Uuid, changed.Select(row => row.Call.Reference))
            .WithMany("@version", NpgsqlDbType.Bigint, changed.Select(row => row.Version))
            .With("@at", now);
    }

    /// <summary>Reads what <see cref="AddNumbers"/> gives.</summary>
    public static async Task<List<CallChange>> ReadNumbersAsync(this NpgsqlDataReader reader, IReadOnlyList<CallRow> changed)
    {
        var rows = changed.ToDictionary(row => row.Call.Reference);
        var changes = new List<CallChange>(rows.Count);
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            var row = rows[reader.GetGuid(1)];
            changes.Add(new CallChange(reader.GetInt64(0), row, row.Version == 1 ? CallChangeKind.Added : CallChangeKind.Updated));
        }

        changes.Sort(static (a, b) => a.Number.CompareTo(b.Number));
        return changes;
    }
}

/// <summary>A report that the database does not have yet, or has with a later arrival.</summary>
internal sealed record NewReport(Report Report, byte[] Identity, string? Raw);
