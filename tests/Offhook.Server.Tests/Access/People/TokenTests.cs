using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;

namespace Offhook.Server.Tests.Access.People;

public sealed class TokenTests(PeopleService people) : IClassFixture<PeopleService>
{
    private static readonly SigningKey Stranger = SigningKey.Elliptic("key-1");
    private static readonly SigningKey Secret = SigningKey.Shared(SupabaseStandIn.Secret);

    /// <summary>What is done to a good token, and what is said of it then.</summary>
    public static TheoryData<string, Func<PeopleService, string>, string> Bad { get; } = new()
    {
        { "expired", at => Good(at, claims => claims["exp"] = Now(at) - 12), "Token has expired 12 seconds ago." },
        { "expires now", at => Good(at, claims => claims["exp"] = Now(at)), "Token has expired 0 seconds ago." },
        { "never expires", at => Good(at, claims => claims.Remove("exp")), "The token does not say when it expires." },
        { "expires in words", at => Good(at, claims => claims["exp"] = "1893456000"), "The token does not say when it expires." },
        { "expires beyond time", at => Good(at, claims => claims["exp"] = 1e300), "The token does not say when it expires." },
        { "not yet valid", at => Good(at, claims => claims["nbf"] = Now(at) + 31), "The token is not valid yet." },
        { "issued in the future", at => Good(at, claims => claims["iat"] = Now(at) + 31), "The token is not valid yet." },
        { "issued in words", at => Good(at, claims => claims["iat"] = "now"), "The token is not valid yet." },
        { "of another project", at => Good(at, claims => claims["iss"] = "https://other.supabase.co/auth/v1"), "The token is of another project." },
        { "of a project with a longer name", at => Good(at, claims => claims["iss"] = at.Project.Issuer + "/"), "The token is of another project." },
        { "of no project", at => Good(at, claims => claims.Remove("iss")), "The token is of another project." },
        { "for another audience", at => Good(at, claims => claims["aud"] = "other"), "The token is not for a signed-in person." },
        { "for other audiences", at => Good(at, claims => claims["aud"] = new JsonArray("authenticated-not", 1, null)), "The token is not for a signed-in person." },
        { "for no audience", at => Good(at, claims => claims.Remove("aud")), "The token is not for a signed-in person." },
        { "of nobody", at => Good(at, claims => claims.Remove("sub")), "The token does not say whose it is." },
        { "of an empty name", at => Good(at, claims => claims["sub"] = ""), "The token does not say whose it is." },
        { "of a name in two lines", at => Good(at, claims => claims["sub"] = "a\nb"), "The token does not say whose it is." },
        { "of a number", at => Good(at, claims => claims["sub"] = 7), "The token does not say whose it is." },
        { "a service key", at => Secret.Token(ApiKey("service_role")), "This is an API key of Supabase, not the token of a person." },
        { "an anon key", at => Secret.Token(ApiKey("anon")), "This is an API key of Supabase, not the token of a person." },
        { "a service key with a subject", at => Good(at, claims => claims["role"] = "service_role"), "This is an API key of Supabase, not the token of a person." },
        { "signed by a stranger", at => Stranger.Token(Claims(at)), "The token's signature is wrong." },
        { "signed with another secret", at => SigningKey.Shared("another-secret-another-secret-another").Token(Claims(at)), "The token's signature is wrong." },
        { "changed after signing", at => Changed(Good(at)), "The token's signature is wrong." },
        { "without its signature", at => Good(at)[..(Good(at).LastIndexOf('.') + 1)], "The token's signature is wrong." },
        { "with a short signature", at => Good(at)[..^22], "The token's signature is wrong." },
        { "signed with the published key as a secret", at => SigningKey.Shared(Convert.ToBase64String(Encoding.UTF8.GetBytes(at.Project.Key.Public!.ToJsonString())), "key-1").Token(Claims(at)), "The token's signature is wrong." },
        { "signed with the published list as a secret", at => SigningKey.Shared(at.Project.Answer!(), "key-1").Token(Claims(at)), "The token's signature is wrong." },
        { "signed with a published coordinate as a secret", at => SigningKey.Shared(Base64Url.DecodeFromChars((string)at.Project.Key.Public!["x"]!), "key-1").Token(Claims(at)), "The token's signature is wrong." },
        { "unsigned", at => Unsigned("none", Claims(at)), "The token's algorithm is not allowed." },
        { "unsigned, in capitals", at => Unsigned("NONE", Claims(at)), "The token's algorithm is not allowed." },
        { "of no algorithm", at => Unsigned("", Claims(at)), "The token's algorithm is not allowed." },
        { "of an algorithm that is a number", at => at.Project.Key.Token(Claims(at), new() { ["alg"] = 1 }), "The token cannot be read." },
        { "HS512", at => Secret.Token(Claims(at), new() { ["alg"] = "HS512" }), "The token's algorithm is not allowed." },
        { "ES384", at => at.Project.Key.Token(Claims(at), new() { ["alg"] = "ES384" }), "The token's algorithm is not allowed." },
        { "PS256", at => at.Project.Key.Token(Claims(at), new() { ["alg"] = "PS256" }), "The token's algorithm is not allowed." },
        { "EdDSA", at => at.Project.Key.Token(Claims(at), new() { ["alg"] = "EdDSA" }), "Tokens signed with EdDSA cannot be checked here; ES256 and RS256 can." },
        { "a key used for another algorithm", at => SigningKey.Rsa("key-1").Token(Claims(at)), "The token's key is not known." },
        { "without a key's name", at => at.Project.Key.Token(Claims(at), new() { ["kid"] = "" }), "The token does not name its key." },
        { "with a number for a key's name", at => at.Project.Key.Token(Claims(at), new() { ["kid"] = 1 }), "The token cannot be read." },
        { "with its own key", at => Stranger.Token(Claims(at), new() { ["jwk"] = Stranger.Public!.DeepClone() }), "The token's signature is wrong." },
        { "with something critical", at => at.Project.Key.Token(Claims(at), new() { ["crit"] = new JsonArray("exp") }), "The token cannot be read." },
        { "with a claim twice", at => at.Project.Key.Token(Claims(at).ToJsonString().Replace("\"sub\"", "\"sub\":\"somebody\",\"sub\"", StringComparison.Ordinal)), "The token cannot be read." },
        { "whose claims are a list", at => at.Project.Key.Token("[]"), "The token cannot be read." },
        { "whose claims are none", at => at.Project.Key.Token("nonsense"), "The token cannot be read." },
        { "of dots", _ => "a.b.c", "The token cannot be read." },
        { "of too much", at => Good(at, claims => claims["more"] = new string('x', 16_000)), "The token cannot be read." },
    };

