using Npgsql;
using NpgsqlTypes;

namespace Offhook.Storage.Postgres;

/// <summary>
/// Reports whose call is not known yet. They are locked by the reference, as its intent is: so an orphan is either there before the intent is folded, or
/// finds the call and is refused.
/// </summary>
internal static class OrphanTable
{
    private const string Insert = """
        insert into offhook.reports (reference, identity, source, received_at, content, raw)
        select u.reference, u.identity, u.source, u.received_at, u.content, u.raw
        from unnest(@reference, @identity, @source, @received_at, @content, @raw) as u (reference, identity, source, received_at, content, raw)
        where not exists (select from public.ivr_calls c where c.reference = u.reference and c.kind is not null)
        on conflict (reference, identity) do update set received_at = excluded.received_at where excluded.received_at < reports.received_at
        """;

    private const string ProviderIds = """
        insert into offhook.provider_ids (provider_call_id, reference, source, first_seen)
        select u.provider_call_id, u.reference, u.source, u.first_seen
        from unnest(@provider_call_id, @reference, @source, @first_seen) as u (provider_call_id, reference, source, first_seen)
        on conflict (provider_call_id, reference) do nothing
        """;

    private const string Found = "select c.reference as found from public.ivr_calls c where c.reference = any (@references) and c.kind is not null";

    /// <summary>Keeps orphans. The last statement gives, as <c>found</c>, those whose call has come meanwhile: they were not kept.</summary>
    public static void Add(NpgsqlBatch batch, List<CallState> orphans)
    {
        List<NewReport> reports = [.. orphans.SelectMany(state => state.New)];
        AdvisoryLocks.Add(batch, orphans.Select(state => AdvisoryLocks.OfCall(state.Reference)));
        _ = batch.Add(Insert).WithReports(reports);
        batch.AddProviderIds(ProviderIds, reports);
        _ = batch.Add(Found).WithMany("@references", NpgsqlDbType.Uuid, orphans.Select(state => state.Reference));
    }
}
