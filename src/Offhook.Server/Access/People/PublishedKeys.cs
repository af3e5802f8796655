using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Offhook.Server.Access.People;

/// <summary>
/// The keys that the project publishes. They are read again after ten minutes, which is as long as Supabase's own edge keeps them; who brings a known key does
/// not wait for that, unless nobody came for twenty minutes. A key that is not among them has them read at once, and after that at most every 30 s: whoever
/// makes up key ids cannot make us ask more often. While they cannot be read, those last read stay good. All who wait share one reading.
/// </summary>
internal sealed class PublishedKeys(SupabaseProject project, IHttpClientFactory clients, TimeProvider clock, PeopleLog log)
{
    /// <summary>The client that reads them.</summary>
    public const string HttpClientName = "supabase-keys";

    /// <summary>The longest answer that is read, in bytes.</summary>
    public const int LargestAnswer = 64 * 1024;

    /// <summary>How long an answer may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private const int Most = 32;

    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    // Longer unread keys may have been ended long ago, and the project is asked first, unless it is known to be away.
    private static readonly TimeSpan Trusted = TimeSpan.FromMinutes(20);

    private readonly Lock _gate = new();
    private KeySet? _known;
    private Task _reading = Task.CompletedTask;
    private long? _failedAt;
    private long? _searchedAt;

    /// <summary>Looks for a key.</summary>
    /// <param name="algorithm">What it must be for: <c>ES256</c> or <c>RS256</c>.</param>
    /// <returns>The key, or null and whether the keys could be read at all.</returns>
    public async ValueTask<(SecurityKey? Key, bool AreKnown)> FindAsync(string id, string algorithm, CancellationToken cancellationToken)
    {
        var known = Volatile.Read(ref _known);
        var key = known?.Find(id, algorithm);
        if (known is not null && key is not null && Age(known) < Freshness)
        {
            return (key, true);
        }

        var (reading, isAway) = ReadIfDue(id, algorithm);
        if (known is null || key is null || (Age(known) >= Trusted && !isAway))
        {
            await reading.WaitAsync(cancellationToken);
            known = Volatile.Read(ref _known);
            key = known?.Find(id, algorithm);
        }

        return (key, known is not null);
    }

    private TimeSpan Age(KeySet keys) => clock.GetElapsedTime(keys.ReadAt);

    private bool HasPassed(long? since, TimeSpan pause) => since is not { } start || clock.GetElapsedTime(start) >= pause;

    // The reading that goes on, or a new one when it is time for one.
    private (Task Reading, bool IsAway) ReadIfDue(string id, string algorithm)
    {
        lock (_gate)
        {
            if (_reading.IsCompleted && IsDue(id, algorithm))
            {
                _reading = Task.Run(ReadAsync);
            }

            return (_reading, !HasPassed(_failedAt, Trusted));
        }
    }

    private bool IsDue(string id, string algorithm)
    {
        if (_known is not { } known || Age(known) >= Freshness)
        {
            // A project that is away is asked again after a pause; at the start there is nothing to go on with, so that it is shorter.
            return HasPassed(_failedAt, _known is null ? Patience : Pause);
        }

        if (known.Find(id, algorithm) is not null || !HasPassed(_searchedAt, Pause))
        {
            return false;
        }

        _searchedAt = clock.GetTimestamp();
        return true;
    }

    // Not cancelled with the request: others wait for the answer too. Whatever the project answers, nobody's request breaks on it.
    private async Task ReadAsync()
    {
        var asked = clock.GetTimestamp();
        try
        {
            using var client = clients.CreateClient(HttpClientName);
            var keys = KeySet.Read(await client.GetStringAsync(project.KeysAddress, CancellationToken.None), asked);
            lock (_gate)
            {
                (_known, _failedAt) = (keys, null);
            }
        }
        catch (Exception fault)
        {
            lock (_gate)
            {
                _failedAt = clock.GetTimestamp();
            }

            log.KeysAway(project.KeysAddress, fault.Message.TrimEnd('.'));
        }
    }

    private sealed class KeySet(Dictionary<(string Id, string Algorithm), SecurityKey> keys, long readAt)
    {
        public long ReadAt => readAt;

        public SecurityKey? Find(string id, string algorithm) => keys.GetValueOrDefault((id, algorithm));

        public static KeySet Read(string json, long now)
        {
            var keys = new Dictionary<(string, string), SecurityKey>();
            foreach (var key in new JsonWebKeySet(json).Keys.Take(Most))
            {
                if (key.Kid is { Length: > 0 } id && AlgorithmOf(key) is { } algorithm)
                {
                    keys.TryAdd((id, algorithm), key);
                }
            }

            return new KeySet(keys, now);
        }

        // Each type of key is for one algorithm here, so that no token can choose how its key is used. A point that lies on no curve, or a number that
        // is none, shows itself only when the key is used.
        private static string? AlgorithmOf(JsonWebKey key)
        {
            try
            {
                var algorithm = key switch
                {
                    { Kty: JsonWebAlgorithmsKeyTypes.EllipticCurve, Crv: JsonWebKeyECTypes.P256 } => SecurityAlgorithms.EcdsaSha256,
                    { Kty: JsonWebAlgorithmsKeyTypes.RSA, KeySize: >= 2048 } => SecurityAlgorithms.RsaSha256,
                    _ => null,
                };
                return algorithm is not null && IsMeantFor(key, algorithm) && CanVerify(key, algorithm) ? algorithm : null;
            }
            catch (Exception fault) when (fault is ArgumentException or NotSupportedException or InvalidOperationException or CryptographicException or FormatException)
            {
                return null;
            }
        }

        private static bool IsMeantFor(JsonWebKey key, string algorithm) =>
            key.Use is null or "" or "sig" && (key.KeyOps.Count == 0 || key.KeyOps.Contains("verify")) && (key.Alg is null or "" || key.Alg == algorithm);

        private static bool CanVerify(JsonWebKey key, string algorithm)
        {
            var provider = key.CryptoProviderFactory.CreateForVerifying(key, algorithm);
            _ = provider.Verify([0], new byte[64]);
            key.CryptoProviderFactory.ReleaseSignatureProvider(provider);
            return true;
        }
    }
}
