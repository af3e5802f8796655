using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Offhook.Server.Tests.BadInput;

public sealed class BadBodyTests(UntouchedService untouched) : IClassFixture<UntouchedService>
{
    private const string Good = """{"customer_number":"9800000010","agent_number":"9800000001"}""";

    public static TheoryData<string> NoObjects { get; } =
    [
        "", " ", "null", "true", "12", "\"9800000010\"", "[]", $"[{Good}]", "{", Good[..^1], Good + "x", Good + Good, $"{Good},", "{'customer_number':'9800000010'}",
        "{customer_number:\"9800000010\"}", """{"customer_number":"9800000010",}""", """{/*x*/"customer_number":"9800000010"}""", "customer_number=9800000010&agent_number=9800000001",
        """{"customer_number":"9800000010","customer_number":"9800000010","agent_number":"9800000001"}""",
        """{"customer_number":"9800000010","customer\u005fnumber":"9800000020","agent_number":"9800000001"}""",
        $$"""{"customer_number":{{Nested(30)}},"agent_number":"9800000001"}""", Nested(5000), "\0", "{\"customer_number\":\"98000\n00010\"}", "<call/>",
    ];

    [Theory]
    [MemberData(nameof(NoObjects))]
    public async Task What_is_no_JSON_object_is_refused_as_a_whole_and_its_members_are_not_judged(string body)
    {
        foreach (var path in (string[])["/calls/click-to-call", "/calls/outbound"])
        {
            var problem = await ProblemAnswer.ToAsync(untouched.Client, path, body);

            Assert.Equal(("invalid-request", 400), (problem.Name, problem.Status));
            Assert.Equal([""], problem.Fields);
        }

        await untouched.AssertUntouchedAsync();
    }

    [Theory]
    [InlineData("{}", "agent_number customer_number")]
    [InlineData("""{"customer_number":null,"agent_number":""}""", "agent_number customer_number")]
    [InlineData("""{"customer_number":"9800000010"}""", "agent_number")]
    [InlineData("""{"agent_number":"9800000001"}""", "customer_number")]
    [InlineData("""{"customer_number":"9800000010","agent_number":"9800000001","retry":"3"}""", "retry")]
    [InlineData("""{"customer_number":"9800000010","agent_number":"9800000001","callback":null}""", "callback")]
    [InlineData("""{"customer_number":"9800000010","agent_number":"9800000001","":""}""", "")]
    [InlineData("""{"customer_number":"9800000010","agent_number":"9800000001","__proto__":{"a":1}}""", "__proto__")]
    [InlineData("""{"Customer_Number":"9800000010","agent_number":"9800000001"}""", "Customer_Number customer_number")]
    [InlineData("""{"customerNumber":"9800000010","agentNumber":"9800000001"}""", "agentNumber agent_number customerNumber customer_number")]
    [InlineData("""{"customer_number":9800000010,"agent_number":true}""", "agent_number customer_number")]
    [InlineData("""{"customer_number":["9800000010"],"agent_number":{"a":"9800000001"}}""", "agent_number customer_number")]
    [InlineData("""{"customer_number":"9800000010","agent_number":"9800000001","agent_name":7}""", "agent_name")]
    [InlineData("""{"customer_number":"9800000010","agent_number":"9800000001","agent_name":"A\u0000B"}""", "agent_name")]
    [InlineData("""{"customer_number":"9800000010","agent_number":"9800000001","agent_name":"A\u001b[31mB"}""", "agent_name")]
    [InlineData("""{"customer_number":"9800000010","agent_number":"9800000001","agent_name":"A\r\nB"}""", "agent_name")]
    [InlineData("""{"customer_number":"9800000010","agent_number":"9800000001","agent_name":"\ud83d"}""", "agent_name")]
    [InlineData("""{"customer_number":"\udc00","agent_number":"9800000001"}""", "customer_number")]
    [InlineData("""{"customer_number":"9800000010","agent_number":"9800000001","\ud800":"x"}""", "")]
    [InlineData("""{"\udc00":"x"}""", "")]
    public async Task Every_wrong_member_is_named_and_no_other(string body, string fields)
    {
        var problem = await ProblemAnswer.ToAsync(untouched.Client, "/calls/click-to-call", body);

        Assert.Equal(("invalid-request", 400), (problem.Name, problem.Status));
        Assert.Equal(fields.Split(' '), problem.Fields);
        await untouched.AssertUntouchedAsync();
    }

    [Theory]
    [InlineData("{}", "customer_number play")]
    [InlineData("""{"customer_number":"9800000010","play":"1234"}""", "play")]
    [InlineData("""{"customer_number":"9800000010","play":"ivr:"}""", "play")]
    [InlineData("""{"customer_number":"9800000010","play":"ivr:١٢"}""", "play")]
    [InlineData("""{"customer_number":"9800000010","play":"../1.sound"}""", "play")]
    [InlineData("""{"customer_number":"9800000010","play":"1.sound,2.sound"}""", "play")]
    [InlineData("""{"customer_number":"9800000010","play":"https://example.test/a.wav"}""", "play")]
    [InlineData("""{"customer_number":"9800000010","play":12}""", "play")]
    [InlineData("""{"customer_number":"9800000010","play":"ivr:1","agent_number":"9800000001"}""", "agent_number")]
    [InlineData("""{"customer_number":"9800000010","play":"ivr:1","campaign":["a"]}""", "campaign")]
    public async Task Every_wrong_member_of_an_outbound_call_is_named(string body, string fields)
    {
        var problem = await ProblemAnswer.ToAsync(untouched.Client, "/calls/outbound", body);

        Assert.Equal(("invalid-request", 400), (problem.Name, problem.Status));
        Assert.Equal(fields.Split(' '), problem.Fields);
        await untouched.AssertUntouchedAsync();
    }

