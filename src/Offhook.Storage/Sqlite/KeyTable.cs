using Microsoft.Data.Sqlite;

namespace Offhook.Storage.Sqlite;

/// <summary>The table <c>idempotency_keys</c>.</summary>
internal static class KeyTable
{
    private const string One = """
        select body_hash, reference, status, headers, body from idempotency_keys
        where scope = @scope and key = @key and expires_at > @now
        """;

    // Whoever claims has looked first, in the same transaction: what is replaced has expired.
    private const string Insert = """
        insert into idempotency_keys (scope, key, body_hash, reference, expires_at)
        values (@scope, @key, @body_hash, @reference, @expires_at)
        on conflict (scope, key) do update set
            body_hash = excluded.body_hash, reference = excluded.reference, status = null, headers = null, body = null, expires_at = excluded.expires_at
        """;

    private const string Answer = "update idempotency_keys set status = @status, headers = @headers, body = @body where scope = @scope and key = @key";

    private const string Expired = "delete from idempotency_keys where expires_at < @before";

    public static KeyRecord? Find(SqliteSession session, string scope, string key, DateTimeOffset now) =>
        session.Command(One).With("@scope", scope).With("@key", key).With("@now", now).First(Read);

    public static void Claim(SqliteSession session, KeyClaim claim, Guid reference) =>
        session.Command(Insert)
            .With("@scope", claim.Scope)
            .With("@key", claim.Key)
            .With("@body_hash", claim.BodyHash)
            .With("@reference", reference)
            .With("@expires_at", claim.Expires)
            .Run();

    public static void Complete(SqliteSession session, string scope, string key, KeyAnswer answer) =>
        session.Command(Answer)
            .With("@scope", scope)
            .With("@key", key)
            .With("@status", answer.Status)
            .With("@headers", answer.Headers)
            .With("@body", answer.Body)
            .Run();

    public static void Prune(SqliteSession session, DateTimeOffset before) => session.Command(Expired).With("@before", before).Run();

    private static KeyRecord Read(SqliteDataReader row) => new(
        row.GetString(0),
        row.Reference(1),
        row.IsDBNull(2) ? null : new KeyAnswer(row.GetInt32(2), row.GetString(3), row.GetString(4)));
}
