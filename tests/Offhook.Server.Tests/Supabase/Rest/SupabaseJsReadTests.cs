using System.Text.Json;
using Offhook.Server.Tests.Supabase.Realtime;
using Offhook.Testing;

namespace Offhook.Server.Tests.Supabase.Rest;

/// <summary>The table as the clients of npm read it.</summary>
public sealed class SupabaseJsReadTests(TableService table) : IClassFixture<TableService>
{
    private const string All = """["select","campaign"]""";

    [Theory]
    [MemberData(nameof(SupabasePage.Versions), MemberType = typeof(SupabasePage))]
    public async Task A_page_reads_what_it_asks_for(string version)
    {
        await using var page = SupabasePage.Open(version, table.People.Service.Address, table.People.Service.Key);
        var from = JsonSerializer.Serialize(table.Rows[1].Call.ReceivedAt.UtcDateTime);

        Assert.Equal("n7 n6 n5 n4 n3 n2 n1 n0", await NamesAsync(All));
        Assert.Equal("n6 n1 n0", await NamesAsync(All, """["eq","agent_number","+919800000021"]""", """["order","received_at",{"ascending":false}]""", """["limit",20]"""));
        Assert.Equal("n4", await NamesAsync(All, """["in","status",["answered","busy"]]""", $"""["gte","received_at",{from}]""", """["order","received_at",{"ascending":true}]""", """["range",1,1]"""));
        Assert.Equal("n6 n4 n1 n0", await NamesAsync(All, """["or","status.eq.answered,status.eq.busy"]"""));
        Assert.Equal("n7 n6 n5 n3 n1", await NamesAsync(All, """["is","ended_at",null]""", """["not","status","eq","failed"]"""));
        Assert.Equal("n6 n4 n1 n0", await NamesAsync(All, """["ilike","agent_name","%a%"]"""));
        Assert.Equal("n1", await NamesAsync(All, """["eq","agent_name","O'Neil, \"Asha\" (night)"]"""));
        Assert.Equal("n3", await NamesAsync(All, """["match",{"agent_name":"अशा","status":"requested"}]"""));
        Assert.Equal("n4 n0 n7 n6 n5 n3 n2 n1", await NamesAsync(All, """["order","talk_seconds",{"ascending":true,"nullsFirst":false}]""", """["order","received_at",{"ascending":false}]"""));
        Assert.Equal("n4", await NamesAsync(All, """["gt","duration_seconds",14]""", """["lt","duration_seconds",50]"""));

        async Task<string> NamesAsync(params string[] steps) => string.Join(' ', (await AskAsync(page, steps)).GetProperty("data").EnumerateArray().Select(row => row.Text("campaign")));
    }

    [Theory]
    [MemberData(nameof(SupabasePage.Versions), MemberType = typeof(SupabasePage))]
    public async Task A_page_counts_and_asks_for_one_row(string version)
    {
        await using var page = SupabasePage.Open(version, table.People.Service.Address, table.People.Service.Key);

        var part = await AskAsync(page, """["select","*",{"count":"exact"}]""", """["range",0,2]""");
        var head = await AskAsync(page, """["select","*",{"count":"exact","head":true}]""", """["eq","status","busy"]""");
        var single = await AskAsync(page, All, """["eq","campaign","n2"]""", """["single"]""");
        var none = await AskAsync(page, All, """["eq","campaign","nosuch"]""", """["single"]""");
        var maybe = await AskAsync(page, All, """["eq","campaign","nosuch"]""", """["maybeSingle"]""");
        var several = await AskAsync(page, All, """["eq","status","busy"]""", """["maybeSingle"]""");

        Assert.Equal((206, "8", 3), (part.GetProperty("status").GetInt32(), part.Text("count"), part.GetProperty("data").GetArrayLength()));
        Assert.Equal(("2", null), (head.Text("count"), head.Text("data")));
        Assert.Equal("n2", single.GetProperty("data").Text("campaign"));
        Assert.Equal((406, "PGRST116"), (none.GetProperty("status").GetInt32(), none.GetProperty("error").Text("code")));
        Assert.Equal((null, null), (maybe.Text("data"), maybe.Text("error")));
        Assert.Equal("PGRST116", several.GetProperty("error").Text("code"));
    }