    [Theory]
    [InlineData("agent_name", 100)]
    [InlineData("customer_number", 40)]
    [InlineData("agent_number", 40)]
    public async Task A_text_of_10_kB_is_refused_by_its_member_and_does_not_come_back(string member, int longest)
    {
        var texts = new Dictionary<string, string> { ["customer_number"] = "9800000010", ["agent_number"] = "9800000001", [member] = new('x', 10 * 1024) };

        var problem = await ProblemAnswer.ToAsync(untouched.Client, "/calls/click-to-call", System.Text.Json.JsonSerializer.Serialize(texts));

        Assert.Equal([member], problem.Fields);
        Assert.Contains($"{longest} characters", problem.Json.GetProperty("errors").GetProperty(member)[0].GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("xxxxx", problem.Json.ToString(), StringComparison.Ordinal);
        await untouched.AssertUntouchedAsync();
    }

    [Fact]
    public async Task A_long_unknown_name_comes_back_shortened()
    {
        var problem = await ProblemAnswer.ToAsync(untouched.Client, "/calls/click-to-call", $$"""{"{{new string('x', 10 * 1024)}}":""}""");

        Assert.All(problem.Fields, field => Assert.True(field.Length <= 61, field));
        await untouched.AssertUntouchedAsync();
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("text/json")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/jsonp")]
    [InlineData("application/octet-stream")]
    [InlineData("json")]
    [InlineData(",;=")]
    [InlineData(null)]
    public async Task A_body_that_does_not_say_that_it_is_JSON_is_refused(string? type)
    {
        foreach (var path in (string[])["/calls/click-to-call", "/calls/outbound"])
        {
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Good));
            if (type is not null)
            {
                content.Headers.TryAddWithoutValidation("Content-Type", type);
            }

            using var response = await untouched.Client.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
            var problem = await ProblemAnswer.OfAsync(response);

            Assert.Equal(("json-needed", 415), (problem.Name, problem.Status));
        }

        await untouched.AssertUntouchedAsync();
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("APPLICATION/JSON")]
    [InlineData("application/vnd.example+json")]
    public async Task Every_JSON_type_is_read(string type)
    {
        using var content = new StringContent("[]");
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);

        using var response = await untouched.Client.PostAsync(new Uri("/calls/click-to-call", UriKind.Relative), content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal([""], (await ProblemAnswer.OfAsync(response)).Fields);
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF_8_are_refused()
    {
        byte[][] bodies =
        [
            [.. "{\"customer_number\":\"98000"u8, 0xff, 0xfe, .. "\",\"agent_number\":\"9800000001\"}"u8],
            [.. "{\"customer_number\":\""u8, 0xed, 0xa0, 0x80, .. "\",\"agent_number\":\"9800000001\"}"u8],
            [.. "{\""u8, 0xc3, 0x28, .. "\":\"9800000001\"}"u8],
            Encoding.Unicode.GetBytes(Good),
            [0x1f, 0x8b, 0x08, 0x00],
        ];
        foreach (var body in bodies)
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new("application/json");
            using var response = await untouched.Client.PostAsync(new Uri("/calls/click-to-call", UriKind.Relative), content, TestContext.Current.CancellationToken);

            Assert.Equal("invalid-request", (await ProblemAnswer.OfAsync(response)).Name);
        }

        await untouched.AssertUntouchedAsync();
    }

    [Theory]
    [InlineData("/calls/click-to-call", false)]
    [InlineData("/calls/click-to-call", true)]
    [InlineData("/calls/outbound", false)]
    public async Task A_body_of_65_kB_is_refused_whether_or_not_it_says_its_length(string path, bool chunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative))
        {
            Content = new StringContent(Good + new string(' ', 65 * 1024), Encoding.UTF8, "application/json"),
        };
        request.Headers.TransferEncodingChunked = chunked;

        using var response = await untouched.Client.SendAsync(request, TestContext.Current.CancellationToken);

        var problem = await ProblemAnswer.OfAsync(response);
        Assert.Equal(("too-large", 413), (problem.Name, problem.Status));
        await untouched.AssertUntouchedAsync();
    }

    [Fact]
    public async Task A_body_of_64_kB_is_still_read()
    {
        var problem = await ProblemAnswer.ToAsync(untouched.Client, "/calls/click-to-call", "[]".PadRight(64 * 1024));

        Assert.Equal("invalid-request", problem.Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("schlüssel")]
    [InlineData("long")]
    public async Task A_key_for_repetitions_that_is_none_is_refused(string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/calls/click-to-call", UriKind.Relative))
        {
            Content = new StringContent(Good, Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key == "long" ? new string('k', 201) : key);
        using var client = new HttpClient(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 }) { BaseAddress = untouched.Service.Address };

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(["Idempotency-Key"], (await ProblemAnswer.OfAsync(response)).Fields);
        await untouched.AssertUntouchedAsync();
    }

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);
}
