using Offhook.Kaleyra.Io;

namespace Offhook.Kaleyra.Tests.Io;

public sealed class IoDialReplyTests
{
    private const string Hint = "; check the key, the SID, the key's list of addresses, and that 127.0.0.1 is the account's region";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<int, string, string?> Yes => new()
    {
        { 202, """{"code":"RBC001","message":"Call request accepted","data":{},"error":{}}""", null },
        { 200, """{"code":"RBC001","message":"Success","data":{"id":"00000000-0000-4000-8000-0000000000aa","status":"initiated"},"error":{}}""", IoGiven.CallId },
        { 200, """{"code":"202","message":"Accepted","data":[{"id":"00000000-0000-4000-8000-0000000000aa"}],"error":null}""", IoGiven.CallId },
        { 200, """{"id":"00000000-0000-4000-8000-0000000000aa","status":"queued"}""", IoGiven.CallId },
        { 201, """{"code":"RBC001","data":{"call_id":"x1"}}""", "x1" },
        { 200, """{"code":"RBC001","data":{"callId":17}}""", "17" },
        { 200, """{"code":"RBC001","data":[{"call_id":"x1"},{"id":"x2"}]}""", "x1" },
        { 200, """{"code":"RBC001","data":"x1"}""", "x1" },
        { 200, """{"call_id":"x1"}""", "x1" },
        { 200, """{"id":"top","code":"RBC001","data":{"id":"x1"}}""", "x1" },
        { 200, """{"id":"top","code":"RBC001","data":{"id":"{{id}}","call_id":"x1"}}""", "x1" },
        { 200, """{"Code":"RBC001","Message":"OK","Data":{"Id":"x1"},"Error":{}}""", "x1" },
        { 200, "\uFEFF{\"code\":\"RBC001\",\"data\":{\"id\":\"x1\"}}", "x1" },
        { 200, """call({"code":"RBC001","data":{"id":"x1"}});""", "x1" },
        { 200, """[{"code":"RBC001","data":{"id":"x1"}}]""", "x1" },
        { 200, """{"code":"RBC001","data":{"id":"x1"},"error":[]}""", "x1" },
        { 200, """{"code":"RBC001","data":{"id":"x1","error":{}},"error":""}""", "x1" },
        { 200, """{"code":"RBC001","data":{"id":"x1"},"error":false}""", "x1" },
        { 200, """{"code":"RBC001","data":{"id":"x1"},"error":{"error_code":"0","error_message":null}}""", "x1" },
        { 200, """{"code":"RBC001","message":"OK","data":null,"error":null}""", null },
        { 200, """{"code":"RBC001","message":"OK","data":"accepted"}""", null },
        { 200, """{"code":"RBC001","message":"OK","data":[]}""", null },
        { 200, """{"code":"RBC001","message":"OK","data":{"id":"NA"}}""", null },
        { 200, """{"message":"Accepted","data":{}}""", null },
        { 202, """{"code":"RBC001","message":"","data":{"id":0}}""", null },
    };