    /// <summary>Tokens of people, in all forms there are.</summary>
    public static TheoryData<string, Func<PeopleService, string>> Fine { get; } = new()
    {
        { "ES256", at => Good(at) },
        { "HS256", at => Secret.Token(Claims(at)) },
        { "HS256 with a key's name that nobody publishes", at => SigningKey.Shared(SupabaseStandIn.Secret, "legacy").Token(Claims(at)) },
        { "HS256 with a published key's name", at => SigningKey.Shared(SupabaseStandIn.Secret, "key-1").Token(Claims(at)) },
        { "a list of audiences", at => Good(at, claims => claims["aud"] = new JsonArray("other", "authenticated")) },
        { "decimals", at => Good(at, claims => (claims["exp"], claims["iat"]) = (Now(at) + 100.7, Now(at) - 0.3)) },
        { "clocks that differ", at => Good(at, claims => (claims["iat"], claims["nbf"]) = (Now(at) + 29, Now(at) + 29)) },
        { "no time of issue", at => Good(at, claims => claims.Remove("iat")) },
        { "claims that nobody knows", at => Good(at, claims => claims["tenant"] = new JsonObject { ["a"] = new JsonArray(1) }) },
        { "a role of the project's own", at => Good(at, claims => claims["role"] = "telephonist") },
    };

    [Theory]
    [MemberData(nameof(Bad), DisableDiscoveryEnumeration = true)]
    public async Task A_token_that_does_not_hold_is_refused_with_the_reason(string what, Func<PeopleService, string> token, string reason) =>
        Assert.Equal((what, "credential-refused", reason), (what, (await people.KnownAsAsync(token(people))).Name, (await people.KnownAsAsync(token(people))).Detail));

    [Theory]
    [MemberData(nameof(Fine), DisableDiscoveryEnumeration = true)]
    public async Task A_token_that_holds_is_a_person(string what, Func<PeopleService, string> token) =>
        Assert.Equal((what, ("200", null)), (what, await people.KnownAsAsync(token(people))));

    [Fact]
    public async Task Keys_that_a_token_points_to_are_not_fetched()
    {
        await using var elsewhere = await SupabaseStandIn.StartAsync();
        var address = elsewhere.Issuer + "/.well-known/jwks.json";

        var answer = await people.KnownAsAsync(elsewhere.Key.Token(Claims(people), new() { ["jku"] = address, ["x5u"] = address }));

        Assert.Equal(("credential-refused", 0), (answer.Name, elsewhere.Fetches));
    }

    [Fact]
    public async Task A_refusal_says_nothing_of_the_token()
    {
        var token = Stranger.Token(Claims(people));
        using var client = people.With(token);
        using var response = await client.GetAsync(new Uri("/calls", UriKind.Relative), TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.All(token.Split('.'), part => Assert.DoesNotContain(part, text, StringComparison.Ordinal));
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
    }

    private static string Good(PeopleService at, Action<JsonObject>? change = null)
    {
        var claims = Claims(at);
        change?.Invoke(claims);
        return at.Project.Key.Token(claims);
    }

    private static JsonObject Claims(PeopleService at) => at.Project.Claims(at.Clock, "person", new JsonObject { ["role"] = "supervisor", ["team"] = "red" });

    private static JsonObject ApiKey(string role) => new() { ["iss"] = "supabase", ["ref"] = "project", ["role"] = role, ["iat"] = 1700000000, ["exp"] = 2000000000 };

    private static long Now(PeopleService at) => at.Clock.GetUtcNow().ToUnixTimeSeconds();

    private static string Unsigned(string algorithm, JsonObject claims) => new SigningKey("key-1", algorithm, null, _ => []).Token(claims);

    private static string Changed(string token)
    {
        var parts = token.Split('.');
        var claims = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1])).Replace("\"red\"", "\"blue\"", StringComparison.Ordinal);
        return $"{parts[0]}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}.{parts[2]}";
    }
}
