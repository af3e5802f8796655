using Npgsql;
using NpgsqlTypes;
using Offhook.Calls;

namespace Offhook.Storage.Postgres;

/// <summary>Reading single rows of <c>public.ivr_calls</c>.</summary>
internal static class CallTable
{
    private const string ByReference = $"select {CallReading.List} from public.ivr_calls c where c.reference = @reference";

    private const string ByProviderId = $"""
        select {CallReading.List} from offhook.provider_ids p join public.ivr_calls c on c.reference = p.reference
        where p.provider_call_id = @provider_call_id and c.kind is not null
        order by c.received_at desc, c.reference desc limit 20
        """;

    private const string KeyIsUuid = """
        select 1 from pg_attribute where attrelid = 'public.ivr_calls'::regclass and attname = 'id' and atttypid = 'uuid'::regtype and attgenerated = ''
        """;

    private const string AnyReal = "select 1 from public.ivr_calls where provider::text <> 'simulator' limit 1";

    public static async Task<CallRow?> FindAsync(PostgresReads database, string id, CallAudience audience, CancellationToken cancellationToken)
    {
        var ofAudience = AudienceCondition.Sql(audience);
        return CallReference.TryRead(id, out var reference) && await FirstAsync(ByReference + ofAudience, command => command.With("@reference", NpgsqlDbType.Uuid, reference)).ConfigureAwait(false) is { } row
            ? row
            : await FirstAsync(ByCallId(ofAudience), command => command.With("@call_id", Storable.Of(id))).ConfigureAwait(false);

        Task<CallRow?> FirstAsync(string sql, Func<NpgsqlCommand, NpgsqlCommand> fill) =>
            database.FirstAsync(sql, command => fill(command).WithAudience(audience), CallReading.Read, cancellationToken);
    }

    public static async Task<IReadOnlyList<CallRow>> FindByProviderIdAsync(PostgresReads database, string providerCallId, CancellationToken cancellationToken) =>
        await database.AllAsync(ByProviderId, command => command.With("@provider_call_id", Storable.Of(providerCallId)), CallReading.Read, cancellationToken).ConfigureAwait(false);

    public static Task<bool> HoldsRealCallAsync(PostgresReads database, CancellationToken cancellationToken) => AnyAsync(database, AnyReal, cancellationToken);

    /// <summary>Whether the key <c>id</c> is a UUID, so that it can be the reference. An adopted table keeps the key that it had.</summary>
    public static Task<bool> KeyIsReferenceAsync(PostgresReads database, CancellationToken cancellationToken) => AnyAsync(database, KeyIsUuid, cancellationToken);

    // By way of the ids, because call_id changes with what is reported and so has no index.
    private static string ByCallId(string ofAudience) => $"""
        select {CallReading.List} from offhook.provider_ids p join public.ivr_calls c on c.reference = p.reference
        where p.provider_call_id = @call_id and c.call_id::text = @call_id{ofAudience}
        order by c.received_at desc, c.reference desc limit 1
        """;

    private static async Task<bool> AnyAsync(PostgresReads database, string sql, CancellationToken cancellationToken) =>
        (await database.AllAsync(sql, command => command, row => row.GetInt32(0), cancellationToken).ConfigureAwait(false)).Count > 0;
}
