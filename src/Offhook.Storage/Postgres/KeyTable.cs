using Npgsql;
using NpgsqlTypes;

namespace Offhook.Storage.Postgres;

/// <summary>The table <c>offhook.idempotency_keys</c>.</summary>
internal static class KeyTable
{
    /// <summary>Scope and key, then what <see cref="Read"/> expects.</summary>
    public const string Several = """
        select k.scope, k.key, k.body_hash, k.reference, k.status, k.headers, k.body
        from offhook.idempotency_keys k join unnest(@scope, @key) as u (scope, key) on k.scope = u.scope and k.key = u.key
        where k.expires_at > @now
        """;

    private const string One = """
        select body_hash, reference, status, headers, body from offhook.idempotency_keys
        where scope = @scope and key = @key and expires_at > @now
        """;

    // Whoever claims holds the key's lock and has looked: what is replaced has expired.
    private const string Claim = """
        insert into offhook.idempotency_keys (scope, key, body_hash, reference, expires_at)
        select u.scope, u.key, u.body_hash, u.reference, u.expires_at
        from unnest(@scope, @key, @body_hash, @reference, @expires_at) as u (scope, key, body_hash, reference, expires_at)
        on conflict (scope, key) do update set
            body_hash = excluded.body_hash, reference = excluded.reference, status = null, headers = null, body = null, expires_at = excluded.expires_at
        """;

    private const string Answer = "update offhook.idempotency_keys set status = @status, headers = @headers, body = @body where scope = @scope and key = @key";

    public static Task<KeyRecord?> FindAsync(PostgresReads database, string scope, string key, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.FirstAsync(One, command => command.With("@scope", scope).With("@key", key).With("@now", now), row => Read(row, 0), cancellationToken);

    public static Task CompleteAsync(PostgresReads database, string scope, string key, KeyAnswer answer, CancellationToken cancellationToken) => database.RunAsync(
        Answer,
        command => command.With("@scope", scope).With("@key", key).With("@status", NpgsqlDbType.Integer, answer.Status)
            .With("@headers", answer.Headers).With("@body", answer.Body),
        cancellationToken);

    public static NpgsqlBatchCommand WithKeys(this NpgsqlBatchCommand command, IEnumerable<KeyClaim> claims, DateTimeOffset now)
    {
        List<KeyClaim> several = [.. claims];
        return command
            .WithMany("@scope", NpgsqlDbType.Text, several.Select(claim => claim.Scope))
            .WithMany("@key", NpgsqlDbType.Text, several.Select(claim => claim.Key))
            .With("@now", now);
    }

    public static void AddClaims(NpgsqlBatch batch, List<BeginJob> keyed)
    {
        if (keyed.Count > 0)
        {
            _ = batch.Add(Claim)
                .WithMany("@scope", NpgsqlDbType.Text, keyed.Select(job => job.Intent.Key!.Scope)) // All of them have one.
                .WithMany("@key", NpgsqlDbType.Text, keyed.Select(job => job.Intent.Key!.Key))
                .WithMany("@body_hash", NpgsqlDbType.Text, keyed.Select(job => job.Intent.Key!.BodyHash))
                .WithMany("@reference", NpgsqlDbType.Uuid, keyed.Select(job => job.Intent.Report.Reference))
                .WithMany("@expires_at", NpgsqlDbType.TimestampTz, keyed.Select(job => Storable.Of(job.Intent.Key!.Expires)));
        }
    }

    public static KeyRecord Read(NpgsqlDataReader row, int first) => new(
        row.GetString(first),
        row.GetGuid(first + 1),
        row.IsDBNull(first + 2) ? null : new KeyAnswer(row.GetInt32(first + 2), row.GetString(first + 3), row.GetString(first + 4)));
}
