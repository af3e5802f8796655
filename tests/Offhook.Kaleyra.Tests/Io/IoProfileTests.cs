using Offhook.Kaleyra.Io;

namespace Offhook.Kaleyra.Tests.Io;

public sealed class IoProfileTests
{
    private const string Secret = "not-a-secret-header-value";

    private static readonly CallbackProfile Ours = new("Offhook events_1", "https://calls.example.test/h?ref=profile&t=profile_token")
    {
        Body = new Dictionary<string, string> { ["id"] = "{{id}}", ["status"] = "{{status}}" },
        Headers = new Dictionary<string, string> { ["x-offhook"] = Secret },
        ResponseMessage = "ok",
        Events = [IoEventCallbacks.CallEnd],
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_profile_goes_out_as_json()
    {
        await using var server = RawServer.Replying(201, """{"code":"RBC001","message":"Created","data":{"id":"p-1"},"error":{}}""");

        var reply = await IoGiven.Client(server.Address).CreateCallbackProfileAsync(Ours, Cancel);

        Assert.Equal(new ProfileReply.Created("p-1"), reply);
        var request = Assert.Single(server.Requests);
        Assert.StartsWith("POST /v1/HX0000000000IN/callback/profiles HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/json\r\n", request, StringComparison.Ordinal);
        Assert.Contains($"api-key: {Given.Key}\r\n", request, StringComparison.Ordinal);
        Assert.EndsWith(
            "\r\n\r\n" + """{"title":"Offhook events_1","http_method":"POST","url":"https://calls.example.test/h?ref=profile&t=profile_token","body":{"id":"{{id}}","status":"{{status}}"},"headers":{"x-offhook":"not-a-secret-header-value"},"response_message":"ok","channel":"voice","events":["call_end"]}""",
            request,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, """{"code":"RBC001","message":"OK","data":{},"error":{}}""", "Created { Id = none }")]
    [InlineData(400, """{"code":"E400","message":"title is taken"}""", "Refused { Kind = Rejected, Reason = title is taken, Code = E400 }")]
    [InlineData(500, "", "Unknown { Why = HTTP 500 }")]
    [InlineData(200, "<html></html>", "Unknown { Why = an HTML page }")]
    public async Task The_answer_is_judged_as_a_dials(int status, string body, string printed)
    {
        await using var server = RawServer.Replying(status, body);

        Assert.Equal(printed, (await IoGiven.Client(server.Address).CreateCallbackProfileAsync(Ours, Cancel)).ToString());
    }

    [Fact]
    public async Task A_refusal_that_echoes_the_secrets_shows_none()
    {
        await using var server = RawServer.Replying(400, $$"""{"message":"Bad {{Secret}} {{Given.Key}}","error":"{{Ours.Address}}"}""");

        var refused = Assert.IsType<ProfileReply.Refused>(await IoGiven.Client(server.Address).CreateCallbackProfileAsync(Ours, Cancel));

        Assert.Equal("Bad *** ***: https://calls.example.test/h?ref=profile&t=***", refused.Reason);
    }

    [Fact]
    public void A_profile_of_another_form_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Ours with { Title = "ab" });
        Assert.Throws<ArgumentException>(() => Ours with { Title = "a/b" });
        Assert.Throws<ArgumentException>(() => Ours with { Title = " abc" });
        Assert.Throws<ArgumentException>(() => Ours with { Title = new string('a', 101) });
        Assert.Throws<ArgumentException>(() => Ours with { HttpMethod = "PATCH" });
        Assert.Throws<ArgumentException>(() => Ours with { Address = "calls.example.test" });
        Assert.Throws<ArgumentNullException>(() => Ours with { Address = null! });
        Assert.Equal("DELETE", (Ours with { HttpMethod = "DELETE" }).HttpMethod);
    }

    [Fact]
    public void A_profile_prints_neither_address_nor_headers() =>
        Assert.Equal("CallbackProfile { Title = Offhook events_1, HttpMethod = POST, Events = call_end }", Ours.ToString());
}
