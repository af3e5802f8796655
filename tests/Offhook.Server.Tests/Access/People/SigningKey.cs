using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Offhook.Server.Tests.Access.People;

/// <summary>A key that signs tokens, and how it is published.</summary>
/// <param name="Id">Null for one that is not named in the header.</param>
/// <param name="Public">As in a list of keys; null for a shared secret.</param>
internal sealed record SigningKey(string? Id, string Algorithm, JsonObject? Public, Func<byte[], byte[]> Sign)
{
    public static SigningKey Elliptic(string id)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = key.ExportParameters(false).Q;
        return new SigningKey(
            id, "ES256",
            new JsonObject { ["kid"] = id, ["kty"] = "EC", ["crv"] = "P-256", ["alg"] = "ES256", ["use"] = "sig", ["key_ops"] = new JsonArray("verify"), ["x"] = Text(point.X!), ["y"] = Text(point.Y!) },
            data => key.SignData(data, HashAlgorithmName.SHA256));
    }

    public static SigningKey Rsa(string id, int bits = 2048)
    {
        var key = RSA.Create(bits);
        var numbers = key.ExportParameters(false);
        return new SigningKey(
            id, "RS256",
            new JsonObject { ["kid"] = id, ["kty"] = "RSA", ["alg"] = "RS256", ["use"] = "sig", ["n"] = Text(numbers.Modulus!), ["e"] = Text(numbers.Exponent!) },
            data => key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    public static SigningKey Shared(byte[] secret, string? id = null) => new(id, "HS256", null, data => HMACSHA256.HashData(secret, data));

    public static SigningKey Shared(string secret, string? id = null) => Shared(Encoding.UTF8.GetBytes(secret), id);

    /// <summary>The claims as a token.</summary>
    /// <param name="more">Further members of the header, and those to replace.</param>
    public string Token(JsonNode claims, JsonObject? more = null) => Token(claims.ToJsonString(), more);

    /// <summary>Any text as the claims of a token.</summary>
    public string Token(string claims, JsonObject? more = null)
    {
        var header = new JsonObject { ["alg"] = Algorithm, ["typ"] = "JWT" };
        if (Id is not null)
        {
            header["kid"] = Id;
        }

        foreach (var (name, value) in more ?? [])
        {
            header[name] = value?.DeepClone();
        }

        var signed = $"{Text(Encoding.UTF8.GetBytes(header.ToJsonString()))}.{Text(Encoding.UTF8.GetBytes(claims))}";
        return $"{signed}.{Text(Sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
