using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Offhook.Server.Access.People;

/// <summary>
/// The keys that the project publishes. They are read again after ten minutes, which is as long as Supabase's own edge keeps them. A key that is not among
/// them has them read at once, and after that at most every 30 s: whoever makes up key ids cannot make us ask more often. While they cannot be read, those
/// last read stay good.
/// </summary>
internal sealed class PublishedKeys(SupabaseProject project, IHttpClientFactory clients, TimeProvider clock, PeopleLog log) : IDisposable
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

    private readonly SemaphoreSlim _turn = new(1);
    private KeySet? _known;
    private long? _triedAt;
    private long? _searchedAt;

    /// <summary>Looks for a key.</summary>
    /// <param name="algorithm">What it must be for: <c>ES256</c> or <c>RS256</c>.</param>
    /// <returns>The key, or null and whether the keys could be read at all.</returns>
    public async ValueTask<(SecurityKey? Key, bool AreKnown)> FindAsync(string id, string algorithm, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _known) is { } fresh && IsFresh(fresh) && fresh.Find(id, algorithm) is { } found)
        {
            return (found, true);
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_known is not { } known || !IsFresh(known))
            {
                await ReadAsync();
            }
            else if (known.Find(id, algorithm) is null && HasPassed(_searchedAt, Pause))
            {
                _searchedAt = clock.GetTimestamp();
                await ReadAsync();
            }

            return (_known?.Find(id, algorithm), _known is not null);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private bool IsFresh(KeySet keys) => clock.GetElapsedTime(keys.ReadAt) < Freshness;

    private bool HasPassed(long? since, TimeSpan pause) => since is not { } start || clock.GetElapsedTime(start) >= pause;

    // Not cancelled with the request: others wait for the answer too.
    private async Task ReadAsync()
    {
        // A project that is away is asked again after a pause; at the start there is nothing to go on with, so that it is shorter.
        var isSearch = _known is { } known && IsFresh(known);
        if (!isSearch && !HasPassed(_triedAt, _known is null ? Patience : Pause))
        {
            return;
        }

        var now = clock.GetTimestamp();
        try
        {
            using var client = clients.CreateClient(HttpClientName);
            Volatile.Write(ref _known, KeySet.Read(await client.GetStringAsync(project.KeysAddress, CancellationToken.None), now));
            _triedAt = null;
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException or ArgumentException or InvalidOperationException)
        {
            _triedAt = now;
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
                if (AlgorithmOf(key) is { } algorithm && key.Kid is { Length: > 0 } id && CanVerify(key, algorithm))
                {
                    keys.TryAdd((id, algorithm), key);
                }
            }

            return new KeySet(keys, now);
        }

        // Each type of key is for one algorithm here, so that no token can choose how its key is used.
        private static string? AlgorithmOf(JsonWebKey key)
        {
            var algorithm = key switch
            {
                { Kty: JsonWebAlgorithmsKeyTypes.EllipticCurve, Crv: JsonWebKeyECTypes.P256 } => SecurityAlgorithms.EcdsaSha256,
                { Kty: JsonWebAlgorithmsKeyTypes.RSA, KeySize: >= 2048 } => SecurityAlgorithms.RsaSha256,
                _ => null,
            };
            return key.Use is null or "" or "sig" && (key.KeyOps.Count == 0 || key.KeyOps.Contains("verify")) && (key.Alg is null or "" || key.Alg == algorithm) ? algorithm : null;
        }

        // A point that lies on no curve shows itself only when it is used.
        private static bool CanVerify(JsonWebKey key, string algorithm)
        {
            try
            {
                var provider = key.CryptoProviderFactory.CreateForVerifying(key, algorithm);
                _ = provider.Verify([0], new byte[64]);
                key.CryptoProviderFactory.ReleaseSignatureProvider(provider);
                return true;
            }
            catch (Exception fault) when (fault is ArgumentException or NotSupportedException or InvalidOperationException or CryptographicException or FormatException)
            {
                return false;
            }
        }
    }
}
