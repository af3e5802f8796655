namespace Offhook.Server.Tests.Supabase.Rest;

/// <summary>Every operator: a match, no match, a missing value, a value of the wrong type, and marks in the value.</summary>
public sealed class FilterTests(TableService table) : IClassFixture<TableService>
{
    [Theory]
    [InlineData("agent_name=eq.Asha", "n6 n0")]
    [InlineData("agent_name=eq.nobody", "")]
    [InlineData("agent_name=eq.", "")]
    [InlineData("agent_name=eq.null", "")]
    [InlineData("agent_name=neq.Asha", "n5 n4 n3 n1")]
    [InlineData("agent_name=not.eq.Asha", "n5 n4 n3 n1")]
    [InlineData("agent_name=not.neq.Asha", "n6 n0")]
    [InlineData("talk_seconds=lt.42", "n4")]
    [InlineData("talk_seconds=lte.42", "n4 n0")]
    [InlineData("talk_seconds=gt.42", "")]
    [InlineData("talk_seconds=gte.42", "n0")]
    [InlineData("talk_seconds=not.gt.7", "n4")]
    [InlineData("agent_name=lt.a", "n6 n1 n0")]
    [InlineData("agent_name=gt.x", "n3")]
    [InlineData("version=gte.2", "n6 n5 n4 n2 n1 n0")]
    [InlineData("agent_name=in.(Asha,x)", "n6 n5 n0")]
    [InlineData("agent_name=in.(\"Asha\")", "n6 n0")]
    [InlineData("agent_name=in.()", "")]
    [InlineData("agent_name=not.in.()", "n7 n6 n5 n4 n3 n2 n1 n0")]
    [InlineData("agent_name=not.in.(Asha)", "n5 n4 n3 n1")]
    [InlineData("team=is.null", "n6")]
    [InlineData("team=is.NULL", "n6")]
    [InlineData("team=not.is.null", "n7 n5 n4 n3 n2 n1 n0")]
    [InlineData("team=is.not_null", "n7 n5 n4 n3 n2 n1 n0")]
    [InlineData("team=isdistinct.north", "n6 n5 n4")]
    [InlineData("team=not.isdistinct.north", "n7 n3 n2 n1 n0")]
    [InlineData("agent_name=like.As*", "n6 n0")]
    [InlineData("agent_name=like.As%25", "n6 n0")]
    [InlineData("agent_name=like.as_a", "n4")]
    [InlineData("agent_name=ilike.AS_A", "n6 n4 n0")]
    [InlineData("agent_name=not.ilike.*A*", "n5 n3")]
    [InlineData("agent_name=like.अ*", "n3")]

    // Marks: at the top everything behind the operator is the value; in lists and trees double quotes keep it together.
    [InlineData("agent_name=eq.O'Neil, \"Asha\" (night)", "n1")]
    [InlineData("agent_name=eq.\"Asha\"", "")]
    [InlineData("agent_name=in.(x,\"O'Neil, \\\"Asha\\\" (night)\")", "n5 n1")]
    [InlineData("or=(agent_name.eq.x,agent_name.eq.\"O'Neil, \\\"Asha\\\" (night)\")", "n5 n1")]
    [InlineData("reason_detail=eq.50% \\ off_now, (\"x\")", "n2")]
    [InlineData("reason_detail=like.50\\% \\\\ off\\_now*", "n2")]
    [InlineData("agent_number=eq.+919800000023", "n5 n4")]

    // Trees.
    [InlineData("or=(team.is.null,team.eq.south)", "n6 n5 n4")]
    [InlineData("or=( team.is.null, team.eq.south)", "n6 n5 n4")]
    [InlineData("not.or=(team.is.null,team.eq.south)", "n7 n3 n2 n1 n0")]
    [InlineData("and=(team.eq.north,status.eq.busy)", "n1")]
    [InlineData("not.and=(team.eq.north,status.eq.busy)", "n7 n5 n4 n3 n2 n0")]
    [InlineData("or=(and(team.eq.north,status.eq.busy),not.and(team.eq.north,status.not.eq.busy,status.not.is.null))", "n6 n5 n4 n1")]
    [InlineData("or=(status.in.(busy,failed),talk_seconds.gt.40)", "n6 n2 n1 n0")]
    [InlineData("or=(team.eq.south,team.is.null)&or=(status.eq.busy,status.eq.ringing)", "n6 n5")]
    [InlineData("or=(not.or(not.and(or(and(or(status.eq.ringing))))))", "n5")]

