using Offhook.Kaleyra.Io;

namespace Offhook.Kaleyra.Tests.Io;

public sealed class IoRecordingTests
{
    private const string Link = "https://storage.example.test/rec/0001.mp3?X-Signature=fake";

    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_link_is_asked_for_by_get_with_the_id_escaped()
    {
        await using var server = RawServer.Replying(200, $$$"""{"code":"RBC001","message":"Success","data":{"link":"{{{Link}}}"},"error":{}}""");

        var reply = await IoGiven.Client(server.Address).FindRecordingAsync("QUFBQTAw+/A=", TimeSpan.FromSeconds(61), Cancel);

        Assert.Equal(new RecordingReply.Link(new Uri(Link)), reply);
        Assert.StartsWith("GET /v1/HX0000000000IN/voice/recordings?id=QUFBQTAw%2B%2FA%3D&validity=2&download=0 HTTP/1.1\r\n", server.Requests[0], StringComparison.Ordinal);
        Assert.Contains($"api-key: {Given.Key}\r\n", server.Requests[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"code":"RBC001","data":{"url":"https://storage.example.test/1"}}""")]
    [InlineData("""{"code":"RBC001","data":"https://storage.example.test/1"}""")]
    [InlineData("""{"link":"https://storage.example.test/1"}""")]
    [InlineData("""{"code":"RBC001","data":{},"url":"//storage.example.test/1"}""")]
    [InlineData("""{"code":"RBC001","data":{"link":"https: //storage.example.test/1"}}""")]
    public async Task A_link_is_found_under_every_name(string body)
    {
        await using var server = RawServer.Replying(200, body);

        Assert.Equal(new RecordingReply.Link(new Uri("https://storage.example.test/1")), await IoGiven.Client(server.Address).FindRecordingAsync("a", FiveMinutes, Cancel));
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    public async Task A_redirect_is_the_link_and_the_key_does_not_follow_it(int status)
    {
        await using var storage = RawServer.Replying(200, "sound");
        var link = new Uri(storage.Address, "/rec/0001.mp3?X-Signature=fake");
        await using var server = RawServer.Replying(status, "", $"Location: {link}\r\n");

        var reply = await IoGiven.Client(server.Address).FindRecordingAsync("a", FiveMinutes, Cancel);

        Assert.Equal(new RecordingReply.Link(link), reply);
        Assert.Empty(storage.Requests);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_platform_that_wants_post_is_asked_so_and_that_is_remembered()
    {
        await using var server = RawServer.Start(request => request.Text.StartsWith("GET ", StringComparison.Ordinal)
            ? request.ReplyAsync(405, "")
            : request.ReplyAsync(301, "", $"Location: {Link}\r\n"));
        var client = IoGiven.Client(server.Address);

        Assert.Equal(new RecordingReply.Link(new Uri(Link)), await client.FindRecordingAsync("QQ==", FiveMinutes, Cancel));
        Assert.IsType<RecordingReply.Link>(await client.FindRecordingAsync("QQ==", FiveMinutes, Cancel));

        Assert.Equal(["GET", "POST", "POST"], server.Requests.Select(request => request.Split(' ')[0]));
        Assert.EndsWith("\r\n\r\nid=QQ%3D%3D&validity=5&download=0", server.Requests[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://storage.example.test/1", "a link not to be believed: not https")]
    [InlineData("https://me@storage.example.test/1", "a link not to be believed: carries a user name")]
    [InlineData("javascript:alert(1)", "a link not to be believed: not a link")]
    [InlineData("/rec/1", "a link not to be believed: not a link")]
    public async Task What_is_no_link_to_believe_is_none(string text, string why)
    {
        await using var json = RawServer.Replying(200, $$$"""{"code":"RBC001","data":{"link":"{{{text}}}"}}""");
        await using var redirect = RawServer.Replying(301, "", $"Location: {text}\r\n");

        Assert.Equal(new RecordingReply.Unavailable(why, false), await IoGiven.Client(json.Address).FindRecordingAsync("a", FiveMinutes, Cancel));
        Assert.Equal(new RecordingReply.Unavailable(why, false), await IoGiven.Client(redirect.Address).FindRecordingAsync("a", FiveMinutes, Cancel));
    }

    [Theory]
    [InlineData(404, """{"code":"E404","message":"Recording not found"}""", RefusalKind.Rejected, "Recording not found")]
    [InlineData(200, """{"code":"RBC001","message":"Failed","data":{"link":"https://storage.example.test/1"},"error":"expired"}""", RefusalKind.Rejected, "Failed: expired")]
    [InlineData(429, "", RefusalKind.SlowDown, "the provider asks for fewer requests")]
    [InlineData(403, """{"message":"IP not allowed"}""", RefusalKind.Authentication, "IP not allowed; check the key, the SID, the key's list of addresses, and that 127.0.0.1 is the account's region")]
    public async Task A_refusal_has_its_kind_and_reason(int status, string body, RefusalKind kind, string reason)
    {
        await using var server = RawServer.Replying(status, body);

        Assert.Equal(new RecordingReply.Refused(kind, reason), await IoGiven.Client(server.Address).FindRecordingAsync("a", FiveMinutes, Cancel));
    }

    [Theory]
    [InlineData(200, "", "an answer without a link", true)]
    [InlineData(200, "{}", "an answer without a link", false)]
    [InlineData(200, """{"code":"RBC001","data":{}}""", "an answer without a link", false)]
    [InlineData(200, "<html></html>", "an HTML page", true)]
    [InlineData(301, "", "HTTP 301 instead of an answer", false)]
    [InlineData(400, "{}", "HTTP 400", false)]
    [InlineData(503, "", "HTTP 503", true)]
    public async Task No_link_says_whether_asking_again_may_help(int status, string body, string why, bool transient)
    {
        await using var server = RawServer.Replying(status, body);

        Assert.Equal(new RecordingReply.Unavailable(why, transient), await IoGiven.Client(server.Address).FindRecordingAsync("a", FiveMinutes, Cancel));
    }

    [Fact]
    public async Task A_question_that_cannot_be_asked_is_not_sent()
    {
        await using var server = RawServer.Replying(200, "{}");
        var client = IoGiven.Client(server.Address);

        await Assert.ThrowsAsync<ArgumentException>(() => client.FindRecordingAsync(" ", FiveMinutes, Cancel));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => client.FindRecordingAsync(new string('a', 513), FiveMinutes, Cancel));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => client.FindRecordingAsync("a", TimeSpan.FromSeconds(59), Cancel));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => client.FindRecordingAsync("a", TimeSpan.FromHours(25), Cancel));

        Assert.Empty(server.Requests);
    }

    [Fact]
    public void A_link_is_printed_by_its_host() =>
        Assert.Equal("Link { Host = storage.example.test }", new RecordingReply.Link(new Uri(Link)).ToString());
}