    [Theory]
    [MemberData(nameof(SupabasePage.Versions), MemberType = typeof(SupabasePage))]
    public async Task A_page_is_told_what_it_may_not_do(string version)
    {
        await using var page = SupabasePage.Open(version, table.People.Service.Address, table.People.Service.Key);

        Assert.Equal("42501", Code(await AskAsync(page, """["insert",{"status":"answered"}]""", """["select"]""")));
        Assert.Equal("42501", Code(await AskAsync(page, """["update",{"status":"answered"}]""", """["eq","campaign","n1"]""")));
        Assert.Equal("42501", Code(await AskAsync(page, """["upsert",{"id":"7a000000-0000-4000-8000-000000000007"},{"onConflict":"id"}]""")));
        Assert.Equal("42501", Code(await AskAsync(page, """["delete"]""", """["eq","campaign","n1"]""")));
        Assert.Equal("42703", Code(await AskAsync(page, """["select","nosuch"]""")));
        Assert.Equal("22P02", Code(await AskAsync(page, All, """["eq","id","7"]""")));
        Assert.Equal("PGRST205", Code(await ChainAsync(page, """["from","agents"]""", """["select","*"]""")));
        Assert.Equal("PGRST202", Code(await ChainAsync(page, """["rpc","f",{"a":1}]""")));
        var signIn = await ChainAsync(page, """["auth"]""", """["signInWithPassword",{"email":"agent@example.com","password":"not-a-secret"}]""");
        Assert.Contains("accessToken", signIn.GetProperty("error").Text("message"), StringComparison.Ordinal);

        static string? Code(JsonElement answer) => answer.GetProperty("error").Text("code");
    }

    [Theory]
    [MemberData(nameof(SupabasePage.Versions), MemberType = typeof(SupabasePage))]
    public async Task A_page_where_somebody_is_signed_in_reads_what_that_person_may(string version)
    {
        await using var page = SupabasePage.Open(version, table.People.Service.Address, "any-opaque-key", table.Supervisor("south"));

        var rows = await AskAsync(page, """["select","campaign",{"count":"exact"}]""");
        var write = await AskAsync(page, """["delete"]""", """["eq","campaign","n4"]""");

        Assert.Equal(("2", """[{"campaign":"n5"},{"campaign":"n4"}]"""), (rows.Text("count"), rows.GetProperty("data").GetRawText()));
        Assert.Equal((403, "42501"), (write.GetProperty("status").GetInt32(), write.GetProperty("error").Text("code")));
    }

    [Theory]
    [MemberData(nameof(SupabasePage.Versions), MemberType = typeof(SupabasePage))]
    public async Task A_page_with_a_bad_key_is_told_so(string version)
    {
        await using var page = SupabasePage.Open(version, table.People.Service.Address, "any-opaque-key");

        var answer = await AskAsync(page, All);

        Assert.Equal((401, "PGRST301"), (answer.GetProperty("status").GetInt32(), answer.GetProperty("error").Text("code")));
    }

    private static Task<JsonElement> AskAsync(SupabasePage page, params string[] steps) => ChainAsync(page, [.. steps.Prepend("""["from","ivr_calls"]""")]);

    private static async Task<JsonElement> ChainAsync(SupabasePage page, params string[] steps)
    {
        await page.AskAsync($$"""{"do":"ask","chain":[{{string.Join(',', steps)}}]}""");
        return await page.UntilAsync(item => item.Text("on") == "answer", $"an answer to {string.Join('.', steps)}");
    }
}
