using System.Net;
using System.Text;

namespace Offhook.Simulator.Tests;

public sealed class IoDialTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_click_to_call_is_accepted_with_an_id_and_rings_the_agent()
    {
        await using var line = await IoLine.OpenAsync();

        using var answer = await line.PostAsync(IoLine.Path("click-to-call"), IoLine.ClickToCall("919800000099"));

        var call = Assert.Single(line.Platform.Calls);
        Assert.Equal((HttpStatusCode.Accepted, "application/json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal($$$"""{"code":"RBC001","message":"Call request accepted","data":{"id":"{{{call.Id}}}","status":"initiated"},"error":{}}""", await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Equal((Wire.Io, CallKind.ClickToCall, call.RowId.ToString(), IoLine.Bridge), (call.Wire, call.Kind, call.Id, call.CallerId));
        Assert.Equal(("919800000001", Side.Agent, call.Id), (Assert.Single(line.Platform.Rings).Number, line.Platform.Rings[0].Side, line.Platform.Rings[0].CallId));
    }

    [Theory]
    [InlineData(IoLine.Target, "Your parcel arrives today", null)]
    [InlineData("""[{"message":{"text":"One"}},{"message":{"text":"two"}}]""", "One two", null)]
    [InlineData("""[{"flow_id":"F7"}]""", "flow:F7", "F7")]
    [InlineData("""[{"flow":{"id":"F7"}}]""", "flow:F7", "F7")]
    public async Task An_outbound_call_says_texts_or_runs_a_flow(string target, string plays, string? flow)
    {
        await using var line = await IoLine.OpenAsync();

        var call = await line.DialOutboundAsync("919800000010", target);
        var over = await line.PlayOutAsync(call);

        Assert.Equal((CallKind.Outbound, plays, flow), (call.Kind, call.Plays, call.FlowId));
        Assert.Equal(flow is null ? "ANSWER" : "FLOW_EXECUTED", over.Status);
    }

    [Fact]
    public async Task Every_documented_parameter_is_taken()
    {
        await using var line = await IoLine.OpenAsync();

        using var two = await line.PostAsync(IoLine.Path("click-to-call"), ("from", "9800000001"), ("to", "9800000010"), ("bridge", IoLine.Bridge), ("prefix", "91"), ("retry", "1"), ("time", "2026-02-24 12:00:00"));
        using var one = await line.PostAsync(
            IoLine.Path("outbound"), ("to", "919800000010"), ("bridge", IoLine.Bridge), ("target", IoLine.Target), ("retry", "1"), ("time", "later"), ("timeout", "30"), ("delay", "5"), ("interval", "60"), ("custom", "own"));

        await IoLine.ReadAsync(two, 202);
        await IoLine.ReadAsync(one, 202);
        Assert.Equal(("919800000001", "919800000010"), (line.Platform.Calls[0].Caller, line.Platform.Calls[0].Receiver));
        Assert.Equal("own", line.Platform.Calls[1].Custom);
    }

    [Fact]
    public async Task Requests_and_dials_are_counted_by_the_last_part_of_the_path()
    {
        await using var line = await IoLine.OpenAsync();
        line.Platform.Next(Fault.CutBeforePlacing());

        await Assert.ThrowsAsync<HttpRequestException>(() => line.DialAsync("919800000010"));
        await line.DialAsync("919800000010");
        await line.DialOutboundAsync("919800000010");
        using var logs = await line.GetAsync(IoLine.Path("call-logs"));
        using var recordings = await line.GetAsync(IoLine.Path("recordings"));
        using var profile = await line.PostJsonAsync($"v1/{IoLine.Sid}/callback/profiles", "{}");

        Assert.Equal(
            [("call-logs", 1), ("callback-profiles", 1), ("click-to-call", 2), ("outbound", 1), ("recordings", 1)],
            line.Platform.RequestsReceived.Select(pair => (pair.Key, pair.Value)).OrderBy(pair => pair.Key, StringComparer.Ordinal));
        Assert.Equal(["click-to-call", "outbound"], line.Platform.Dials.Select(dial => dial.Method));
        Assert.Equal(("919800000001", "919800000010"), (line.Platform.Dials[0].Caller, line.Platform.Dials[0].Receiver));
    }

    /// <summary>SID, key, and whether they are the pair.</summary>
    [Theory]
    [InlineData("HX0000000001IN", "right", true)]
    [InlineData("HX0000000001IN", "wrong", false)]
    [InlineData("HX0000000001IN", "", false)]
    [InlineData("HX0000000000IN", "right", false)]
    [InlineData("hx0000000001in", "right", false)]
    public async Task Key_and_sid_must_be_the_pair(string sid, string key, bool good)
    {
        await using var line = await IoLine.OpenAsync(options => options with { IoSid = "HX0000000001IN", ApiKey = "right" });
        line.Http.DefaultRequestHeaders.Remove("api-key");
        line.Http.DefaultRequestHeaders.Add("api-key", key);

        foreach (var path in new[] { "voice/click-to-call", "voice/outbound", "voice/call-logs", "voice/recordings", "callback/profiles" })
        {
            using var answer = await line.PostAsync($"v1/{sid}/{path}", ("colour", "red"));
            var text = await answer.Content.ReadAsStringAsync(Cancel);

            Assert.Equal(good ? 400 : 401, (int)answer.StatusCode);
            Assert.Equal(good, text != """{"code":"E401","message":"Unauthorized","data":{},"error":{"error_code":"E401","error_message":"Invalid api-key"}}""");
        }

        Assert.Equal(good ? 5 : 0, line.Platform.RequestsReceived.Count);
    }

    private const string Good = "from=919800000001&to=919800000002&bridge=918000000000";

    private const string GoodOutbound = "outbound?to=919800000002&bridge=918000000000&target=";

    [Theory]
    [InlineData("click-to-call?to=919800000002&bridge=918000000000", "Missing from")]
    [InlineData("click-to-call?from=919800000001&bridge=918000000000", "Missing to")]
    [InlineData("click-to-call?from=919800000001&to=919800000002", "Missing bridge")]
    [InlineData("click-to-call?from=%2B919800000001&to=919800000002&bridge=918000000000", "Invalid from")]
    [InlineData("click-to-call?from=9800000001&to=919800000002&bridge=918000000000", "Invalid from")]
    [InlineData("click-to-call?from=919800000001&to=9800000002&bridge=918000000000", "Invalid to")]
    [InlineData("click-to-call?from=919800000001&to=0919800000002&bridge=918000000000", "Invalid to")]
    [InlineData("click-to-call?from=919800000001&to=919800000002,919800000003&bridge=918000000000", "Invalid to")]
    [InlineData("click-to-call?from=919800000001&to=9198000000२२&bridge=918000000000", "Invalid to")]
    [InlineData("click-to-call?from=919800000001&to=9800000002&prefix=91&bridge=918000000000", "Invalid from: ten digits")]
    [InlineData("click-to-call?from=9800000001&to=9800000002&prefix=%2B91&bridge=918000000000", "Invalid prefix")]
    [InlineData("click-to-call?from=919800000001&to=919800000002&bridge=8000000000", "Invalid bridge")]
    [InlineData("click-to-call?from=919800000001&to=919800000002&bridge=918000000001", "bridge is not active")]
    [InlineData("click-to-call?" + Good + "&retry=many", "Invalid retry")]
    [InlineData("click-to-call?" + Good + "&dlrurl=nowhere", "Invalid dlrurl")]
    [InlineData("click-to-call?" + Good + "&dlrurl=http://10.0.0.1/", "Invalid dlrurl")]
    [InlineData("click-to-call?" + Good + "&caller=919800000001", "Unknown parameter: caller")]
    [InlineData("click-to-call?" + Good + "&method=dial.click2call", "Unknown parameter: method")]
    [InlineData("click-to-call?" + Good + "&api_key=any", "Unknown parameter: api_key")]
    [InlineData("click-to-call?" + Good + "&custom=own", "Unknown parameter: custom")]
    [InlineData("click-to-call?" + Good + "&target=[]", "Unknown parameter: target")]
    [InlineData("click-to-call?" + Good + "&to=919800000003", "Parameter given twice: to")]
    [InlineData("click-to-call?" + Good + "&callback=http://127.0.0.1:9/hook", "not an address")]
    [InlineData("click-to-call?" + Good + "&callback={\"call_end\":", "Invalid callback")]
    [InlineData("click-to-call?" + Good + "&callback=[]", "Invalid callback")]
    [InlineData("click-to-call?" + Good + "&callback={}", "Invalid callback")]
    [InlineData("click-to-call?" + Good + "&callback={\"call_start\":{\"url\":[\"http://127.0.0.1:9/\"]}}", "call_start is no event of this call")]
    [InlineData("click-to-call?" + Good + "&callback={\"call_end\":\"http://127.0.0.1:9/\"}", "call_end needs")]
    [InlineData("click-to-call?" + Good + "&callback={\"call_end\":{}}", "call_end needs")]
    [InlineData("click-to-call?" + Good + "&callback={\"call_end\":{\"url\":\"http://127.0.0.1:9/\"}}", "url of call_end needs a list")]
    [InlineData("click-to-call?" + Good + "&callback={\"call_end\":{\"url\":[]}}", "url of call_end needs a list")]
    [InlineData("click-to-call?" + Good + "&callback={\"call_end\":{\"url\":[7]}}", "url of call_end needs a list")]
    [InlineData("click-to-call?" + Good + "&callback={\"call_end\":{\"urls\":[\"http://127.0.0.1:9/\"]}}", "not urls")]
    [InlineData("click-to-call?" + Good + "&callback={\"call_end\":{\"url\":[\"http://10.0.0.1/\"]}}", "loopback")]
    [InlineData("click-to-call?" + Good + "&callback={\"call_end\":{\"url\":[\"nowhere\"]}}", "absolute http")]
    [InlineData("click-to-call?" + Good + "&callback={\"call_end\":{\"callback_profile\":[\"00000000-0000-4000-8000-000000000001\"]}}", "no callback profile 0000")]
    [InlineData("click-to-call?" + Good + "&callback={\"call_end\":{\"url\":[\"http://127.0.0.1:9/\"]},\"CALL_END\":{\"url\":[\"http://127.0.0.1:9/\"]}}", "call_end needs, once")]
    [InlineData("outbound?to=919800000002&bridge=918000000000", "Missing target")]
    [InlineData("outbound?from=919800000001&to=919800000002&bridge=918000000000&target=[]", "Unknown parameter: from")]
    [InlineData(GoodOutbound + "F7", "Invalid target: a JSON array")]
    [InlineData(GoodOutbound + "[]", "Invalid target: a JSON array")]
    [InlineData(GoodOutbound + "{\"message\":{\"text\":\"x\"}}", "Invalid target: a JSON array")]
    [InlineData(GoodOutbound + "[7]", "Invalid target: each step")]
    [InlineData(GoodOutbound + "[{\"sound\":\"1\"}]", "Invalid target: each step")]
    [InlineData(GoodOutbound + "[{\"message\":{\"language\":\"en-US\"}}]", "Invalid target: a message")]
    [InlineData(GoodOutbound + "[{\"message\":{\"text\":\"\"}}]", "Invalid target: a message")]
    [InlineData(GoodOutbound + "[{\"message\":{\"text\":\"x\",\"voice\":\"y\"}}]", "Invalid target: a message")]
    [InlineData(GoodOutbound + "[{\"flow\":\"1\"},{\"flow\":\"2\"}]", "Invalid target: only one flow")]
    [InlineData(GoodOutbound + "[{\"flow\":\"1\"}]&timeout=long", "Invalid timeout")]
    [InlineData(GoodOutbound + "[{\"flow\":\"1\"}]&callback={\"to_call_start\":{\"url\":[\"http://127.0.0.1:9/\"]}}", "to_call_start is no event of this call")]
    public async Task What_is_wrong_is_refused_by_name_and_rings_nowhere(string form, string says)
    {
        await using var line = await IoLine.OpenAsync(options => options with { IoBridge = IoLine.Bridge });
        var (action, fields) = (form.Split('?', 2)[0], form.Split('?', 2)[1]);
        using var content = new StringContent(fields, Encoding.UTF8, "application/x-www-form-urlencoded");

        using var answer = await line.Http.PostAsync(new Uri(IoLine.Path(action), UriKind.Relative), content, Cancel);

        var refusal = await IoLine.ReadAsync(answer, 400);
        Assert.Equal(("E400", "Validation failed"), (refusal.GetProperty("code").GetString(), refusal.GetProperty("message").GetString()));
        var error = refusal.GetProperty("data").GetProperty("error");
        Assert.Equal("E400", error.GetProperty("error_code").GetString());
        Assert.Contains(says, error.GetProperty("error_message").GetString(), StringComparison.Ordinal);
        Assert.Empty(line.Platform.Calls);
    }

    [Fact]
    public async Task A_dial_is_an_urlencoded_form_and_nothing_else()
    {
        await using var line = await IoLine.OpenAsync();
        using var multipart = new MultipartFormDataContent { { new StringContent(IoLine.From), "from" } };

        using var query = await line.PostAsync(IoLine.Path("click-to-call") + "?" + Good);
        using var json = await line.PostJsonAsync(IoLine.Path("click-to-call"), """{"from":"919800000001"}""");
        using var parts = await line.Http.PostAsync(new Uri(IoLine.Path("click-to-call"), UriKind.Relative), multipart, Cancel);
        using var get = await line.GetAsync(IoLine.Path("click-to-call") + "?" + Good);

        Assert.Equal([400, 400, 400, 405], new[] { query, json, parts, get }.Select(answer => (int)answer.StatusCode));
        Assert.Empty(line.Platform.Calls);
    }

    [Theory]
    [InlineData(10, 202)]
    [InlineData(11, 400)]
    public async Task At_most_ten_targets_in_all_are_taken(int count, int status)
    {
        await using var line = await IoLine.OpenAsync();
        string Urls(int from, int to) => string.Join(',', Enumerable.Range(from, to - from).Select(index => $"\"http://127.0.0.1:9/{index}\""));
        var callback = $$$"""{"From_Call_Start":{"url":[{{{Urls(0, 5)}}}]},"call_end":{"URL":[{{{Urls(5, count)}}}]}}""";

        using var answer = await line.PostAsync(IoLine.Path("click-to-call"), IoLine.ClickToCall("919800000099", ("callback", callback)));

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task The_phones_page_answers_calls_of_both_platforms()
    {
        await using var line = await IoLine.OpenAsync();
        var id = (await line.DialAsync("919800000099")).Id;

        foreach (var side in new[] { "agent", "customer" })
        {
            using var pressed = await line.PostJsonAsync($"control/calls/{id}/{side}/answer", "{}");
            Assert.Equal(HttpStatusCode.NoContent, pressed.StatusCode);
        }

        var page = await line.Http.GetStringAsync(line.Line.Host.PhonesPage, Cancel);
        Assert.Contains("+91 98000 00001 → +91 98000 00099", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Equal(CallState.Talking, line.Line.Call(id).State);
    }
}
