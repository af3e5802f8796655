using System.Text.Json;
using Offhook.Server.Tests.Access.People;
using Offhook.Testing;

namespace Offhook.Server.Tests.Supabase.Rest;

/// <summary>Whose calls a page reads, by the key and the token that it shows.</summary>
public sealed class WhoMayReadTests(TableService table) : IClassFixture<TableService>
{
    private const string All = "/rest/v1/ivr_calls";

    private static (string, string) From(string origin) => ("origin", origin);

    [Fact]
    public async Task A_page_with_a_publishable_key_reads_the_calls_of_its_team()
    {
        var answer = await table.AskAsync(All, null, [.. TableService.Both(table.Publishable), From(TableService.Page)]);

        Assert.Equal((200, "n7 n3 n2 n1 n0"), (answer.Status, answer.Names));
        Assert.Equal(TableService.Page, answer.Header("Access-Control-Allow-Origin"));
        Assert.Contains("content-range", answer.Header("Access-Control-Expose-Headers"), StringComparison.OrdinalIgnoreCase);
        Assert.Null(answer.Header("Access-Control-Allow-Credentials"));
    }

    [Theory]
    [InlineData("https://evil.example.test")]
    [InlineData("https://crm.example.com.evil.example.test")]
    [InlineData("http://crm.example.com")]
    [InlineData("null")]
    [InlineData(null)]
    public async Task A_publishable_key_is_good_for_its_own_pages_only(string? origin)
    {
        var answer = await table.AskAsync(All, null, [.. TableService.Both(table.Publishable), .. origin is null ? [] : new[] { From(origin) }]);

        Assert.Equal((401, "PGRST301", "Bearer"), (answer.Status, answer.Code, answer.Header("WWW-Authenticate")));
        Assert.Null(answer.Header("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_token_of_a_person_decides_whatever_the_key(bool keyIsGood)
    {
        var key = keyIsGood ? table.People.Service.Key : "any-opaque-string";

        Assert.Equal("n7 n3 n2 n1 n0", (await table.AskAsync(All, null, TableService.Both(key, table.Supervisor("north")))).Names);
        Assert.Equal("n5 n4", (await table.AskAsync(All, null, TableService.Both(key, table.Supervisor("south")))).Names);
        Assert.Equal("", (await table.AskAsync(All, null, TableService.Both(key, table.Supervisor("' or true --")))).Names);
        Assert.Equal("n6 n1 n0", (await table.AskAsync(All, null, TableService.Both(key, table.Agent("north")))).Names);
        Assert.Equal("n6", (await table.AskAsync(All, null, TableService.Both(key, table.Agent("south")))).Names);
        Assert.Equal("", (await table.AskAsync(All, null, TableService.Both(key, table.Nobody()))).Names);
    }

    [Fact]
    public async Task A_key_alone_is_enough_in_either_header()
    {
        Assert.Equal(200, (await table.AskAsync(All, null, ("apikey", table.People.Service.Key))).Status);
        Assert.Equal(200, (await table.AskAsync(All, null, ("authorization", $"Bearer {table.People.Service.Key}"))).Status);
    }

    [Fact]
    public async Task Without_a_credential_there_is_nothing()
    {
        foreach (var path in (string[])[All, All + "?select=nosuch", "/rest/v1/nosuch", "/rest/v1/rpc/f", "/rest/v1/", "/rest/v1/a/b/c"])
        {
            foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Post, HttpMethod.Delete])
            {
                var answer = await table.AskAsync(path, method, ("apikey", ""));

                Assert.Equal((401, "PGRST301"), (answer.Status, answer.Code));
            }
        }

        Assert.Equal(401, (await table.AskAsync(All, HttpMethod.Head, ("apikey", ""))).Status);
    }

    [Theory]
    [InlineData("unknown key")]
    [InlineData("expired")]
    [InlineData("other issuer")]
    [InlineData("no algorithm")]
    [InlineData("other key")]
    [InlineData("supabase secret key")]
    [InlineData("basic")]
    public async Task A_bad_credential_is_refused_and_not_repeated(string kind)
    {
        var claims = table.People.Project.Claims(table.People.Clock, "somebody", new() { ["role"] = "supervisor", ["team"] = "north" });
        var (key, authorization) = kind switch
        {
            "unknown key" => ("offhook_unknown", "Bearer offhook_unknown"),
            "expired" => (table.People.Service.Key, "Bearer " + Token(() => claims["exp"] = table.People.Clock.GetUtcNow().ToUnixTimeSeconds() - 100)),
            "other issuer" => (table.People.Service.Key, "Bearer " + Token(() => claims["iss"] = "https://other.example/auth/v1")),
            "no algorithm" => (table.People.Service.Key, $"Bearer {Base64(new { alg = "none", typ = "JWT" })}.{Base64(claims)}."),
            "other key" => (table.People.Service.Key, "Bearer " + SigningKey.Elliptic("key-1").Token(claims)),
            "supabase secret key" => ("sb_secret_fake", "Bearer sb_secret_fake"),
            _ => ("", "Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes("a:" + table.People.Service.Key))),
        };

        var answer = await table.AskAsync(All, null, ("apikey", key), ("authorization", authorization));

        Assert.Equal((401, "PGRST301"), (answer.Status, answer.Code));
        Assert.DoesNotContain(authorization.Split(' ')[1], answer.Text, StringComparison.Ordinal);
        string Token(Action change)
        {
            change();
            return table.People.Project.Key.Token(claims);
        }

        static string Base64<T>(T value) => System.Buffers.Text.Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));
    }

