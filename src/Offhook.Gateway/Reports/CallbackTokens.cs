using System.Security.Cryptography;
using System.Text;
using Offhook.Calls;

namespace Offhook.Gateway.Reports;

/// <summary>
/// The proof that a callback comes from somebody to whom we gave its address: the first 128 bits of HMAC-SHA256 over the call's reference.
/// It is worth one call only.
/// </summary>
public sealed class CallbackTokens
{
    /// <summary>Characters in a token: lower-case hex digits.</summary>
    public const int Length = 32;

    /// <summary>How long a token is believed after its call was asked for.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    // A node whose clock is ahead of ours made a reference that seems to come from the future.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromHours(1);

    private readonly TimeProvider _clock;
    private readonly byte[][] _secrets;

    /// <param name="secrets">The newest first; the newest signs, the newest two are believed.</param>
    /// <exception cref="ArgumentException">There is no secret, or one is shorter than 32 bytes.</exception>
    public CallbackTokens(IEnumerable<byte[]> secrets, TimeProvider clock)
    {
        _secrets = [.. secrets.Take(2)];
        _clock = clock;
        if (_secrets.Length == 0 || Array.Exists(_secrets, secret => secret.Length < 32))
        {
            throw new ArgumentException("at least one secret of 32 bytes is needed", nameof(secrets));
        }
    }

    /// <summary>The token of a call.</summary>
    public string For(Guid reference) => Sign(_secrets[0], reference);

    /// <summary>Whether a token belongs to a call and is not too old. Compared in constant time.</summary>
    public bool Admits(Guid reference, string? token)
    {
        if (token is not { Length: Length })
        {
            return false;
        }

        var age = _clock.GetUtcNow() - CallReference.MadeAt(reference);
        var given = Encoding.ASCII.GetBytes(token);
        var matches = false;
        foreach (var secret in _secrets)
        {
            matches |= CryptographicOperations.FixedTimeEquals(given, Encoding.ASCII.GetBytes(Sign(secret, reference)));
        }

        return matches && age <= Lifetime && age >= -ClockSkew;
    }

    private static string Sign(byte[] secret, Guid reference) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(CallReference.Compact(reference))).AsSpan(0, Length / 2));
}
