using System.Text.Json;
using Offhook.Server.Tests.Supabase.Realtime;
using Offhook.Testing;

namespace Offhook.Server.Tests.Supabase.Rest;

/// <summary>What the newest client shows a page that asks for what is not there or not offered: a status, a code and words, never rows.</summary>
public sealed class SupabaseJsRefusalTests(TableService table) : IClassFixture<TableService>
{
    private const string Newest = "2.109.0";
    private const string Rows = """["from","ivr_calls"],["select","campaign"]""";

    private static readonly (string Chain, int Status, string Code, string Words)[] Refused =
    [
        // As PostgREST answers.
        (Rows + """,["eq","status","busy"],["single"]""", 406, "PGRST116", "Cannot coerce the result to a single JSON object"),
        (Rows + """,["eq","status","nosuch"],["single"]""", 406, "PGRST116", "Cannot coerce the result to a single JSON object"),
        (Rows + """,["eq","status","busy"],["maybeSingle"]""", 406, "PGRST116", "multiple (or no) rows returned"),
        ("""["from","ivr_calls"],["select","id,nosuch"]""", 400, "42703", "column ivr_calls.nosuch does not exist"),
        (Rows + """,["eq","nosuch",1]""", 400, "42703", "column ivr_calls.nosuch does not exist"),
        (Rows + """,["order","nosuch"]""", 400, "42703", "column ivr_calls.nosuch does not exist"),
        (Rows + """,["or","status.eq.busy,nosuch.eq.1"]""", 400, "42703", "column ivr_calls.nosuch does not exist"),
        (Rows + """,["or","status.busy"]""", 400, "PGRST100", "failed to parse filter"),
        (Rows + """,["is","team",true]""", 400, "42804", "argument of IS TRUE must be type boolean, not type text"),
        (Rows + """,["eq","id","nonsense"]""", 400, "22P02", "invalid input syntax for type uuid"),
        (Rows + """,["gte","received_at","yesterday"]""", 400, "22007", "invalid input syntax for type timestamp with time zone"),
        ("""["from","ivr_calls"],["select","campaign",{"count":"exact"}],["range",20,30]""", 416, "PGRST103", "Requested range not satisfiable"),
        ("""["from","agents"],["select","*"]""", 404, "PGRST205", "Could not find the table 'public.agents' in the schema cache"),
        ("""["from","agents"],["insert",{"name":"x"}]""", 404, "PGRST205", "Could not find the table 'public.agents' in the schema cache"),
        ("""["schema","other"],["from","ivr_calls"],["select","*"]""", 406, "PGRST106", "Invalid schema: other"),

        // What is not offered here.
        (Rows + """,["textSearch","agent_name","asha"]""", 400, "PGRST100", "failed to parse filter (fts.asha)"),
        (Rows + """,["textSearch","agent_name","asha",{"type":"websearch","config":"english"}]""", 400, "PGRST100", "failed to parse filter (wfts(english).asha)"),
        (Rows + """,["contains","derived",["ended_at"]]""", 400, "PGRST100", "failed to parse filter (cs.{ended_at})"),
        (Rows + """,["likeAnyOf","agent_name",["A%"]]""", 400, "PGRST100", "failed to parse filter (like(any).{A%})"),
        (Rows + """,["regexMatch","agent_name","^A"]""", 400, "PGRST100", "failed to parse filter (match.^A)"),
        ("""["from","ivr_calls"],["select","campaign,agents(name)"]""", 400, "PGRST200", "Could not find a relationship between 'ivr_calls' and 'agents' in the schema cache"),
        ("""["from","ivr_calls"],["select","campaign,agents!inner(name)"]""", 400, "PGRST200", "Could not find a relationship between 'ivr_calls' and 'agents' in the schema cache"),
        ("""["from","ivr_calls"],["select","campaign,agent:agents(name)"]""", 400, "PGRST200", "Could not find a relationship between 'ivr_calls' and 'agents' in the schema cache"),
        ("""["from","ivr_calls"],["select","campaign,...agents(name)"]""", 400, "PGRST200", "Could not find a relationship between 'ivr_calls' and 'agents' in the schema cache"),
        ("""["from","ivr_calls"],["select","...campaign"]""", 400, "PGRST100", "failed to parse select parameter"),
        (Rows + """,["eq","agents.name","x"]""", 400, "PGRST108", "'agents' is not an embedded resource in this request"),
        (Rows + """,["order","name",{"referencedTable":"agents"}]""", 400, "PGRST108", "'agents' is not an embedded resource in this request"),
        (Rows + """,["limit",1,{"referencedTable":"agents"}]""", 400, "PGRST108", "'agents' is not an embedded resource in this request"),
        ("""["from","ivr_calls"],["select","count()"]""", 400, "PGRST123", "Use of aggregate functions is not allowed"),
        ("""["from","ivr_calls"],["select","status,talk_seconds.sum()"]""", 400, "PGRST123", "Use of aggregate functions is not allowed"),
        ("""["from","ivr_calls"],["select","id::text"]""", 400, "PGRST100", "failed to parse select parameter (id::text)"),
        (Rows + """,["csv"]""", 406, "PGRST107", "None of these media types are available: text/csv"),
        ("""["from","ivr_calls"],["insert",{"status":"busy"}]""", 401, "42501", "permission denied for table ivr_calls"),
        ("""["from","ivr_calls"],["insert",{"status":"busy"}],["select"],["single"]""", 401, "42501", "permission denied for table ivr_calls"),
        ("""["from","ivr_calls"],["update",{"status":"busy"}],["eq","campaign","n1"],["select"]""", 401, "42501", "permission denied for table ivr_calls"),
        ("""["from","ivr_calls"],["upsert",{"status":"busy"}]""", 401, "42501", "permission denied for table ivr_calls"),
        ("""["from","ivr_calls"],["delete"],["eq","campaign","n1"]""", 401, "42501", "permission denied for table ivr_calls"),
        ("""["rpc","f",{"a":1}]""", 404, "PGRST202", "Could not find the function public.f in the schema cache"),
        ("""["rpc","f",{"a":1},{"get":true}]""", 404, "PGRST202", "Could not find the function public.f in the schema cache"),
    ];