    // The provider's link is in no answer to any question.
    [InlineData("recording_url=like.https*", "")]
    [InlineData("recording_url=like.*secret*", "")]
    [InlineData("recording_url=like./calls/*/recording", "n4 n0")]
    public async Task A_filter_takes_what_it_says(string query, string names)
    {
        var answer = await table.AskAsync("/rest/v1/ivr_calls?" + Encoded(query));

        Assert.Equal((200, names), (answer.Status, answer.Names));
    }

    [Theory]
    [InlineData("talk_seconds=eq.abc", 400, "22P02", "invalid input syntax for type integer: \"abc\"")]
    [InlineData("talk_seconds=in.(1,abc)", 400, "22P02", "invalid input syntax for type integer: \"abc\"")]
    [InlineData("talk_seconds=isdistinct.abc", 400, "22P02", "invalid input syntax for type integer: \"abc\"")]
    [InlineData("talk_seconds=eq.99999999999", 400, "22003", "value \"99999999999\" is out of range for type integer")]
    [InlineData("version=gt.1.5", 400, "22P02", "invalid input syntax for type bigint: \"1.5\"")]
    [InlineData("received_at=gt.soon", 400, "22007", "invalid input syntax for type timestamp with time zone: \"soon\"")]
    [InlineData("received_at=gt.2026-02-30", 400, "22008", "date/time field value out of range: \"2026-02-30\"")]
    [InlineData("id=eq.7", 400, "22P02", "invalid input syntax for type uuid: \"7\"")]
    [InlineData("or=(id.eq.7)", 400, "22P02", "invalid input syntax for type uuid: \"7\"")]
    [InlineData("talk_seconds=like.4*", 404, "42883", "operator does not exist: integer ~~ unknown")]
    [InlineData("received_at=ilike.2026*", 404, "42883", "operator does not exist: timestamp with time zone ~~* unknown")]
    [InlineData("status=is.true", 400, "42804", "argument of IS TRUE must be type boolean, not type text")]
    [InlineData("status=like.a\\", 400, "22025", "LIKE pattern must not end with escape character")]
    [InlineData("nosuch=eq.1", 400, "42703", "column ivr_calls.nosuch does not exist")]
    [InlineData("Status=eq.busy", 400, "42703", "column ivr_calls.Status does not exist")]
    [InlineData("or=(nosuch.eq.1)", 400, "42703", "column ivr_calls.nosuch does not exist")]
    [InlineData("status=is.maybe", 400, "PGRST100", "\"failed to parse filter (is.maybe)\"")]
    [InlineData("status=foo.x", 400, "PGRST100", "\"failed to parse filter (foo.x)\"")]
    [InlineData("status=match.^a", 400, "PGRST100", "\"failed to parse filter (match.^a)\"")]
    [InlineData("status=busy", 400, "PGRST100", "\"failed to parse filter (busy)\"")]
    [InlineData("status=", 400, "PGRST100", "\"failed to parse filter ()\"")]
    [InlineData("status=in.busy", 400, "PGRST100", "\"failed to parse filter (in.busy)\"")]
    [InlineData("status=in.(busy", 400, "PGRST100", "\"failed to parse filter (in.(busy)\"")]
    [InlineData("status=in.(busy)x", 400, "PGRST100", "\"failed to parse filter (in.(busy)x)\" (line 1, column 10)")]
    [InlineData("or=status.eq.busy", 400, "PGRST100", "\"failed to parse logic tree (status.eq.busy)\" (line 1, column 1)")]
    [InlineData("or=(status.eq.busy", 400, "PGRST100", "\"failed to parse logic tree ((status.eq.busy)\" (line 1, column 16)")]
    [InlineData("or=(status.eq.busy)x", 400, "PGRST100", "\"failed to parse logic tree ((status.eq.busy)x)\" (line 1, column 17)")]
    [InlineData("or=()", 400, "PGRST100", "\"failed to parse logic tree (())\" (line 1, column 2)")]
    [InlineData("or=(status)", 400, "PGRST100", "\"failed to parse logic tree ((status))\" (line 1, column 8)")]
    [InlineData("or=(status.eq.a\"b,c\")", 400, "PGRST100", "\"failed to parse logic tree ((status.eq.a\"b,c\"))\" (line 1, column 18)")]
    [InlineData("select=nosuch", 400, "42703", "column ivr_calls.nosuch does not exist")]
    [InlineData("select=id,x:nosuch", 400, "42703", "column ivr_calls.nosuch does not exist")]
    [InlineData("select=id,", 400, "PGRST100", "\"failed to parse select parameter (id,)\"")]
    [InlineData("select=version::text", 400, "PGRST100", "\"failed to parse select parameter (version::text)\"")]
    [InlineData("select=version.sum()", 400, "PGRST123", "Use of aggregate functions is not allowed")]
    [InlineData("select=version.sum", 400, "PGRST100", "\"failed to parse select parameter (version.sum)\"")]
    [InlineData("agents.name=eq.x", 400, "PGRST108", "'agents' is not an embedded resource in this request")]
    [InlineData("status.name=eq.x", 400, "42703", "column ivr_calls.status.name does not exist")]
    [InlineData(".name=eq.x", 400, "42703", "column ivr_calls..name does not exist")]
    [InlineData("select=derived->>a", 400, "PGRST100", "\"failed to parse select parameter (derived->>a)\"")]
    [InlineData("select=id,agents(name)", 400, "PGRST200", "Could not find a relationship between 'ivr_calls' and 'agents' in the schema cache")]
    [InlineData("select=id&select=status", 400, "PGRST100", "\"failed to parse select parameter\"")]
    [InlineData("order=nosuch.asc", 400, "42703", "column ivr_calls.nosuch does not exist")]
    [InlineData("order=status.up", 400, "PGRST100", "\"failed to parse order (status.up)\"")]
    [InlineData("order=status.nullsfirst.asc", 400, "PGRST100", "\"failed to parse order (status.nullsfirst.asc)\"")]
    [InlineData("order=", 400, "PGRST100", "\"failed to parse order ()\"")]
    [InlineData("limit=ten", 400, "PGRST100", "\"failed to parse limit parameter (ten)\"")]
    [InlineData("limit=-1", 416, "PGRST103", "Requested range not satisfiable")]
    [InlineData("offset=-1", 416, "PGRST103", "Requested range not satisfiable")]
    public async Task What_cannot_be_read_is_refused_as_PostgREST_would(string query, int status, string code, string message)
    {
        var answer = await table.AskAsync("/rest/v1/ivr_calls?" + Encoded(query));

        Assert.Equal((status, code, message), (answer.Status, answer.Code, answer.Json.GetProperty("message").GetString()));
        Assert.Equal(["code", "details", "hint", "message"], answer.Json.EnumerateObject().Select(member => member.Name));
    }

