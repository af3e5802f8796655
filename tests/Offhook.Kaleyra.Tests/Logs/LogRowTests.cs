
namespace Offhook.Kaleyra.Tests.Logs;

public sealed class LogRowTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_row_of_the_accounts_log_is_read_whole()
    {
        const string Json = """{"id":"00000000-0000-4000-8000-000000000001","uniqid":"58_1771909200.101","parent_id":"p1","callfrom":"9800000001","callto":"9800000002","start_time":"2026-02-24 10:30:00","end_time":"2026-02-24 10:31:02","duration":62,"billsec":"41","notes":"warm","location":"BIHAR","provider":"JIO","credits":"2","status":"ANSWER","recording":"//play.example.test/?id=AAAA0000","date":"2026-02-24","caller_id":"8000000000","service":"Click2Call","custom":"ours-1"}""";

        var row = await ReadAsync(Json);

        Assert.Equal(
            new LogRow
            {
                Id = "00000000-0000-4000-8000-000000000001",
                UniqueId = "58_1771909200.101",
                ParentId = "p1",
                From = "9800000001",
                To = "9800000002",
                StartedAt = Given.Then,
                EndedAt = Given.Then.AddSeconds(62),
                Duration = TimeSpan.FromSeconds(62),
                Talk = TimeSpan.FromSeconds(41),
                Status = "ANSWER",
                Operator = "JIO",
                Circle = "BIHAR",
                Recording = new Uri("https://play.example.test/?id=AAAA0000"),
                Service = "Click2Call",
                CallerId = "8000000000",
                Custom = "ours-1",
                Credits = "2",
                Notes = "warm",
                Flags = row.Flags,
                Raw = Json,
            },
            row);
        Assert.Empty(row.Flags);
    }

    [Fact]
    public async Task A_call_report_is_read_by_its_other_names()
    {
        var row = await ReadAsync("""{"id":"c2c_1","status":"ANSWER","callerstate":"ANSWER","calleestate":"NOANSWER","billsec":41,"callstart":"2026-02-24 10:30:00","callend":"2026-02-24 10:31:02","recording_url":"https://play.example.test/?id=A"}""");

        Assert.Equal(("ANSWER", "NOANSWER", Given.Then, Given.Then.AddSeconds(62)), (row.AgentStatus, row.CustomerStatus, row.StartedAt, row.EndedAt));
        Assert.Equal((TimeSpan.FromSeconds(41), "https://play.example.test/?id=A"), (row.Talk, row.Recording?.AbsoluteUri));
    }

    [Theory]
    [InlineData("""{"caller_status":"BUSY","receiver_status":"FAILED"}""", "BUSY", "FAILED")]
    [InlineData("""{"caller_status":"BUSY","reciever_status":"FAILED"}""", "BUSY", "FAILED")]
    [InlineData("""{"status1":"BUSY","status2":"FAILED"}""", "BUSY", "FAILED")]
    [InlineData("""{"CallerState":"BUSY","callee_state":"FAILED"}""", "BUSY", "FAILED")]
    [InlineData("""{"status1":"","callerstate":"BUSY","status2":"NA","calleestate":null}""", "BUSY", null)]
    public async Task The_legs_are_read_by_every_spelling_seen(string json, string? agent, string? customer)
    {
        var row = await ReadAsync(json);

        Assert.Equal((agent, customer), (row.AgentStatus, row.CustomerStatus));
    }

    [Theory]
    [InlineData("""{"start_time":"never"}""", "starttime: not a time")]
    [InlineData("""{"end_time":"2031-01-01 00:00:00"}""", "endtime: more than a day ahead")]
    [InlineData("""{"callstart":"2011-01-01 00:00:00"}""", "callstart: before 2015")]
    [InlineData("""{"billsec":"-1"}""", "billsec: negative")]
    [InlineData("""{"duration":86401}""", "duration: longer than a day")]
    [InlineData("""{"duration":"long"}""", "duration: not a number of seconds")]
    [InlineData("""{"recording":"http://play.example.test/a"}""", "recording: not https")]
    [InlineData("""{"recordpath":"javascript:alert(1)"}""", "recordpath: not a link")]
    [InlineData("""{"status":"ANSWER","Status":"BUSY"}""", "status: given twice, the first was taken")]
    public async Task What_cannot_be_parsed_is_absent_and_flagged(string json, string flag)
    {
        var row = await ReadAsync(json);

        Assert.Equal([flag], row.Flags);
        Assert.Equal((null, null, null, null, null), (row.StartedAt, row.EndedAt, row.Duration, row.Talk, row.Recording));
        Assert.Equal(json, row.Raw);
    }

    [Theory]
    [InlineData("{\"id\":\"a\\u0000b\"}", "ab")]
    [InlineData("{\"id\":\"a\\ud800b\"}", "a\\ud800b")]
    [InlineData("{\"id\":9007199254740993}", "9007199254740993")]
    [InlineData("{\"id\":[1]}", null)]
    [InlineData("{\"id\":{\"x\":1},\"\\ud800\":1}", null)]
    public async Task Odd_scalars_do_no_harm(string json, string? id) => Assert.Equal(id, (await ReadAsync(json)).Id);

    [Fact]
    public async Task A_row_prints_no_number_and_keeps_no_key()
    {
        var row = await ReadAsync($$"""{"id":"a","callto":"9800000002","notes":"{{Given.Key}}","recording":"//play.example.test/?id=SECRET"}""");

        Assert.DoesNotContain("9800000002", row.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", row.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Given.Key, row.Raw, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://calls.example.test/hooks?ref=r&t=0123456789abcdef0123456789ABCDEF&id=1", "https://calls.example.test/hooks?ref=r&t=***&id=1")]
    [InlineData("https%3A%2F%2Fcalls.example.test%3Fref%3Dr%26t%3D00000000000000000000000000c0ffee%26id", "https%3A%2F%2Fcalls.example.test%3Fref%3Dr%26t%3D***%26id")]
    [InlineData("ref\\u003dr\\u0026t\\u003D00000000000000000000000000c0ffee", "ref\\u003dr\\u0026t\\u003D***")]
    [InlineData("?t=0123456789abcdef", "?t=0123456789abcdef")]
    [InlineData("?hit=00000000000000000000000000c0ffee", "?hit=00000000000000000000000000c0ffee")]
    public async Task A_row_keeps_no_callback_token(string callback, string kept) =>
        Assert.Equal($$"""{"id":"a","callback":"{{kept}}"}""", (await ReadAsync($$"""{"id":"a","callback":"{{callback}}"}""")).Raw);

    private static async Task<LogRow> ReadAsync(string json)
    {
        await using var server = RawServer.Replying(200, $$"""{"status":"200","message":"OK","data":[{{json}}]}""");
        return Assert.Single(Assert.IsType<LogReply.Rows>(await Given.Client(server.Address).ReadAccountLogAsync(Given.Today, Cancel)).Items);
    }
}
