using Offhook.Kaleyra.Io;

namespace Offhook.Kaleyra.Tests.Io;

public sealed class IoLogTests
{
    private const string Empty = """{"code":"RBC001","message":"Success","data":[],"error":{}}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<int, string, string[]> Lists => new()
    {
        { 200, """{"code":"RBC001","message":"Success","data":[{"id":"a"},{"id":"b"}],"error":{}}""", ["a", "b"] },
        { 200, """{"code":"RBC001","records":[{"id":"a"}]}""", ["a"] },
        { 200, """{"code":"RBC001","data":{},"records":[{"id":"a"}]}""", ["a"] },
        { 200, """{"code":"RBC001","data":{"records":[{"id":"a"}],"total":1}}""", ["a"] },
        { 200, """{"code":"RBC001","data":{"calls":[{"id":"a"},{"id":"b"}]}}""", ["a", "b"] },
        { 200, """{"code":"RBC001","data":{"id":"a","from":"919800000001","status":"FAILED"}}""", ["a"] },
        { 200, """{"code":"RBC001","data":{"0":{"id":"a"},"1":{"id":"b"}}}""", ["a", "b"] },
        { 200, """{"code":"RBC001","data":[null,7,"x",{},{"id":"a"}]}""", ["a"] },
        { 200, """{"data":[{"id":"a","status":"FAILED"}]}""", ["a"] },
        { 200, """[{"id":"a","to":"919800000002"},{"id":"b"}]""", ["a", "b"] },
        { 200, """[{"code":"RBC001","data":[{"id":"a"}]}]""", ["a"] },
        { 200, """{"id":"a","from":"919800000001","billsec":41}""", ["a"] },
        { 200, """{"code":"E1","data":[{"id":"a"}]}""", ["a"] },
        { 200, Empty, [] },
        { 200, """{"code":"RBC001","message":"Success","data":{},"error":{}}""", [] },
        { 200, """{"code":"RBC001","data":{"records":[],"total":0}}""", [] },
        { 200, """{"code":"RBC001","data":{"total":0,"page":1}}""", [] },
        { 200, """{"code":"RBC001","message":"Success","data":null}""", [] },
        { 200, """{"code":"RBC001","message":"Success","data":""}""", [] },
        { 200, """{"code":"RBC001","message":"Success"}""", [] },
        { 200, "[]", [] },
        { 200, """{"code":"RBC404","message":"No records found","error":{"error_code":"RBC404"}}""", [] },
    };

    public static TheoryData<int, string, RefusalKind, string> Refused => new()
    {
        { 401, """{"code":"E401","message":"Unauthorized"}""", RefusalKind.Authentication, "Unauthorized; check the key, the SID, the key's list of addresses, and that 127.0.0.1 is the account's region" },
        { 429, "", RefusalKind.SlowDown, "the provider asks for fewer requests" },
        { 400, """{"code":"E400","message":"start_time is older than 7 days"}""", RefusalKind.Rejected, "start_time is older than 7 days" },
        { 200, """{"code":"RBC001","message":"Failed","data":[],"error":{"start_time":"is not a date"}}""", RefusalKind.Rejected, "Failed: start_time is not a date" },
        { 200, """{"code":"E400","message":"No"}""", RefusalKind.Rejected, "No" },
        { 200, """{"status":"error","message":"KYC pending"}""", RefusalKind.Account, "KYC pending" },
    };

    public static TheoryData<int, string, string, bool> Nothing => new()
    {
        { 503, "<html></html>", "HTTP 503", true },
        { 500, """{"code":"RBC001","data":[{"id":"a"}]}""", "HTTP 500", true },
        { 200, "<html></html>", "an HTML page", true },
        { 200, "", "an answer without rows that could be read", true },
        { 200, """{"code":"RBC001","data":[{"id":"a"},{"id""", "an answer without rows that could be read", true },
        { 302, "", "HTTP 302 instead of an answer", false },
        { 404, "nothing here", "HTTP 404", false },
        { 400, "{}", "HTTP 400", false },
        { 200, "{}", "HTTP 200 without rows that could be read", false },
        { 200, """{"code":"RBC001","data":{"page":{"x":1},"total":1}}""", "HTTP 200 without rows that could be read", false },
    };

    [Fact]
    public async Task A_page_is_asked_for_by_get_with_the_limit_as_a_field_and_as_a_header()
    {
        await using var server = RawServer.Replying(200, Empty);
        var query = IoGiven.Today with { CallId = "x1", Status = "ANSWER", Bridge = "8000000000", Page = 2, Limit = 50 };

        await IoGiven.Client(server.Address).ReadCallLogAsync(query, Cancel);

        var request = Assert.Single(server.Requests);
        Assert.StartsWith(
            "GET /v1/HX0000000000IN/voice/call-logs?start_time=2026-02-24%2000%3A00%3A00&end_time=2026-02-24%2023%3A59%3A59"
            + "&call_id=x1&status=ANSWER&bridge=918000000000&page=2&limit=50 HTTP/1.1\r\n",
            request,
            StringComparison.Ordinal);
        Assert.Contains($"api-key: {Given.Key}\r\n", request, StringComparison.Ordinal);
        Assert.Contains("limit: 50\r\n", request, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HX0000000000IN", null, "2026-02-24 00:00:00")]
    [InlineData("HX0000000000in", null, "2026-02-24 00:00:00")]
    [InlineData("HX0000000000US", null, "2026-02-23 18:30:00")]
    [InlineData("HX0000000000US", -300, "2026-02-23 13:30:00")]
    [InlineData("HX0000000000IN", 0, "2026-02-23 18:30:00")]
    public async Task Times_are_asked_for_in_the_accounts_offset(string sid, int? minutes, string start)
    {
        await using var server = RawServer.Replying(200, Empty);
        var offset = minutes is { } given ? TimeSpan.FromMinutes(given) : (TimeSpan?)null;

        await IoGiven.Client(server.Address, change: options => options with { Sid = sid, LogOffset = offset }).ReadCallLogAsync(IoGiven.Today, Cancel);

        Assert.Contains($"start_time={Uri.EscapeDataString(start)}&", server.Requests[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(405, """{"message":"Method Not Allowed"}""")]
    [InlineData(405, "")]
    [InlineData(404, "<html><title>404 Not Found</title></html>")]
    [InlineData(404, """{"message":"The GET method is not supported for this route"}""")]
    public async Task A_platform_that_wants_post_is_asked_so_and_that_is_remembered(int status, string body)
    {
        await using var server = RawServer.Start(request => request.Text.StartsWith("GET ", StringComparison.Ordinal)
            ? request.ReplyAsync(status, body)
            : request.ReplyAsync(200, """{"code":"RBC001","data":[{"id":"a"}]}"""));
        var client = IoGiven.Client(server.Address);

        var first = await client.ReadCallLogAsync(IoGiven.Today, Cancel);
        var second = await client.ReadCallLogAsync(IoGiven.Today, Cancel);

        Assert.Equal(["a"], Assert.IsType<LogReply.Rows>(first).Items.Select(row => row.Id));
        Assert.IsType<LogReply.Rows>(second);
        Assert.Equal(["GET", "POST", "POST"], server.Requests.Select(request => request.Split(' ')[0]));
        Assert.StartsWith("POST /v1/HX0000000000IN/voice/call-logs HTTP/1.1\r\n", server.Requests[1], StringComparison.Ordinal);
        Assert.Contains("limit: 100\r\n", server.Requests[1], StringComparison.Ordinal);
        Assert.Equal(
            [new("start_time", "2026-02-24 00:00:00"), new("end_time", "2026-02-24 23:59:59"), new("page", "1"), new("limit", "100")],
            Given.FieldsOf(server.Requests[1]));
    }

    [Fact]
    public async Task A_platform_that_goes_back_to_get_is_followed()
    {
        var wanted = "POST ";
        await using var server = RawServer.Start(request => request.Text.StartsWith(wanted, StringComparison.Ordinal) ? request.ReplyAsync(200, Empty) : request.ReplyAsync(405, ""));
        var client = IoGiven.Client(server.Address);

        await client.ReadCallLogAsync(IoGiven.Today, Cancel);
        wanted = "GET ";
        var reply = await client.ReadCallLogAsync(IoGiven.Today, Cancel);

        Assert.IsType<LogReply.Rows>(reply);
        Assert.Equal(["GET", "POST", "POST", "GET"], server.Requests.Select(request => request.Split(' ')[0]));
    }

    [Fact]
    public async Task An_address_that_knows_neither_verb_says_so_each_time()
    {
        await using var server = RawServer.Replying(404, "<html>Not found</html>");
        var client = IoGiven.Client(server.Address);

        Assert.Equal(new LogReply.Unavailable("HTTP 404", null, false), await client.ReadCallLogAsync(IoGiven.Today, Cancel));
        Assert.Equal(new LogReply.Unavailable("HTTP 404", null, false), await client.ReadCallLogAsync(IoGiven.Today, Cancel));

        Assert.Equal(["GET", "POST", "GET", "POST"], server.Requests.Select(request => request.Split(' ')[0]));
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task Rows_are_found_wherever_they_stand(int status, string body, string[] ids)
    {
        await using var server = RawServer.Replying(status, body);

        var reply = await IoGiven.Client(server.Address).ReadCallLogAsync(IoGiven.Today, Cancel);

        Assert.Equal(ids, Assert.IsType<LogReply.Rows>(reply).Items.Select(row => row.Id));
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("""{"code":"E404","message":"No such call"}""")]
    [InlineData("""{"message":"Call id x1 not found"}""")]
    public async Task That_there_is_no_such_call_is_an_empty_log_only_of_one_call(string body)
    {
        await using var server = RawServer.Replying(404, body);
        var client = IoGiven.Client(server.Address);

        var one = await client.ReadCallLogAsync(IoGiven.Today with { CallId = "x1" }, Cancel);
        var day = await client.ReadCallLogAsync(IoGiven.Today, Cancel);

        Assert.Empty(Assert.IsType<LogReply.Rows>(one).Items);
        Assert.IsType<LogReply.Refused>(day);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_refusal_has_its_kind_and_reason(int status, string body, RefusalKind kind, string reason)
    {
        await using var server = RawServer.Replying(status, body, "Retry-After: 3\r\n");

        var refused = Assert.IsType<LogReply.Refused>(await IoGiven.Client(server.Address).ReadCallLogAsync(IoGiven.Today, Cancel));

        Assert.Equal((kind, reason, TimeSpan.FromSeconds(3)), (refused.Kind, refused.Reason, refused.RetryAfter!.Value));
    }

    [Theory]
    [MemberData(nameof(Nothing))]
    public async Task What_is_no_log_says_whether_asking_again_may_help(int status, string body, string why, bool transient)
    {
        await using var server = RawServer.Replying(status, body, "Retry-After: 3\r\n");

        var reply = await IoGiven.Client(server.Address).ReadCallLogAsync(IoGiven.Today, Cancel);

        Assert.Equal(new LogReply.Unavailable(why, TimeSpan.FromSeconds(3), transient), reply);
    }

    [Fact]
    public async Task A_broken_connection_or_silence_may_be_asked_again()
    {
        var clock = new ManualClock();
        await using var server = RawServer.Start(request =>
        {
            if (request.Number > 1)
            {
                return request.HangAsync();
            }

            request.Reset();
            return Task.CompletedTask;
        });
        var client = IoGiven.Client(server.Address, clock);

        var broken = await client.ReadCallLogAsync(IoGiven.Today, Cancel);
        await server.WaitForRequestAsync();
        var reading = client.ReadCallLogAsync(IoGiven.Today, Cancel);
        await server.WaitForRequestAsync();
        clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(new LogReply.Unavailable("the connection broke before an answer", null, true), broken);
        Assert.Equal(new LogReply.Unavailable("no answer within 30 s", null, true), await reading);
    }

    [Fact]
    public async Task A_question_that_cannot_be_asked_is_not_sent()
    {
        await using var server = RawServer.Replying(200, Empty);
        var client = IoGiven.Client(server.Address);

        await Assert.ThrowsAsync<ArgumentException>(() => client.ReadCallLogAsync(IoGiven.Today with { To = IoGiven.Today.From.AddSeconds(-1) }, Cancel));
        await Assert.ThrowsAsync<ArgumentNullException>(() => client.ReadCallLogAsync(null!, Cancel));
        Assert.Throws<ArgumentOutOfRangeException>(() => IoGiven.Today with { Page = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => IoGiven.Today with { Limit = 201 });
        Assert.Throws<ArgumentOutOfRangeException>(() => IoGiven.Today with { Limit = 0 });
        Assert.Throws<ArgumentException>(() => IoGiven.Today with { CallId = "" });
        Assert.Throws<ArgumentException>(() => IoGiven.Today with { Status = "NO ANSWER" });
        Assert.Throws<ArgumentException>(() => IoGiven.Today with { Bridge = "ivr:1" });

        Assert.Equal(TimeSpan.FromDays(7), IoLogQuery.LongestReach);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_log_of_more_than_a_megabyte_is_not_read_on()
    {
        await using var server = RawServer.Replying(200, $$"""{"code":"RBC001","message":"{{new string('x', 1024 * 1024)}}","data":[]}""");

        var reply = await IoGiven.Client(server.Address).ReadCallLogAsync(IoGiven.Today, Cancel);

        Assert.Equal(new LogReply.Unavailable("an answer of more than 1024 kB", null, false), reply);
    }
}