    [Theory]
    [InlineData(8, 200)]
    [InlineData(9, 400)]
    [InlineData(900, 400)]
    public async Task Trees_have_a_depth_that_is_allowed(int depth, int status)
    {
        var tree = string.Concat(Enumerable.Repeat("or(", depth - 1)) + "status.eq.busy" + new string(')', depth - 1);

        Assert.Equal(status, (await table.AskAsync($"/rest/v1/ivr_calls?or=({tree})")).Status);
    }

    [Theory]
    [InlineData(100, 200)]
    [InlineData(101, 400)]
    public async Task There_are_only_so_many_conditions(int count, int status)
    {
        var answer = await table.AskAsync($"/rest/v1/ivr_calls?or=({string.Join(',', Enumerable.Repeat("version.eq.1", count))})");

        Assert.Equal(status, answer.Status);
    }

    [Theory]
    [InlineData(1000, 200)]
    [InlineData(1001, 400)]
    public async Task Lists_have_a_length_that_is_allowed(int count, int status) =>
        Assert.Equal(status, (await table.AskAsync($"/rest/v1/ivr_calls?version=in.({string.Join(',', Enumerable.Repeat('1', count))})")).Status);

    [Fact]
    public async Task A_short_address_does_not_make_a_long_answer() =>
        Assert.Equal(400, (await table.AskAsync($"/rest/v1/ivr_calls?select={string.Join(',', Enumerable.Repeat('*', 1000))}")).Status);

    [Fact]
    public async Task Columns_can_be_called_otherwise()
    {
        var answer = await table.AskAsync("/rest/v1/ivr_calls?select=number:agent_number,%22campaign%22, s :status&campaign=eq.n0");

        Assert.Equal("""[{"number":"+919800000021","campaign":"n0","s":"answered"}]""", answer.Text);
    }

    internal static string Encoded(string query) => string.Join('&', query.Split('&').Select(pair =>
        pair.Split('=', 2) is [var name, var value] ? $"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(Uri.UnescapeDataString(value.Replace("% ", "%25 ", StringComparison.Ordinal)))}" : pair));
}
