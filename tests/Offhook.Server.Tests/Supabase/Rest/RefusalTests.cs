using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Offhook.Storage;
using Offhook.Testing;

namespace Offhook.Server.Tests.Supabase.Rest;

/// <summary>What is not offered is refused in the shape that the client reads, and nothing that somebody writes reaches the database as a statement.</summary>
public sealed class RefusalTests(TableService table) : IClassFixture<TableService>
{
    public static readonly TheoryData<string> Hostile =
    [
        "'", "''", "\"", "';--", "') or (1=1", "1; drop table ivr_calls; --", "' union select value from secrets --", "$1", "@v0", ":v0", "?", "{0}", "%00", "\\", "\\'", "/*", "*/", "NULL",
        "(select 1)", "id) or (true", "x'00'", "\u202e", "😀", "%F0%28%8C%28", "%ED%A0%80", "\n", "..", "../../etc/passwd", "${jndi:x}", "<script>alert(1)</script>",
    ];

    [Theory]
    [InlineData("/rest/v1/secrets", "PGRST205")]
    [InlineData("/rest/v1/IVR_CALLS", "PGRST205")]
    [InlineData("/rest/v1/offhook.secrets", "PGRST205")]
    [InlineData("/rest/v1/ivr_calls%3Bdrop", "PGRST205")]
    [InlineData("/rest/v1/", "PGRST125")]
    [InlineData("/rest/v1/ivr_calls/7", "PGRST125")]
    [InlineData("/rest/v1/rpc/version", "PGRST202")]
    public async Task There_is_no_other_table(string path, string code)
    {
        var answer = await table.AskAsync(path);

        Assert.Equal((404, code), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("GET", "accept-profile")]
    [InlineData("HEAD", "accept-profile")]
    [InlineData("POST", "content-profile")]
    public async Task There_is_no_other_schema(string method, string header)
    {
        var answer = await table.AskAsync("/rest/v1/ivr_calls", new HttpMethod(method), (header, "offhook"));

        Assert.Equal((406, method == "HEAD" ? null : "PGRST106"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("text/csv", 406)]
    [InlineData("application/vnd.pgrst.plan+json", 406)]
    [InlineData("application/vnd.pgrst.object+json;nulls=stripped", 406)]
    [InlineData("text/csv, application/json;q=0.5", 200)]
    [InlineData("application/vnd.pgrst.array+json", 200)]
    [InlineData("text/html,*/*;q=0.1", 200)]
    public async Task Only_JSON_is_given(string accept, int status)
    {
        var answer = await table.AskAsync("/rest/v1/ivr_calls", null, ("accept", accept));

        Assert.Equal((status, status == 406 ? "PGRST107" : null), (answer.Status, answer.Code));
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task Whatever_is_written_anywhere_is_taken_as_it_is_or_refused(string text)
    {
        var value = Uri.EscapeDataString(Uri.UnescapeDataString(text));
        foreach (var raw in (string[])[text.Contains('%', StringComparison.Ordinal) ? text : value, value])
        {
            string[] queries =
            [
                $"agent_name=eq.{raw}", $"agent_name=in.({raw})", $"agent_name=like.{raw}", $"agent_name=ilike.*{raw}*", $"agent_name=is.{raw}", $"agent_name={raw}.x", $"agent_name=not.{raw}", $"{raw}=eq.1",
                $"select={raw}", $"select=id,{raw}:status", $"order={raw}", $"order=status.{raw}", $"limit={raw}", $"offset={raw}", $"or={raw}", $"or=({raw})", $"or=(agent_name.eq.{raw})",
                $"or=({raw}.eq.1)", $"and=(agent_name.in.({raw}),not.or(status.eq.{raw}))", $"version=eq.{raw}", $"received_at=gt.{raw}", $"id=neq.{raw}", raw,
            ];
            foreach (var query in queries)
            {
                var answer = await table.AskAsync("/rest/v1/ivr_calls?" + query);

                Assert.True(answer.Status is 200 or (>= 400 and < 500), $"{query}: {answer}");
                Assert.True(answer.Status == 200 || answer.Json.Text("message") is { Length: > 0 }, $"{query}: {answer}");
            }
        }

        Assert.Equal(8, (await table.AskAsync("/rest/v1/ivr_calls")).Json.GetArrayLength());
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task Headers_are_taken_as_they_are_or_refused(string text)
    {
        foreach (var name in (string[])["accept", "prefer", "range", "accept-profile"])
        {
            var answer = await table.AskAsync("/rest/v1/ivr_calls", null, (name, text.All(char.IsAscii) ? text.Replace('\n', ' ') : Uri.EscapeDataString(text)));

            Assert.True(answer.Status is 200 or (>= 400 and < 500), $"{name}: {answer}");
        }
    }

    [Fact]
    public async Task Signing_in_is_refused_in_the_words_of_the_client()
    {
        var answer = await table.AskAsync("/auth/v1/token?grant_type=password", HttpMethod.Post, ("apikey", ""));

        Assert.Equal((404, "404", "not_found"), (answer.Status, answer.Json.Text("code"), answer.Json.Text("error_code")));
        Assert.Contains("accessToken", answer.Json.Text("msg"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_is_away_is_told_from_a_wrong_request()
    {
        await using var service = await ServiceHost.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var client = service.CreateStranger();
        await service.Services.GetRequiredService<ICallStore>().DisposeAsync();

        using var response = await client.GetAsync(new Uri("/rest/v1/ivr_calls", UriKind.Relative), TestContext.Current.CancellationToken);

        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal((503, "PGRST001"), ((int)response.StatusCode, body.RootElement.Text("code")));
    }
}
