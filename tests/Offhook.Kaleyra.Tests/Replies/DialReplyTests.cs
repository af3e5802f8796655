using Offhook.Kaleyra.Legacy;

namespace Offhook.Kaleyra.Tests.Replies;

public sealed class DialReplyTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<int, string, string?> Yes => new()
    {
        { 200, """{"status":"200","message":"OK","data":{"id":"c2c_000000000000001"}}""", "c2c_000000000000001" },
        { 201, """{"status":200,"message":"OK","data":{"id":123}}""", "123" },
        { 200, """{"status":"OK","data":[{"id":"123456-1"}]}""", "123456-1" },
        { 200, """{"status":"200 OK","data":"123456-1"}""", "123456-1" },
        { 200, """{"status":" ok ","data":123456}""", "123456" },
        { 200, """{"status":"success","id":"x1"}""", "x1" },
        { 200, """{"Status":"200","Message":"OK","Data":{"Id":"x1"}}""", "x1" },
        { 200, """{"status":"200","call_id":"x1"}""", "x1" },
        { 200, """{"status":"200","data":{"callid":"x1"}}""", "x1" },
        { 200, """{"status":"200","data":{"call":{"id":"x1"}}}""", "x1" },
        { 200, """{"status":"200","data":["x1"]}""", "x1" },
        { 200, """{"status":"200","data":null,"data":{"id":"x1"}}""", "x1" },
        { 200, """[{"status":"200","data":{"id":"x1"}}]""", "x1" },
        { 200, """{"message":"OK","data":{"id":"x1"}}""", "x1" },
        { 200, "\uFEFF{\"status\":\"200\",\"data\":{\"id\":\"x1\"}}", "x1" },
        { 200, """call({"status":"200","data":{"id":"x1"}});""", "x1" },
        { 200, """<?xml version="1.0" encoding="UTF-8"?><response><status>200</status><message>OK</message><data><id>c2c_1</id></data></response>""", "c2c_1" },
        { 200, "<Reply><STATUS>OK</STATUS><Data><ID>c2c_1</ID></Data></Reply>", "c2c_1" },
        { 200, "GID=123456-1", "123456-1" },
        { 200, "Call queued, call_id: c2c_1", "c2c_1" },
        { 200, """{"status":"200","message":"OK","data":null}""", null },
        { 200, """{"status":"200","message":"OK"}""", null },
        { 200, """{"status":"200","message":"OK","data":[]}""", null },
        { 200, """{"status":"200","message":"OK","data":""}""", null },
        { 200, """{"status":"200","message":"OK","data":{"id":"{id}"}}""", null },
        { 200, """{"status":"200","message":"OK","data":{"id":"NA"}}""", null },
        { 200, "<r><status>OK</status></r>", null },
        { 200, """{"status":true,"message":"success","data":{"id":"c2c_1"}}""", "c2c_1" },
        { 200, """{"status":"True","data":{"id":"c2c_1"}}""", "c2c_1" },
    };

    public static TheoryData<int, string, RefusalKind, string, string?> No => new()
    {
        { 200, """{"status":"A401","message":"Invalid API key","data":null}""", RefusalKind.Authentication, "Invalid API key", "A401" },
        { 200, """{"status":"401","message":"Source IP not allowed","data":[]}""", RefusalKind.Authentication, "Source IP not allowed", "401" },
        { 200, """{"status":"E601","message":"Invalid receiver","data":""}""", RefusalKind.Rejected, "Invalid receiver", "E601" },
        { 200, """{"status":"A410","message":"Insufficient credits"}""", RefusalKind.Account, "Insufficient credits", "A410" },
        { 200, """{"status":"error","message":"Balance too low"}""", RefusalKind.Account, "Balance too low", "error" },
        { 200, """{"status":"error","message":"Recipient not found"}""", RefusalKind.Rejected, "Recipient not found", "error" },
        { 200, """{"status":"error","message":"wrong apikey"}""", RefusalKind.Authentication, "wrong apikey", "error" },
        { 200, """{"status":"FAILED"}""", RefusalKind.Rejected, "refused with status FAILED", "FAILED" },
        { 200, """{"status":"E602","code":"X9","message":"OK"}""", RefusalKind.Rejected, "refused with status X9", "X9" },
        { 200, """{"status":"E602","error":{"message":"no such sound"}}""", RefusalKind.Rejected, "no such sound", "E602" },
        { 200, """{"status":"429","message":"slow"}""", RefusalKind.SlowDown, "slow", "429" },
        { 200, """<r><Status>E601</Status><Message>Invalid receiver</Message></r>""", RefusalKind.Rejected, "Invalid receiver", "E601" },
        { 400, """{"status":"E601","message":"Invalid receiver"}""", RefusalKind.Rejected, "Invalid receiver", "E601" },
        { 404, """{"message":"No such method"}""", RefusalKind.Rejected, "No such method", null },
        { 422, """{"error":"numbers missing"}""", RefusalKind.Rejected, "numbers missing", null },
        { 400, "Invalid API key", RefusalKind.Authentication, "Invalid API key", null },
        { 401, "", RefusalKind.Authentication, "the API key or the sending address is not accepted", null },
        { 403, "<html><title>Forbidden</title></html>", RefusalKind.Authentication, "the API key or the sending address is not accepted", null },
        { 401, """{"status":"401","message":"Unauthorized"}""", RefusalKind.Authentication, "Unauthorized", "401" },
        { 429, "", RefusalKind.SlowDown, "the provider asks for fewer requests", null },
        { 429, """{"status":"429","message":"Too many"}""", RefusalKind.SlowDown, "Too many", "429" },
        { 200, """{"status":"E601","message":"Invalid receiver +919800000002\r\nx"}""", RefusalKind.Rejected, "Invalid receiver +••••••0002 x", "E601" },
        { 200, """{"status":"E601","message":"<html><body>Oops</body></html>"}""", RefusalKind.Rejected, "an HTML page", "E601" },
        { 200, """{"status":false,"message":"Invalid receiver","data":false}""", RefusalKind.Rejected, "Invalid receiver", "false" },
        { 200, """{"status":"404","message":"Sound unknown","data":0}""", RefusalKind.Rejected, "Sound unknown", "404" },
        { 200, """{"status":"401 Unauthorized"}""", RefusalKind.Authentication, "the API key or the sending address is not accepted", "401 Unauthorized" },
        { 200, """{"status":"INVALID_RECEIVER"}""", RefusalKind.Rejected, "refused with status INVALID_RECEIVER", "INVALID_RECEIVER" },
        { 200, """{"status":"Access denied"}""", RefusalKind.Rejected, "refused with status Access denied", "Access denied" },
        { 200, """{"status":"AB612","message":"no"}""", RefusalKind.Rejected, "no", "AB612" },
        { 200, """{"status":"A403","message":"Denied"}""", RefusalKind.Authentication, "Denied", "A403" },
        { 200, """{"status":"A412","message":"Invalid receiver"}""", RefusalKind.Rejected, "Invalid receiver", "A412" },
        { 200, """{"status":"A412","message":"Inactive API key"}""", RefusalKind.Authentication, "Inactive API key", "A412" },
    };

    public static TheoryData<int, string, string> Nothing => new()
    {
        { 200, "", "an empty answer" },
        { 200, " \r\n", "an empty answer" },
        { 200, "Call queued", "a text without an id" },
        { 200, "ERROR: invalid id: 12345", "a text without an id" },
        { 200, "<html><head><title>Welcome</title></head><body></body></html>", "an HTML page" },
        { 200, "<!DOCTYPE html>\n<html lang=en>", "an HTML page" },
        { 200, "<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"><body/></html>", "an HTML page" },
        { 200, "<b>Warning</b>: mysql <div>oops</div>", "an HTML page" },
        { 200, "Fatal error <br/><h1>oops</h1>", "an HTML page" },
        { 200, """{"status":"200","message":"OK","data":{"id":"c2""", "an answer that is neither JSON nor XML" },
        { 200, "<response><status>200</status>", "an answer that is neither JSON nor XML" },
        { 200, "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><r><status>200</status></r>", "an answer that is neither JSON nor XML" },
        { 200, "{}", "an answer without a status" },
        { 200, "[]", "an answer without a status" },
        { 200, """{"data":{"id":"x1"},"message":"Queue full"}""", "an answer without a status: Queue full" },
        { 200, """{"data":{"id":"x1"},"error":"boom"}""", "an answer without a status: boom" },
        { 200, """{"status":"202","message":"Queued","data":{"id":"x1"}}""", "status 202: Queued" },
        { 200, """{"status":"queued","message":"Call queued","data":{"id":"c2c_q"}}""", "an answer with the status queued that proves nothing: Call queued" },
        { 200, """{"status":"accepted"}""", "an answer with the status accepted that proves nothing" },
        { 200, """{"status":"0","message":"done"}""", "an answer with the status 0 that proves nothing: done" },
        { 200, """{"status":"302","message":"moved"}""", "an answer with the status 302 that proves nothing: moved" },
        { 200, """{"status":"no error"}""", "an answer with the status no error that proves nothing" },
        { 200, """{"status":"E1"}""", "an answer with the status E1 that proves nothing" },
        { 200, """{"status":"error","message":"Second leg invalid","data":{"id":"c2c_1"}}""", "an answer with the status error and an id: Second leg invalid" },
        { 204, "", "an empty answer" },
        { 301, "", "HTTP 301 instead of an answer" },
        { 302, """{"status":"200","data":{"id":"x1"}}""", "HTTP 302 instead of an answer" },
        { 400, "", "HTTP 400" },
        { 404, "<html>Not found</html>", "HTTP 404 with an HTML page" },
        { 400, "no", "HTTP 400" },
        { 400, """{"status":"200","message":"OK"}""", "HTTP 400: OK" },
        { 408, """{"status":"E601","message":"late"}""", "HTTP 408: late" },
        { 500, "", "HTTP 500" },
        { 500, """{"status":"E601","message":"Invalid receiver"}""", "HTTP 500: Invalid receiver" },
        { 502, "<html><head><title>502 Bad Gateway</title></head><body></body></html>", "HTTP 502 with an HTML page" },
        { 503, """{"status":"200","data":{"id":"x1"}}""", "HTTP 503" },
    };

    [Theory]
    [MemberData(nameof(Yes))]
    public async Task A_yes_is_accepted_with_the_id_wherever_it_stands(int status, string body, string? id)
    {
        var reply = await DialAsync(status, body);

        Assert.Equal(id, Assert.IsType<DialReply.Accepted>(reply).Id);
        Assert.Equal(status, reply.HttpStatus);
        Assert.NotNull(reply.Raw);
    }

    [Theory]
    [MemberData(nameof(No))]
    public async Task A_no_is_refused_with_the_providers_reason(int status, string body, RefusalKind kind, string reason, string? code)
    {
        var reply = Assert.IsType<DialReply.Refused>(await DialAsync(status, body));

        Assert.Equal((kind, reason, code), (reply.Kind, reply.Reason, reply.Code));
    }

    [Theory]
    [MemberData(nameof(Nothing))]
    public async Task What_proves_neither_is_unknown(int status, string body, string why)
    {
        var reply = Assert.IsType<DialReply.Unknown>(await DialAsync(status, body));

        Assert.Equal(why, reply.Why);
        Assert.DoesNotContain("<html", reply.Raw ?? "", StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("Retry-After: 7\r\n", 7)]
    [InlineData("Retry-After: Tue, 24 Feb 2026 05:01:30 GMT\r\n", 90)]
    [InlineData("Retry-After: Tue, 24 Feb 2026 04:00:00 GMT\r\n", 0)]
    [InlineData("Retry-After: 9999999\r\n", 86400)]
    [InlineData("Retry-After: soon\r\n", null)]
    [InlineData("", null)]
    public async Task A_request_to_slow_down_says_for_how_long(string header, int? seconds)
    {
        await using var server = RawServer.Replying(429, "", header);

        var reply = await Given.Client(server.Address).DialClickToCallAsync(Given.Dial, Cancel);

        Assert.Equal(seconds is { } s ? TimeSpan.FromSeconds(s) : null, Assert.IsType<DialReply.Refused>(reply).RetryAfter);
    }

    [Theory]
    [InlineData("""{"status":"A401","message":"Key A0000000000000000000000000000fake is wrong key"}""")]
    [InlineData("""{"status":"a0000000000000000000000000000FAKE","message":"no"}""")]
    [InlineData("Invalid api key: A0000000000000000000000000000fake")]
    public async Task An_echoed_key_is_masked_everywhere(string body)
    {
        var reply = await DialAsync(400, body);

        var refused = Assert.IsType<DialReply.Refused>(reply);
        Assert.All([refused.Reason, refused.Code ?? "", refused.Raw ?? "", reply.ToString()], text => Assert.DoesNotContain(Given.Key, text, StringComparison.OrdinalIgnoreCase));
        Assert.Contains("***", refused.Raw, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a+b/c==", "a%2Bb%2Fc%3D%3D")]
    [InlineData("a+b/c==", "a+b\\/c==")]
    [InlineData("a\"b", "a\\u0022b")]
    public async Task An_echoed_key_is_masked_in_every_spelling(string key, string echo)
    {
        await using var server = RawServer.Replying(200, $$"""{"status":"E601","message":"see {{echo}}"}""");

        var reply = await Given.Client(server.Address, change: options => options with { ApiKey = key }).DialClickToCallAsync(Given.Dial, Cancel);

        var refused = Assert.IsType<DialReply.Refused>(reply);
        Assert.Equal("see ***", refused.Reason);
        Assert.DoesNotContain(echo, refused.Raw, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("t=" + Given.Token, "t=***")]
    [InlineData("t%3D" + Given.Token, "t%3D***")]
    [InlineData("ref%253Dr%2526t%253D" + Given.Token, "ref%253Dr%2526t%253D***")]
    [InlineData("not a genuine " + Given.Token + ", sorry", "not a genuine ***, sorry")]
    public async Task An_echoed_callback_gives_no_token_away(string echo, string masked)
    {
        await using var server = RawServer.Replying(200, $$"""{"status":"E601","message":"{{echo}}","data":{"callback":"{{echo.ToUpperInvariant()}}"} }""");
        var dial = Given.Dial with { CallbackTemplate = CallbackTemplate.Build(new Uri("https://calls.example.test/hooks"), Given.Reference, Given.Token, CallbackKind.ClickToCall) };

        var refused = Assert.IsType<DialReply.Refused>(await Given.Client(server.Address).DialClickToCallAsync(dial, Cancel));

        Assert.Equal(masked, refused.Reason);
        Assert.DoesNotContain(Given.Token, refused.Raw, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_whole_echoed_template_loses_its_token_only()
    {
        var template = CallbackTemplate.Build(new Uri("https://calls.example.test/hooks"), Given.Reference, "any-form-of_token", CallbackKind.Voice);
        await using var server = RawServer.Replying(400, $$"""{"status":"E1","message":"Invalid callback","given":"{{template}}","sent":"{{Uri.EscapeDataString(template)}}"}""");

        var reply = await Given.Client(server.Address).DialVoiceAsync(new VoiceCall(Given.Customer, "123.sound", template), Cancel);

        Assert.DoesNotContain("any-form-of_token", reply.Raw, StringComparison.Ordinal);
        Assert.Contains($"?ref={Given.Reference}&t=***&id=", reply.Raw, StringComparison.Ordinal);
        Assert.Contains($"%3Fref%3D{Given.Reference}%26t%3D***%26id%3D", reply.Raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_kept_and_shown_is_short()
    {
        var long200 = await DialAsync(200, $$"""{"status":"E601","message":"{{new string('x', 9000)}}"}""");

        var refused = Assert.IsType<DialReply.Refused>(long200);
        Assert.Equal((200, 4096), (refused.Reason.Length, refused.Raw!.Length));
        Assert.Equal(200, Assert.IsType<DialReply.Unknown>(await DialAsync(200, $$"""{"status":"{{new string('x', 900)}}","message":"no"}""")).Why.Length);
    }

    [Fact]
    public async Task Deep_nesting_is_no_answer()
    {
        var reply = await DialAsync(200, $$"""{"status":"200","data":{{new string('[', 40)}}{{new string(']', 40)}}}""");

        Assert.IsType<DialReply.Unknown>(reply);
    }

    [Fact]
    public async Task Deep_xml_is_no_answer()
    {
        var reply = await DialAsync(200, $"<r><status>200</status>{string.Concat(Enumerable.Repeat("<a>", 40))}{string.Concat(Enumerable.Repeat("</a>", 40))}</r>");

        Assert.IsType<DialReply.Unknown>(reply);
    }

    private static async Task<DialReply> DialAsync(int status, string body)
    {
        await using var server = RawServer.Replying(status, body);
        return await Given.Client(server.Address).DialClickToCallAsync(Given.Dial, Cancel);
    }
}
