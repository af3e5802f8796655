using Npgsql;
using NpgsqlTypes;

namespace Offhook.Storage.Postgres;

/// <summary>What other programs changed in <c>public.ivr_calls</c>. A trigger notes it in their transactions; here it gets its place among all changes.</summary>
internal static class ForeignChanges
{
    /// <summary>At most so many notes at a time, so that the counter is never held for long.</summary>
    public const int Most = 1000;

    // One node at a time, or a slow one would tell of a row what a quicker one has told as gone. The lock ends with the transaction, and is taken in a statement
    // of its own, so that the next one sees what the node before it did.
    private const string OnlyOne = "select set_config('offhook.drains', pg_try_advisory_xact_lock(31356312439713644)::text, true)";

    // One statement, one view: a note is seen together with the row that it tells of. Several notes of one row are one change; a row that is there no more
    // without a note of that has one that comes with the next look. What is gone is forgotten altogether, so that a late report does not bring it back.
    // The counter is locked last, behind everything that could make us wait.
    private const string Take = """
        with taken as (
            delete from offhook.foreign_changes
            where current_setting('offhook.drains') = 'true'
                and number = any (array(select number from offhook.foreign_changes order by number limit @most for update skip locked))
            returning number, reference, kind, removed),
        told as (
            select
                reference, max(number) as last,
                (array_agg(kind order by number))[1] = 'added' as is_new,
                (array_agg(removed order by number desc) filter (where removed is not null))[1] as removed
            from taken group by reference),
        changed as (
            select
                t.reference, c.call_id::text as call_id, c.reference is null as is_gone, c.kind is null or c.settled_by is not null as is_closed,
                case when c.reference is null then coalesce((t.removed ->> 'version')::bigint, 0) + 1 when t.is_new then 1 else c.version end as version,
                case when c.reference is null then t.removed end as removed,
                row_number() over (order by t.last) as place
            from told t left join public.ivr_calls c on c.reference = t.reference
            where c.reference is not null or t.removed is not null),
        named as (
            insert into offhook.provider_ids (provider_call_id, reference, source, first_seen)
            select call_id, reference, 'foreign', @now from changed where not is_gone and length(call_id) between 1 and 500
            order by call_id, reference
            on conflict do nothing returning 1),
        closed as (
            delete from offhook.open_calls o using changed where (changed.is_gone or (changed.is_closed and not o.lacks_times)) and o.reference = changed.reference returning 1),
        forgotten as (
            delete from offhook.reports r using changed where changed.is_gone and r.reference = changed.reference returning 1),
        unnamed as (
            delete from offhook.provider_ids p using changed where changed.is_gone and p.reference = changed.reference returning 1),
        counted as (
            update offhook.counters set value = value + (select count(*) from changed)
            where name = 'changes' and exists (select from changed) 
                and (select count(*) from named) + (select count(*) from closed) + (select count(*) from forgotten) + (select count(*) from unnamed) >= 0
            returning value, pg_notify('offhook_changes', ''))
        insert into offhook.changes (number, reference, version, at, removed)
        select counted.value - (select count(*) from changed) + changed.place, changed.reference, changed.version, least(@now, clock_timestamp()), changed.removed from changed, counted
        """;

    /// <summary>Gives what is noted its numbers, at most <see cref="Most"/> notes at a time. Each is told once, whoever else tries to do the same at the same time.</summary>
    /// <returns>How many changes it made of them. 0 also means that another node is at work on them.</returns>
    /// <exception cref="NpgsqlException">The database is away. Notes stay.</exception>
    public static async Task<int> DrainAsync(NpgsqlDataSource source, TimeProvider clock, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(clock);
        var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            using var batch = connection.CreateBatch();
            _ = batch.Add("begin");
            _ = batch.Add("select set_config('idle_in_transaction_session_timeout', '10000', true)");
            _ = batch.Add(OnlyOne);
            var take = batch.Add(Take).With("@most", NpgsqlDbType.Integer, Most).With("@now", clock.GetUtcNow());
            _ = batch.Add("commit");
            _ = await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return checked((int)take.Rows);
        }
    }
}