    public static TheoryData<int, string, RefusalKind, string, string?> No => new()
    {
        { 401, """{"code":"E401","message":"Unauthorized","data":{},"error":{"error_code":"E401","error_message":"Invalid api-key"}}""", RefusalKind.Authentication, $"Unauthorized: Invalid api-key{Hint}", "E401" },
        { 403, """{"error":"forbidden","message":"IP not allowed"}""", RefusalKind.Authentication, $"IP not allowed: forbidden{Hint}", null },
        { 401, "", RefusalKind.Authentication, $"the API key or the sending address is not accepted{Hint}", null },
        { 403, "<html><title>Forbidden</title></html>", RefusalKind.Authentication, $"the API key or the sending address is not accepted{Hint}", null },
        { 400, """{"code":"E400","message":"Validation failed","data":{"error":{"error_code":"E400","error_message":"bridge is not active"}}}""", RefusalKind.Rejected, "Validation failed: bridge is not active", "E400" },
        { 200, """{"code":"RBC999","message":"Request failed","data":{},"error":{"bridge":"must be numeric"}}""", RefusalKind.Rejected, "Request failed: bridge must be numeric", "RBC999" },
        { 422, """{"message":"Validation failed","errors":["to is missing","bridge is missing"]}""", RefusalKind.Rejected, "Validation failed: to is missing; bridge is missing", null },
        { 404, """{"message":"No such account"}""", RefusalKind.Rejected, "No such account", null },
        { 400, """{"error":{"message":"bad number"}}""", RefusalKind.Rejected, "bad number", null },
        { 400, """{"code":"E400"}""", RefusalKind.Rejected, "refused with status E400", "E400" },
        { 400, """{"code":"E400","message":"Insufficient balance"}""", RefusalKind.Account, "Insufficient balance", "E400" },
        { 402, """{"message":"No credit left"}""", RefusalKind.Account, "No credit left", null },
        { 200, """{"code":"RBC001","message":"Failed","error":"Complete your KYC first"}""", RefusalKind.Account, "Failed: Complete your KYC first", "RBC001" },
        { 200, """{"code":"RBC001","message":"OK","error":{"error_code":"E1","error_message":"DID unknown"}}""", RefusalKind.Rejected, "DID unknown", "RBC001" },
        { 200, """{"error":{"error_code":"E1","error_message":"DID unknown"}}""", RefusalKind.Rejected, "DID unknown", "E1" },
        { 200, """{"error_code":"E1","error_message":"DID unknown"}""", RefusalKind.Rejected, "DID unknown", "E1" },
        { 200, """{"status":"error","message":"Invalid api key"}""", RefusalKind.Authentication, $"Invalid api key{Hint}", null },
        { 200, """{"code":"RBC001","message":"OK","data":{"status":"failed"}}""", RefusalKind.Rejected, "refused with status RBC001", "RBC001" },
        { 400, "Invalid API key", RefusalKind.Authentication, $"Invalid API key{Hint}", null },
        { 429, "", RefusalKind.SlowDown, "the provider asks for fewer requests", null },
        { 429, """{"code":"E429","message":"Too many"}""", RefusalKind.SlowDown, "Too many", "E429" },
        { 400, """{"code":"E400","message":"<html><body>Oops</body></html>"}""", RefusalKind.Rejected, "an HTML page", "E400" },
        { 400, """{"message":"Invalid to +919800000002\r\nx"}""", RefusalKind.Rejected, "Invalid to +••••••0002 x", null },
    };

    public static TheoryData<int, string, string> Nothing => new()
    {
        { 200, "", "an empty answer" },
        { 202, "Accepted", "a text instead of an answer" },
        { 200, "GID=123456-1", "a text instead of an answer" },
        { 200, "<html><head><title>Welcome</title></head></html>", "an HTML page" },
        { 200, """{"code":"RBC001","data":{"id":"x""", "an answer that is neither JSON nor XML" },
        { 200, "{}", "an answer that proves nothing" },
        { 200, "[]", "an answer that proves nothing" },
        { 200, """{"message":"Queue full"}""", "an answer that proves nothing: Queue full" },
        { 200, """{"code":"RBC999","message":"Partly failed","data":{"id":"x1"},"error":{"to":"busy"}}""", "an answer with an error and an id: Partly failed: to busy" },
        { 200, """{"code":"RBC001","data":{"id":"x1","error":{"error_message":"second leg"}}}""", "an answer with an error and an id: second leg" },
        { 200, """{"id":"x1","status":"failed"}""", "an answer with the status failed and an id" },
        { 200, """{"code":"E400","message":"Validation failed","data":{},"error":{}}""", "an answer with the code E400: Validation failed" },
        { 200, """{"code":"500","message":"Later","data":{"id":"x1"}}""", "an answer with the code 500: Later" },
        { 200, """{"code":"RBC001","message":"Insufficient balance","data":{},"error":{}}""", "an answer without an id: Insufficient balance" },
        { 400, """{"code":"E400","message":"Late","data":{"id":"x1"}}""", "HTTP 400: Late" },
        { 200, """{"code":"RBC001","message":"Call request accepted","data":{},"error":{"warning":"low balance"}}""", "an answer with a yes and an error: Call request accepted: warning low balance" },
        { 400, "{}", "HTTP 400" },
        { 404, "<html>Not found</html>", "HTTP 404 with an HTML page" },
        { 408, """{"code":"E408","message":"Time out"}""", "HTTP 408: Time out" },
        { 500, """{"code":"RBC001","data":{"id":"x1"}}""", "HTTP 500" },
        { 503, "<html>Sorry</html>", "HTTP 503 with an HTML page" },
        { 502, """{"message":"Bad gateway"}""", "HTTP 502: Bad gateway" },
        { 302, """{"code":"RBC001","data":{"id":"x1"}}""", "HTTP 302 instead of an answer" },
        { 204, "", "an empty answer" },
    };