    [Fact]
    public async Task A_page_is_shown_what_is_wrong()
    {
        await using var page = SupabasePage.Open(Newest, table.People.Service.Address, table.People.Service.Key);
        foreach (var (chain, status, code, words) in Refused)
        {
            var answer = await AskAsync(page, chain);
            var error = answer.GetProperty("error");

            Assert.Equal((chain, status, code), (chain, answer.GetProperty("status").GetInt32(), error.Text("code")));
            Assert.Contains(words, error.Text("message"), StringComparison.Ordinal);
            Assert.Equal(JsonValueKind.Null, answer.GetProperty("data").ValueKind);
        }
    }

    [Fact]
    public async Task What_is_offered_beside_is_given()
    {
        await using var page = SupabasePage.Open(Newest, table.People.Service.Address, table.People.Service.Key);

        Assert.Equal("8", (await AskAsync(page, """["from","ivr_calls"],["select","*",{"count":"exact","head":true}]""")).Text("count"));
        Assert.Equal("8", (await AskAsync(page, """["from","ivr_calls"],["select","*",{"count":"planned"}],["limit",1]""")).Text("count"));
        foreach (var (chain, names) in ((string, string)[])
        [
            (""",["or","status.eq.busy,and(status.eq.answered,team.eq.south)"]""", "n6 n4 n1"),
            (""",["not","status","in","(busy,answered)"]""", "n7 n5 n3 n2"),
            (""",["not","team","is",null]""", "n7 n5 n4 n3 n2 n1 n0"),
            (""",["is","team",null]""", "n6"),
            (""",["isDistinct","team","north"]""", "n6 n5 n4"),
            (""",["notIn","team",["north"]]""", "n5 n4"),
            (""",["in","status",[]]""", ""),
            (""",["limit",0]""", ""),
        ])
        {
            Assert.Equal((chain, names), (chain, string.Join(' ', (await AskAsync(page, Rows + chain)).GetProperty("data").EnumerateArray().Select(row => row.Text("campaign")))));
        }

        foreach (var one in (string[])[""",["eq","status","busy"],["limit",1],["single"]""", """,["eq","campaign","n6"],["maybeSingle"]"""])
        {
            Assert.Equal("n6", (await AskAsync(page, Rows + one)).GetProperty("data").Text("campaign"));
        }
    }

    // A HEAD has no body, so the client has no words to show; of a table that is not there it makes a success without a count, at Supabase too.
    [Fact]
    public async Task A_count_that_cannot_be_made_is_none()
    {
        await using var page = SupabasePage.Open(Newest, table.People.Service.Address, table.People.Service.Key);

        var column = await AskAsync(page, """["from","ivr_calls"],["select","*",{"count":"exact","head":true}],["eq","nosuch",1]""");
        var other = await AskAsync(page, """["from","agents"],["select","*",{"count":"exact","head":true}]""");

        Assert.Equal(("400", null), (column.Text("status"), column.Text("count")));
        Assert.NotEqual(JsonValueKind.Null, column.GetProperty("error").ValueKind);
        Assert.Equal(("204", null), (other.Text("status"), other.Text("count")));
    }

    private static async Task<JsonElement> AskAsync(SupabasePage page, string chain)
    {
        await page.AskAsync($$"""{"do":"ask","chain":[{{chain}}]}""");
        return await page.UntilAsync(item => item.Text("on") == "answer", $"an answer to {chain}");
    }
}
