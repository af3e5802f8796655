using System.Globalization;

namespace Offhook.Server.Tests.Supabase.Rest;

/// <summary>Parts of a list, and its order.</summary>
public sealed class RangeTests(TableService table) : IClassFixture<TableService>
{
    [Theory]
    [InlineData("", null, 200, "0-7/*", 200, "0-7/8")]
    [InlineData("limit=3", null, 200, "0-2/*", 206, "0-2/8")]
    [InlineData("offset=5&limit=10", null, 200, "5-7/*", 206, "5-7/8")]
    [InlineData("offset=8", null, 200, "*/*", 206, "*/8")]
    [InlineData("offset=9", null, 200, "*/*", 416, "*/8")]
    [InlineData("offset=9223372036854775807", null, 200, "*/*", 416, "*/8")]
    [InlineData("limit=0", null, 200, "*/*", 206, "*/8")]
    [InlineData("limit=9223372036854775807", null, 200, "0-7/*", 200, "0-7/8")]
    [InlineData("status=eq.nosuch", null, 200, "*/*", 200, "*/0")]
    [InlineData("status=eq.nosuch&offset=1", null, 200, "*/*", 416, "*/0")]
    [InlineData("", "2-4", 200, "2-4/*", 206, "2-4/8")]
    [InlineData("", "6-", 200, "6-7/*", 206, "6-7/8")]
    [InlineData("limit=2", "3-9", 200, "*/*", 206, "*/8")]
    [InlineData("offset=3&limit=4", "0-4", 200, "3-4/*", 206, "3-4/8")]
    [InlineData("", "4-2", 416, null, 416, null)]
    [InlineData("", "bytes=0-1", 200, "0-7/*", 200, "0-7/8")]
    [InlineData("", "99999999999999999999-1", 200, "0-7/*", 200, "0-7/8")]
    public async Task A_part_says_where_it_lies(string query, string? header, int status, string? range, int countedStatus, string? countedRange)
    {
        (string, string)[] headers = header is null ? [] : [("range-unit", "items"), ("range", header)];
        var plain = await table.AskAsync($"/rest/v1/ivr_calls?{query}", null, headers);
        var counted = await table.AskAsync($"/rest/v1/ivr_calls?{query}", null, [.. headers, ("prefer", "count=exact")]);

        Assert.Equal((status, range), (plain.Status, plain.Range));
        Assert.Equal((countedStatus, countedRange), (counted.Status, counted.Range));
        Assert.Equal(countedStatus == 416 ? "PGRST103" : null, counted.Code);
    }

    [Fact]
    public async Task An_offset_behind_the_end_of_a_counted_list_is_refused_in_words()
    {
        var answer = await table.AskAsync("/rest/v1/ivr_calls?offset=100", null, ("prefer", "count=exact"));

        Assert.Equal(
            """{"code":"PGRST103","details":"An offset of 100 was requested, but there are only 8 rows.","hint":null,"message":"Requested range not satisfiable"}""", answer.Text);
    }

    [Theory]
    [InlineData("count=exact")]
    [InlineData("count=planned")]
    [InlineData("return=representation, count=estimated")]
    public async Task Every_count_is_exact(string prefer) =>
        Assert.Equal("0-1/8", (await table.AskAsync("/rest/v1/ivr_calls?limit=2", null, ("prefer", prefer))).Range);

    [Theory]
    [InlineData("received_at", "n0 n1 n2 n3 n4 n5 n6 n7")]
    [InlineData("received_at.asc", "n0 n1 n2 n3 n4 n5 n6 n7")]
    [InlineData("received_at.desc", "n7 n6 n5 n4 n3 n2 n1 n0")]
    [InlineData("id", "n0 n1 n2 n3 n4 n5 n6 n7")]
    [InlineData("talk_seconds", "n4 n0 n1 n2 n3 n5 n6 n7")]
    [InlineData("talk_seconds.nullsfirst", "n1 n2 n3 n5 n6 n7 n4 n0")]
    [InlineData("talk_seconds.desc", "n7 n6 n5 n3 n2 n1 n0 n4")]
    [InlineData("talk_seconds.desc.nullslast", "n0 n4 n7 n6 n5 n3 n2 n1")]
    [InlineData("agent_name.asc.nullslast,received_at.desc", "n6 n0 n1 n4 n5 n3 n7 n2")]
    [InlineData("team.desc.nullslast, status.asc, id.desc, team.asc", "n4 n5 n0 n1 n2 n7 n3 n6")]
    public async Task Rows_come_in_the_order_that_is_asked_for(string order, string names)
    {
        var answer = await table.AskAsync("/rest/v1/ivr_calls?order=" + Uri.EscapeDataString(order));

        Assert.Equal((200, names), (answer.Status, answer.Names));
    }

    [Fact]
    public async Task Pages_make_up_the_whole()
    {
        var names = new List<string>();
        for (var offset = 0; offset < 8; offset += 3)
        {
            names.Add((await table.AskAsync(string.Create(CultureInfo.InvariantCulture, $"/rest/v1/ivr_calls?order=status.asc&offset={offset}&limit=3"))).Names);
        }

        Assert.Equal((await table.AskAsync("/rest/v1/ivr_calls?order=status.asc")).Names, string.Join(' ', names));
    }
}
