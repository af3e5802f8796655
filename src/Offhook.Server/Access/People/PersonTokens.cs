using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Offhook.Server.Access.People;

/// <summary>Knows the people of a Supabase project by the tokens that they got when they signed in there.</summary>
internal sealed class PersonTokens(SupabaseProject project, PublishedKeys keys, PersonProfiles profiles, TimeProvider clock)
{
    private const string Audience = "authenticated";
    private const int LongestSubject = 100;

    // Only for a token that seems to come from the future, because our clock is a little behind: who is out of time must sign in again anyway.
    private static readonly TimeSpan Leeway = TimeSpan.FromSeconds(30);

    private readonly SymmetricSecurityKey? _secret = project.Secret is { } secret ? new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret)) : null;

    /// <summary>Checks a token: its form, its signature, then what it says.</summary>
    public async ValueTask<Recognition> RecogniseAsync(string text, CancellationToken cancellationToken)
    {
        if (SignedToken.Read(text) is not { } token)
        {
            return Refused("The token cannot be read");
        }

        var (key, why) = await KeyOfAsync(token, cancellationToken);
        if (key is null)
        {
            return why;
        }

        if (!IsSigned(token, key))
        {
            return Refused("The token's signature is wrong");
        }

        return Judge(token.Claims, out var expires) is { } fault ? Refused(fault) : new Recognition.Known(profiles.CallerOf(token.Claims, expires));
    }

    private static Recognition.Refused Refused(string why) => new("InvalidJWTToken", why);

    // The algorithm chooses where the key comes from, and a key is never used for another algorithm than its own. A token signed with the
    // secret may name a key that nobody publishes (observed in Supabase's Auth), so its key id says nothing.
    private async ValueTask<(SecurityKey? Key, Recognition.Refused Why)> KeyOfAsync(SignedToken token, CancellationToken cancellationToken)
    {
        switch (token.Algorithm)
        {
            case SecurityAlgorithms.HmacSha256:
                return (_secret, Refused("Tokens signed with a secret are not taken here"));
            case SecurityAlgorithms.EcdsaSha256 or SecurityAlgorithms.RsaSha256 when token.KeyId is { Length: > 0 } id:
                var (key, areKnown) = await keys.FindAsync(id, token.Algorithm, cancellationToken);

                // A key that was published a moment ago is found at the latest after the pause between two searches.
                return (key, Refused(areKnown ? "The token's key is not known" : "The keys of the project cannot be read at the moment") with { IsPassing = true });
            case SecurityAlgorithms.EcdsaSha256 or SecurityAlgorithms.RsaSha256:
                return (null, Refused("The token does not name its key"));
            case "EdDSA":
                return (null, Refused("Tokens signed with EdDSA cannot be checked here; ES256 and RS256 can"));
            default:
                return (null, Refused("The token's algorithm is not allowed"));
        }
    }

    private static bool IsSigned(SignedToken token, SecurityKey key)
    {
        var provider = key.CryptoProviderFactory.CreateForVerifying(key, token.Algorithm);
        try
        {
            return token.Signature.Length > 0 && provider.Verify(token.Signed, token.Signature);
        }
        catch (CryptographicException)
        {
            return false;
        }
        finally
        {
            key.CryptoProviderFactory.ReleaseSignatureProvider(provider);
        }
    }

    // What is wrong with the claims; null when nothing is.
    private string? Judge(JsonElement claims, out DateTimeOffset expires)
    {
        expires = default;
        if (claims.Word("role") is "anon" or "service_role")
        {
            return "This is an API key of Supabase, not the token of a person";
        }

        var now = clock.GetUtcNow();
        if (Time(claims, "exp") is not { } end)
        {
            return "The token does not say when it expires";
        }

        expires = end;
        return end <= now ? string.Create(CultureInfo.InvariantCulture, $"Token has expired {(long)(now - end).TotalSeconds} seconds ago")
            : !HasBegun(claims, "nbf", now) || !HasBegun(claims, "iat", now) ? "The token is not valid yet"
            : claims.Word("iss") != project.Issuer ? "The token is of another project"
            : !IsForPeople(claims) ? "The token is not for a signed-in person"
            : claims.Word("sub") is not { Length: > 0 and <= LongestSubject } subject || subject.Any(c => c is < '!' or > '~') ? "The token does not say whose it is"
            : null;
    }

    private static bool HasBegun(JsonElement claims, string name, DateTimeOffset now) =>
        !claims.TryGetProperty(name, out _) || Time(claims, name) is { } start && start <= now + Leeway;

    private static bool IsForPeople(JsonElement claims) => claims.TryGetProperty("aud", out var audience) && audience.ValueKind switch
    {
        JsonValueKind.String => audience.ValueEquals(Audience),
        JsonValueKind.Array => audience.EnumerateArray().Any(one => one.ValueKind is JsonValueKind.String && one.ValueEquals(Audience)),
        _ => false,
    };

    // Seconds since 1970. Auth writes decimals at times (read in its source), which are rounded.
    private static DateTimeOffset? Time(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number && value.TryGetDouble(out var seconds) && seconds is >= 0 and < 253_402_300_799
            ? DateTimeOffset.FromUnixTimeSeconds((long)Math.Round(seconds))
            : null;
}
