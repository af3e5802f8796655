
namespace Offhook.Kaleyra.Tests.Logs;

public sealed class LogReplyTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<int, string, string[]> Lists => new()
    {
        { 200, """{"status":"200","message":"OK","data":[{"id":"a"},{"id":"b"}]}""", ["a", "b"] },
        { 200, """{"status":"200","message":"OK","records":[{"id":"a"}]}""", ["a"] },
        { 200, """{"status":"200","data":{"records":[{"id":"a"}]}}""", ["a"] },
        { 200, """{"status":"200","data":{"id":"a","status":"ANSWER"}}""", ["a"] },
        { 200, """{"status":"200","data":{"0":{"id":"a"},"1":{"id":"b"}}}""", ["a", "b"] },
        { 200, """{"status":"OK","data":[null,7,"x",{},{"id":"a"}]}""", ["a"] },
        { 200, """{"data":[{"id":"a"}]}""", ["a"] },
        { 200, """[{"id":"a","callto":"9800000002"},{"id":"b","callto":"9800000002"}]""", ["a", "b"] },
        { 200, """{"id":"a","status":"ANSWER","status2":"ANSWER","duration":62}""", ["a"] },
        { 200, """{"status":"200","message":"OK","id":"a","status2":"ANSWER"}""", ["a"] },
        { 200, """{"status":"200","message":"OK","data":[]}""", [] },
        { 200, """{"status":"200","message":"OK","data":{}}""", [] },
        { 200, """{"status":"200","message":"OK","data":""}""", [] },
        { 200, """{"status":"200","message":"OK"}""", [] },
        { 200, "[]", [] },
        { 200, """{"status":"A404","message":"No records found","data":null}""", [] },
        { 200, """{"status":"E605","message":"No such call"}""", [] },
        { 200, """{"status":"error","message":"no data"}""", [] },
        { 404, """{"status":"404","message":"Id c2c_1 not found"}""", [] },
        { 200, """{"status":"No record found"}""", [] },
        { 200, """{"status":true,"message":"success","data":[{"id":"a"}]}""", ["a"] },
        { 200, "<r><status>200</status><data><row><id>a</id></row><row><id>b</id></row></data></r>", ["a", "b"] },
        { 200, "<r><status>200</status><data><id>a</id><status>BUSY</status></data></r>", ["a"] },
    };

    public static TheoryData<int, string, RefusalKind, string> Refusals => new()
    {
        { 200, """{"status":"A401","message":"Invalid API key"}""", RefusalKind.Authentication, "Invalid API key" },
        { 200, """{"status":"E601","message":"Invalid receiver","receiver":"9800000002"}""", RefusalKind.Rejected, "Invalid receiver" },
        { 400, """{"status":"E602","message":"Invalid date","data":[]}""", RefusalKind.Rejected, "Invalid date" },
        { 200, """{"status":"A401","message":"No records found"}""", RefusalKind.Authentication, "No records found" },
        { 200, """{"status":"error","message":"API key not found"}""", RefusalKind.Authentication, "API key not found" },
        { 200, """{"status":"error","message":"No data: credits used up"}""", RefusalKind.Account, "No data: credits used up" },
        { 404, """{"message":"Method not found"}""", RefusalKind.Rejected, "Method not found" },
        { 403, "", RefusalKind.Authentication, "the API key or the sending address is not accepted" },
        { 429, "", RefusalKind.SlowDown, "the provider asks for fewer requests" },
    };

    public static TheoryData<int, string, string, bool> Nothing => new()
    {
        { 503, "<html></html>", "HTTP 503", true },
        { 500, """{"status":"200","data":[{"id":"a"}]}""", "HTTP 500", true },
        { 200, "<html></html>", "an HTML page", true },
        { 200, "", "an answer without rows that could be read", true },
        { 200, """{"status":"200","data":[{"id":"a"},{"id""", "an answer without rows that could be read", true },
        { 302, "", "HTTP 302 instead of an answer", false },
        { 404, "nothing here", "HTTP 404", false },
        { 200, "{}", "HTTP 200 without a status and rows", false },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task Rows_are_found_wherever_they_stand(int status, string body, string[] ids)
    {
        await using var server = RawServer.Replying(status, body);

        var reply = await Given.Client(server.Address).ReadClickToCallStatusAsync("c2c_1", Cancel);

        Assert.Equal(ids, Assert.IsType<LogReply.Rows>(reply).Items.Select(row => row.Id));
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal_has_its_kind_and_reason(int status, string body, RefusalKind kind, string reason)
    {
        await using var server = RawServer.Replying(status, body, "Retry-After: 3\r\n");

        var refused = Assert.IsType<LogReply.Refused>(await Given.Client(server.Address).ReadAccountLogAsync(Given.Today, Cancel));

        Assert.Equal((kind, reason, TimeSpan.FromSeconds(3)), (refused.Kind, refused.Reason, refused.RetryAfter!.Value));
    }

    [Theory]
    [MemberData(nameof(Nothing))]
    public async Task What_is_no_log_says_whether_asking_again_may_help(int status, string body, string why, bool transient)
    {
        await using var server = RawServer.Replying(status, body, "Retry-After: 3\r\n");

        var reply = await Given.Client(server.Address).ReadCallReportAsync("c2c_1", Cancel);

        Assert.Equal(new LogReply.Unavailable(why, TimeSpan.FromSeconds(3), transient), reply);
    }

    [Fact]
    public async Task A_broken_connection_may_be_asked_again()
    {
        await using var server = RawServer.Start(request =>
        {
            request.Reset();
            return Task.CompletedTask;
        });

        var reply = await Given.Client(server.Address).ReadVoiceStatusAsync("123456-1", Cancel);

        Assert.True(Assert.IsType<LogReply.Unavailable>(reply).Transient);
    }

    [Fact]
    public async Task A_log_that_takes_too_long_may_be_asked_again()
    {
        var clock = new ManualClock();
        await using var server = RawServer.Start(request => request.HangAsync());

        var reading = Given.Client(server.Address, clock).ReadAccountLogAsync(Given.Today, Cancel);
        await server.WaitForRequestAsync();
        clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(new LogReply.Unavailable("no answer within 30 s", null, true), await reading);
    }

    [Fact]
    public async Task Each_log_has_its_own_method_and_address()
    {
        await using var server = RawServer.Replying(200, """{"status":"200","data":[]}""");
        var client = Given.Client(server.Address);
        var second = Given.Today with { From = new DateOnly(2026, 2, 3), Customer = "+919800000002", Page = 2, Limit = 50 };

        await client.ReadClickToCallStatusAsync("c2c_1", Cancel);
        await client.ReadClickToCallLogAsync(second, Cancel);
        await client.ReadAccountLogAsync(Given.Today, Cancel);
        await client.ReadCallReportAsync("c2c_1", Cancel);
        await client.ReadVoiceStatusAsync("123456-1", Cancel);

        Assert.Equal(
            [
                "/v1/ method=dial.c2cstatus&format=json&id=c2c_1",
                "/v1/ method=dial.c2cstatus&format=json&callto=9800000002&fromdate=2026/02/03&todate=2026/02/24&page=2&limit=50",
                "/v1/ method=dial&format=json&fromdate=2026/02/24&todate=2026/02/24&page=1&limit=200",
                "/v1/ method=dial.callreports&format=json&id=c2c_1",
                "/api/v1/ method=voice.status&format=json&id=123456-1",
            ],
            server.Requests.Select(request => $"{request.Split(' ')[1]} {string.Join('&', Given.FieldsOf(request).Select(field => $"{field.Key}={field.Value}"))}"));
    }

    [Fact]
    public async Task A_question_that_cannot_be_asked_is_not_sent()
    {
        await using var server = RawServer.Replying(200, "");
        var client = Given.Client(server.Address);

        await Assert.ThrowsAsync<ArgumentException>(() => client.ReadAccountLogAsync(Given.Today with { Customer = Given.Customer }, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => client.ReadClickToCallLogAsync(Given.Today with { To = new DateOnly(2026, 2, 23) }, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => client.ReadCallReportAsync(" ", Cancel));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => client.ReadCallReportAsync(new string('x', 129), Cancel));
        Assert.Throws<ArgumentOutOfRangeException>(() => Given.Today with { Page = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => Given.Today with { Limit = 201 });
        Assert.Throws<ArgumentException>(() => Given.Today with { Customer = "ivr:1" });

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_log_of_more_than_a_megabyte_is_not_read_on()
    {
        await using var server = RawServer.Replying(200, $$"""{"status":"200","message":"{{new string('x', 1024 * 1024)}}","data":[]}""");

        var reply = await Given.Client(server.Address).ReadAccountLogAsync(Given.Today, Cancel);

        Assert.Equal(new LogReply.Unavailable("an answer of more than 1024 kB", null, false), reply);
    }
}