    [Fact]
    public async Task Two_teams_see_nothing_of_each_other_whatever_they_ask()
    {
        var north = table.Rows.Where(row => row.Call.Team == "north").Select(row => row.Call.Reference).ToHashSet();
        string[] queries =
        [
            "", "team=eq.south", "or=(team.eq.south,team.eq.north)", "or=(team.eq.south,team.is.null)", "not.and=(team.eq.north)", "team=not.is.null", "team=in.(south,north)", "id=in.("
                + string.Join(',', table.Rows.Select(row => row.Call.Reference)) + ")", "order=team.desc", "limit=1&offset=4", "team=eq.') or true --", "or=(version.gte.0,version.lt.0)",
        ];
        foreach (var query in queries)
        {
            var answer = await table.AskAsync($"{All}?{FilterTests.Encoded(query)}", null, [.. TableService.Both("any", table.Supervisor("north")), ("prefer", "count=exact")]);
            var head = await table.AskAsync($"{All}?{FilterTests.Encoded(query)}", HttpMethod.Head, [.. TableService.Both("any", table.Supervisor("north")), ("prefer", "count=exact")]);

            Assert.All(answer.Json.EnumerateArray(), row => Assert.Contains(row.GetProperty("id").GetGuid(), north));
            Assert.InRange(int.Parse(answer.Range!.Split('/')[1], System.Globalization.CultureInfo.InvariantCulture), 0, north.Count);
            Assert.Equal(answer.Range, head.Range);
        }

        var single = await table.AskAsync(
            $"{All}?id=eq.{table.Rows[4].Call.Reference}", null, [.. TableService.Both("any", table.Supervisor("north")), ("accept", "application/vnd.pgrst.object+json")]);
        Assert.Equal((406, "PGRST116"), (single.Status, single.Code));
    }

    [Fact]
    public async Task On_a_machine_of_its_own_any_key_will_do_and_a_foreign_page_will_not()
    {
        await using var service = await ServiceHost.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var client = service.CreateStranger();

        Assert.Equal(200, await StatusAsync());
        Assert.Equal(200, await StatusAsync(TableService.Both("anon.key.sample")));
        Assert.Equal(200, await StatusAsync([.. TableService.Both("anon.key.sample"), From(service.Address.AbsoluteUri.TrimEnd('/'))]));
        Assert.Equal(401, await StatusAsync([.. TableService.Both("anon.key.sample"), From("https://evil.example.test")]));
        Assert.Equal(401, await StatusAsync([.. TableService.Both("anon.key.sample"), ("X-Forwarded-For", "203.0.113.7")]));

        async Task<int> StatusAsync(params (string Name, string Value)[] headers)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(All, UriKind.Relative));
            foreach (var (name, value) in headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            return (int)response.StatusCode;
        }
    }
}
