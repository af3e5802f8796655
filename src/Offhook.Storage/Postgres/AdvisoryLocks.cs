using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using NpgsqlTypes;
using Offhook.Calls;

namespace Offhook.Storage.Postgres;

/// <summary>
/// Locks on things that have no row yet: a call before its intent, an agent, a key of a request. They end with the transaction, so they work through every pooler.
/// Two things that share a lock by accident only wait for each other.
/// </summary>
internal static class AdvisoryLocks
{
    // In the order of the array: who locks several must do so in the same order as everybody else.
    private const string Take = "select pg_advisory_xact_lock(u.key) from unnest(@keys) as u (key)";

    public static long OfCall(Guid reference) => Key($"call {reference:D}");

    public static long OfAgent(PhoneNumber agent) => Key($"agent {agent.E164}");

    public static long OfKey(string scope, string key) => Key($"key {scope.Length} {scope} {key}");

    public static void Add(NpgsqlBatch batch, IEnumerable<long> keys) => batch.Add(Take).WithMany("@keys", NpgsqlDbType.Bigint, keys.Distinct().Order());

    private static long Key(string text) => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes("offhook " + text)));
}
