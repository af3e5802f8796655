using System.Buffers.Text;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using System.Text;
using Offhook.Calls;
using Offhook.Storage;

namespace Offhook.Server.Access.Keys;

/// <summary>
/// The named keys. They lie in the store, so that all nodes know the same; each looks there again after two seconds. All who ask meanwhile share one reading, and
/// its failure: a store that hangs is not asked by one after the other.
/// </summary>
internal sealed class AccessKeyRing(IAccessKeyStore store, TimeProvider clock)
{
    /// <summary>How each of our keys begins, the first one of the administrator's too.</summary>
    public const string Prefix = "offhook_";

    /// <summary>How a publishable one begins.</summary>
    public const string PublishablePrefix = Prefix + "pub_";

    private const int LongestKey = 100;

    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private Task<Known>? _reading;

    /// <summary>Knows the bearer of a key.</summary>
    /// <param name="origin">The page that sent it; null when no browser did.</param>
    /// <returns>Null when the key is none of these.</returns>
    /// <exception cref="StoreUnavailableException">The keys cannot be read.</exception>
    public async ValueTask<Recognition?> RecogniseAsync(string credential, string? origin, CancellationToken cancellationToken)
    {
        if (credential.Length > LongestKey || !credential.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var hash = Hash(credential);
        var key = (await KnownAsync(cancellationToken)).FirstOrDefault(key => CryptographicOperations.FixedTimeEquals(key.Hash, hash));
        if (key is null)
        {
            return null;
        }

        // Whoever opens the page can read its key, so only one that names a team shows anything by itself.
        CallAudience audience = key.Team is { } team ? new CallAudience.OfTeam(team)
            : key.Kind is AccessKeyKind.Publishable ? CallAudience.Nobody.Instance
            : CallAudience.Everyone.Instance;
        return key.Kind switch
        {
            AccessKeyKind.Server => new Recognition.Known(new Caller($"key:{key.Name}", CallerRole.Server, audience, Team: key.Team)),

            AccessKeyKind.Publishable when origin is null || !key.Origins.Contains(origin, StringComparer.OrdinalIgnoreCase) =>
                new Recognition.Refused("OriginNotAllowed", "This key is good for other pages only"),
            AccessKeyKind.Publishable => new Recognition.Known(new Caller($"key:{key.Name}", CallerRole.Reader, audience, Team: key.Team)),
            _ => null,
        };
    }

    /// <summary>Whether some publishable key is good for pages of this origin.</summary>
    /// <exception cref="StoreUnavailableException">The keys cannot be read.</exception>
    public async ValueTask<bool> NamesPageAsync(string origin, CancellationToken cancellationToken) =>
        (await KnownAsync(cancellationToken)).Any(key => key.Kind is AccessKeyKind.Publishable && key.Origins.Contains(origin, StringComparer.OrdinalIgnoreCase));

    /// <summary>All keys, in the order of their names.</summary>
    public Task<IReadOnlyList<AccessKey>> AllAsync(CancellationToken cancellationToken) => store.AccessKeysAsync(cancellationToken);

    /// <summary>Makes a key.</summary>
    /// <returns>The key and its text, which is nowhere kept; null when the name is taken.</returns>
    public async Task<(AccessKey Key, string Text)?> AddAsync(string name, AccessKeyKind kind, string? team, IReadOnlyList<string> origins, CancellationToken cancellationToken)
    {
        var text = (kind is AccessKeyKind.Publishable ? PublishablePrefix : Prefix) + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var key = new AccessKey(name, kind, team, origins, clock.GetUtcNow(), Hash(text));
        return await ChangeAsync(() => store.AddAccessKeyAsync(key, cancellationToken)) ? (key, text) : null;
    }

    /// <summary>Ends a key.</summary>
    /// <returns>False when there is none of this name.</returns>
    public Task<bool> RemoveAsync(string name, CancellationToken cancellationToken) =>
        ChangeAsync(() => store.RemoveAccessKeyAsync(name, cancellationToken));

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    // What was read before a key was changed is old at once.
    private async Task<bool> ChangeAsync(Func<Task<bool>> change)
    {
        try
        {
            return await change();
        }
        finally
        {
            lock (_gate)
            {
                _reading = null;
            }
        }
    }

    private async ValueTask<IReadOnlyList<AccessKey>> KnownAsync(CancellationToken cancellationToken)
    {
        var known = await Reading().WaitAsync(cancellationToken);
        known.Fault?.Throw();
        return known.Keys;
    }

    private Task<Known> Reading()
    {
        lock (_gate)
        {
            return _reading is { } last && (!last.IsCompleted || clock.GetElapsedTime(last.Result.At) < Freshness) ? last : _reading = Task.Run(ReadAsync);
        }
    }

    // Not cancelled with the request: others wait for the answer too. The keys are as old as the question for them, a failure is as old as the answer.
    private async Task<Known> ReadAsync()
    {
        var asked = clock.GetTimestamp();
        try
        {
            return new Known(await store.AccessKeysAsync(CancellationToken.None), null, asked);
        }
        catch (Exception fault)
        {
            return new Known([], ExceptionDispatchInfo.Capture(fault), clock.GetTimestamp());
        }
    }

    private sealed record Known(IReadOnlyList<AccessKey> Keys, ExceptionDispatchInfo? Fault, long At);
}