    [Theory]
    [MemberData(nameof(Yes))]
    public async Task A_yes_is_accepted_with_whatever_id_it_has(int status, string body, string? id)
    {
        await using var server = RawServer.Replying(status, body);
        var client = IoGiven.Client(server.Address);

        foreach (var reply in (DialReply[])[await client.DialClickToCallAsync(IoGiven.Dial, Cancel), await client.DialOutboundAsync(IoGiven.Speech, Cancel)])
        {
            Assert.Equal((id, status), (Assert.IsType<DialReply.Accepted>(reply).Id, reply.HttpStatus));
        }
    }

    [Theory]
    [MemberData(nameof(No))]
    public async Task A_no_has_its_kind_its_reason_and_the_code_as_text(int status, string body, RefusalKind kind, string reason, string? code)
    {
        await using var server = RawServer.Replying(status, body, "Retry-After: 7\r\n");

        var refused = Assert.IsType<DialReply.Refused>(await IoGiven.Client(server.Address).DialClickToCallAsync(IoGiven.Dial, Cancel));

        Assert.Equal((kind, reason, code, TimeSpan.FromSeconds(7)), (refused.Kind, refused.Reason, refused.Code, refused.RetryAfter!.Value));
        Assert.True(refused.Reason.Length <= 200);
    }

    [Theory]
    [MemberData(nameof(Nothing))]
    public async Task What_proves_neither_is_unknown_because_a_phone_may_ring(int status, string body, string why)
    {
        await using var server = RawServer.Replying(status, body);

        var reply = await IoGiven.Client(server.Address).DialClickToCallAsync(IoGiven.Dial, Cancel);

        Assert.Equal(why, Assert.IsType<DialReply.Unknown>(reply).Why);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task An_answer_that_echoes_secrets_in_any_escaping_keeps_none()
    {
        const string Token = "a-short_token-01";
        var report = IoCallbackTemplates.EndReport(IoGiven.Hooks, Given.Reference, Token);
        var events = IoCallbackTemplates.Events(IoGiven.Hooks, Given.Reference, "another_token-02", isOutbound: false);
        var body = $$"""{"message":"Bad {{Given.Key}} in {{Uri.EscapeDataString(report)}}","error":{"dlrurl":"{{report.Replace("&", "\\u0026", StringComparison.Ordinal)}}","callback":"{{Uri.EscapeDataString(events.ToJson())}}"} }""";
        await using var server = RawServer.Replying(400, body);

        var refused = Assert.IsType<DialReply.Refused>(await IoGiven.Client(server.Address).DialClickToCallAsync(IoGiven.Dial with { EndReport = report, Events = events }, Cancel));

        Assert.Contains("***", refused.Raw, StringComparison.Ordinal);
        foreach (var secret in (string[])[Given.Key, Token, "another_token-02"])
        {
            Assert.DoesNotContain(secret, $"{refused.Raw} {refused.Reason} {refused}", StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_long_refusal_about_the_key_keeps_the_hint_and_names_only_the_host()
    {
        await using var server = RawServer.Replying(401, $$"""{"message":"Unauthorized {{new string('x', 400)}}"}""");

        var refused = Assert.IsType<DialReply.Refused>(await IoGiven.Client(server.Address).DialClickToCallAsync(IoGiven.Dial, Cancel));

        Assert.EndsWith(Hint, refused.Reason, StringComparison.Ordinal);
        Assert.Equal(200, refused.Reason.Length);
        Assert.DoesNotContain(IoGiven.Sid, refused.Reason, StringComparison.Ordinal);
    }
}
