using System.Globalization;
using System.Text;
using System.Text.Json;
using Offhook.Gateway.Live;
using Offhook.Server.Supabase.Table;
using Offhook.Storage.Table;
using Offhook.Testing;

namespace Offhook.Server.Tests.Supabase.Rest;

/// <summary>Requests to the letter as <c>supabase-js</c> 2.57.4 and 2.109.0 were seen to send them.</summary>
public sealed class RecordedRequestTests(TableService table) : IClassFixture<TableService>
{
    private static readonly (string, string) Counted = ("prefer", "count=exact");
    private static readonly (string, string) Public = ("accept-profile", "public");

    [Fact]
    public async Task Select_gives_every_column_of_every_row()
    {
        var answer = await table.AskAsync("/rest/v1/ivr_calls?select=*", null, Public);

        Assert.Equal((200, "0-7/*"), (answer.Status, answer.Range));
        Assert.Equal("application/json; charset=utf-8", answer.Header("Content-Type"));
        Assert.Equal("n7 n6 n5 n4 n3 n2 n1 n0", answer.Names);
        Assert.Equal("[" + string.Join(',', table.Rows.AsEnumerable().Reverse().Select(Json)) + "]", answer.Text);

        static string Json(Storage.CallRow row)
        {
            using var bytes = new MemoryStream();
            using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = ViewJson.Encoder }))
            {
                TableJson.WriteRow(writer, row, IvrCallsTable.Columns);
            }

            return Encoding.UTF8.GetString(bytes.ToArray());
        }
    }

    [Fact]
    public async Task Columns_a_filter_an_order_and_a_limit()
    {
        var answer = await table.AskAsync("/rest/v1/ivr_calls?select=campaign%2Cstatus&agent_number=eq.%2B919800000021&order=received_at.desc&limit=20", null, Public);

        Assert.Equal("""[{"campaign":"n6","status":"busy"},{"campaign":"n1","status":"busy"},{"campaign":"n0","status":"answered"}]""", answer.Text);
        Assert.Equal("0-2/*", answer.Range);
    }

    [Fact]
    public async Task A_list_a_time_a_range_and_a_count()
    {
        var from = table.Rows[1].Call.ReceivedAt.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

        var answer = await table.AskAsync($"/rest/v1/ivr_calls?select=*&status=in.%28answered%2Cbusy%29&received_at=gte.{Uri.EscapeDataString(from)}&offset=0&limit=2", null, Public, Counted);

        Assert.Equal((206, "0-1/3", "n6 n4"), (answer.Status, answer.Range, answer.Names));
        Assert.Equal("count=exact", answer.Header("Preference-Applied"));
    }

    [Theory]
    [InlineData("", "0-7/8")]
    [InlineData("&limit=3", "0-2/8")]
    [InlineData("&offset=6&limit=10", "6-7/8")]
    [InlineData("&status=eq.nosuch", "*/0")]
    public async Task A_head_with_a_count_has_the_count_and_no_body(string more, string range)
    {
        var answer = await table.AskAsync("/rest/v1/ivr_calls?select=*" + more, HttpMethod.Head, Public, Counted);

        Assert.Equal((range, ""), (answer.Range, answer.Text));
        Assert.Equal(range is "0-7/8" or "*/0" ? 200 : 206, answer.Status);
    }

    [Fact]
    public async Task A_head_without_a_count_has_the_rows_it_would_give()
    {
        var answer = await table.AskAsync("/rest/v1/ivr_calls?select=*&limit=3", HttpMethod.Head, Public);

        Assert.Equal((200, "0-2/*", ""), (answer.Status, answer.Range, answer.Text));
    }

    [Theory]
    [InlineData("or=%28status.eq.answered%2Cstatus.eq.busy%29", "n6 n4 n1 n0")]
    [InlineData("ended_at=is.null&status=not.eq.failed", "n7 n6 n5 n3 n1")]
    [InlineData("agent_name=ilike.%25a%25", "n6 n4 n1 n0")]
    [InlineData("duration_seconds=gte.15&duration_seconds=lt.50", "n4")]
    [InlineData("status=eq.busy&or=(team.is.null,team.eq.south)", "n6")]
    [InlineData("order=team.asc%2Cstatus.asc.nullsfirst&status=not.in.%28requested%29", "n0 n1 n2 n4 n5 n6")]
    public async Task Other_calls_of_the_client(string query, string names)
    {
        var answer = await table.AskAsync($"/rest/v1/ivr_calls?select=*&{query}", null, Public);

        Assert.Equal((200, names), (answer.Status, answer.Names));
    }

    [Fact]
    public async Task Single_gives_the_row_itself()
    {
        var answer = await table.AskAsync($"/rest/v1/ivr_calls?select=campaign&id=eq.{table.Rows[3].Call.Reference}", null, Public, ("accept", "application/vnd.pgrst.object+json"));

        Assert.Equal((200, """{"campaign":"n3"}"""), (answer.Status, answer.Text));
        Assert.Equal("application/vnd.pgrst.object+json; charset=utf-8", answer.Header("Content-Type"));
    }

    [Theory]
    [InlineData("id=eq.7a000000-0000-4000-8000-000000000007", 0)]
    [InlineData("status=eq.busy", 2)]
    public async Task Single_with_another_number_of_rows_is_refused(string query, int rows)
    {
        var answer = await table.AskAsync($"/rest/v1/ivr_calls?select=*&{query}", null, Public, ("accept", "application/vnd.pgrst.object+json"));

        Assert.Equal(
            (406, $$"""{"code":"PGRST116","details":"The result contains {{rows}} rows","hint":null,"message":"Cannot coerce the result to a single JSON object"}"""),
            (answer.Status, answer.Text));
    }

    [Theory]
    [InlineData("*/*")]
    [InlineData("application/json")]
    public async Task Maybe_single_gives_a_list(string accept)
    {
        var none = await table.AskAsync("/rest/v1/ivr_calls?select=*&id=eq.7a000000-0000-4000-8000-000000000007", null, Public, ("accept", accept));
        var one = await table.AskAsync($"/rest/v1/ivr_calls?select=campaign&id=eq.{table.Rows[3].Call.Reference}", null, Public, ("accept", accept));

        Assert.Equal((200, "[]", "*/*"), (none.Status, none.Text, none.Range));
        Assert.Equal((200, """[{"campaign":"n3"}]"""), (one.Status, one.Text));
    }

    [Theory]
    [InlineData("POST", "?select=*", 401)]
    [InlineData("POST", "?on_conflict=id", 401)]
    [InlineData("PATCH", "?id=eq.7a000000-0000-4000-8000-000000000007&select=*", 401)]
    [InlineData("PUT", "", 401)]
    [InlineData("DELETE", "?id=eq.7a000000-0000-4000-8000-000000000007", 401)]
    public async Task Nobody_writes(string method, string query, int status)
    {
        var headers = new[] { ("content-profile", "public"), ("prefer", "return=representation") };
        var program = await table.AskAsync("/rest/v1/ivr_calls" + query, new HttpMethod(method), headers);
        var person = await table.AskAsync("/rest/v1/ivr_calls" + query, new HttpMethod(method), [.. headers, .. TableService.Both("anything", table.Supervisor("north"))]);

        Assert.Equal((status, "42501"), (program.Status, program.Code));
        Assert.Equal((403, "42501", "permission denied for table ivr_calls"), (person.Status, person.Code, person.Json.Text("message")));
        Assert.Equal(8, (await table.AskAsync("/rest/v1/ivr_calls")).Json.GetArrayLength());
    }

    [Fact]
    public async Task There_are_no_functions()
    {
        var answer = await table.AskAsync("/rest/v1/rpc/f", HttpMethod.Post, ("content-profile", "public"));

        Assert.Equal((404, "PGRST202"), (answer.Status, answer.Code));
    }
}
