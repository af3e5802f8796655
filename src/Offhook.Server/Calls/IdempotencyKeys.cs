using System.Collections.Concurrent;
using System.Security.Claims;
using Offhook.Gateway.Dialling;
using Offhook.Storage;

namespace Offhook.Server.Calls;

/// <summary>
/// <c>Idempotency-Key</c>: the same wish under the same key rings once, and every repetition gets the first answer. A repetition that comes while the first
/// is under way waits for it. A key is bound when the wish is kept; a request that was refused before that leaves it free.
/// </summary>
internal sealed class IdempotencyKeys(TimeProvider clock)
{
    /// <summary>How long a key is remembered.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>The request header.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>The longest key, in characters.</summary>
    public const int Longest = 200;

    private readonly ConcurrentDictionary<(string, string), TaskCompletionSource> _underWay = new();

    /// <summary>Reads the header.</summary>
    /// <param name="claim">Null when there is no header.</param>
    /// <returns>False when the header is no key.</returns>
    public bool TryRead(HttpContext http, CallWish wish, out KeyClaim? claim)
    {
        claim = null;
        var values = http.Request.Headers[Header];
        if (values.Count == 0)
        {
            return true;
        }

        if (values is not [{ Length: > 0 and <= Longest } key] || key.Any(c => c is < '!' or > '~'))
        {
            return false;
        }

        var scope = $"{http.User.FindFirstValue(ClaimTypes.Name)} {http.Request.Path}";
        claim = new KeyClaim(scope, key, wish.Fingerprint(), clock.GetUtcNow() + Lifetime);
        return true;
    }

    /// <summary>Waits for a request with the same key to finish, then holds the key until disposed.</summary>
    public async Task<IDisposable> EnterAsync(KeyClaim claim, CancellationToken cancellationToken)
    {
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        while (true)
        {
            var current = _underWay.GetOrAdd((claim.Scope, claim.Key), mine);
            if (current == mine)
            {
                return new Turn(() =>
                {
                    _underWay.TryRemove((claim.Scope, claim.Key), out _);
                    mine.SetResult();
                });
            }

            await current.Task.WaitAsync(cancellationToken);
        }
    }

    private sealed class Turn(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
