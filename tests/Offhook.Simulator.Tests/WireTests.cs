using System.Net;

namespace Offhook.Simulator.Tests;

public sealed class WireTests
{
    private const string Dial = "method=dial.click2call&format=json&caller=9800000001&receiver=9800000002&return=1";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Variants => ["query", "query, no last slash", "form", "multipart", "empty POST", "mixed", "key in query", "key in form", "other host"];

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task Every_documented_way_of_asking_is_understood(string variant)
    {
        await using var line = await Line.OpenAsync();
        using var http = new HttpClient { BaseAddress = line.Host.Address };
        using var request = Request(variant);
        if (!variant.StartsWith("key", StringComparison.Ordinal))
        {
            request.Headers.Add("x-api-key", "any");
        }

        using var answer = await http.SendAsync(request, Cancel);

        var id = Assert.Single(line.Platform.Calls).Id;
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal($$$"""{"status":"200","message":"OK","data":{"id":"{{{id}}}"}}""", await answer.Content.ReadAsStringAsync(Cancel));
    }

    [Theory]
    [InlineData(null, "text/plain", "200 OK GID=c2c_")]
    [InlineData("text", "text/plain", "200 OK GID=c2c_")]
    [InlineData("json", "application/json", "{\"status\":\"200\"")]
    [InlineData("xml", "application/xml", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<response><status>200</status><message>OK</message><data><id>c2c_")]
    [InlineData("jsonp", "application/javascript", "jsonp({\"status\"")]
    public async Task Text_is_what_comes_when_no_format_is_asked_for(string? format, string type, string begins)
    {
        await using var line = await Line.OpenAsync();
        var fields = line.ClickToCall("9800000002").Where(field => field.Item1 != "format").ToList();
        if (format is not null)
        {
            fields.Add(("format", format));
        }

        using var answer = await line.PostAsync([.. fields]);

        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith(begins, await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_return_no_id_is_promised()
    {
        await using var line = await Line.OpenAsync();

        using var answer = await line.PostAsync([.. line.ClickToCall("9800000002").Where(field => field.Item1 != "return")]);

        Assert.Equal("""{"status":"200","message":"OK"}""", await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Single(line.Platform.Dials);
    }

    [Theory]
    [InlineData("", "A401", "key")]
    [InlineData("api_key=", "A401", "key")]
    [InlineData("api_key=wrong", "A401", "key")]
    [InlineData("api_key=right&method=", "E602", "method")]
    [InlineData("api_key=right&method=dial.everybody", "E605", "dial.everybody")]
    [InlineData("api_key=right&method=dial.click2call&receiver=9800000002", "E602", "caller")]
    [InlineData("api_key=right&method=dial.click2call&caller=9800000001", "E602", "receiver")]
    [InlineData("api_key=right&method=dial.click2call&caller=12345&receiver=9800000002", "E601", "caller")]
    [InlineData("api_key=right&method=dial.click2call&caller=9800000001&receiver=98000000२२", "E601", "receiver")]
    [InlineData("api_key=right&method=dial.click2call&caller=9800000001&receiver=9800000002&call to=1", "E603", "call to")]
    [InlineData("api_key=right&method=dial.click2call&caller=9800000001&receiver=9800000002&receiver=9800000003", "E604", "receiver")]
    [InlineData("api_key=right&method=dial.click2call&caller=9800000001&receiver=9800000002&return=yes", "E601", "return")]
    [InlineData("api_key=right&method=dial.click2call&caller=9800000001&receiver=9800000002&meta=[1]", "E601", "meta")]
    [InlineData("api_key=right&method=dial.click2call&caller=9800000001&receiver=9800000002&callback=nowhere", "E601", "callback")]
    [InlineData("api_key=right&method=dial.click2call&caller=9800000001&receiver=9800000002&caller_id=8", "E601", "caller_id")]
    [InlineData("api_key=right&method=voice.call&numbers=9800000002", "E602", "play or message")]
    [InlineData("api_key=right&method=voice.call&numbers=9800000002&play=song.mp3", "E601", "play")]
    [InlineData("api_key=right&method=voice.call&group=7&play=1.sound", "E601", "group")]
    [InlineData("api_key=right&method=dial&fromdate=2026-02-24", "E601", "fromdate")]
    [InlineData("api_key=right&method=dial&fromdate=2026/02/25&todate=2026/02/24", "E601", "fromdate")]
    [InlineData("api_key=right&method=dial&page=0", "E601", "page")]
    [InlineData("api_key=right&method=dial&limit=5000", "E601", "limit")]
    [InlineData("api_key=right&method=dial.callreports", "E602", "id")]
    [InlineData("api_key=right&method=voice.status", "E602", "id or mobile")]
    [InlineData("api_key=right&method=dial&format=php", "E601", "format")]
    public async Task What_is_wrong_is_refused_by_name_and_rings_nowhere(string query, string code, string names)
    {
        await using var line = await Line.OpenAsync(options => options with { ApiKey = "right" });
        using var http = new HttpClient { BaseAddress = line.Host.Address };

        using var answer = await http.GetAsync(new Uri("v1/?" + query, UriKind.Relative), Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.StartsWith(code + " ", text, StringComparison.Ordinal);
        Assert.Contains(names, text, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(line.Platform.Calls);
    }

    [Fact]
    public async Task A_refusal_in_json_has_the_envelope_of_a_success()
    {
        await using var line = await Line.OpenAsync();

        var answer = await line.AskAsync(("method", "dial.click2call"), ("caller", "9800000001"), ("receiver", "2"));

        Assert.Equal("E601", answer.GetProperty("status").GetString());
        Assert.StartsWith("Invalid receiver", answer.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("", answer.GetProperty("data").GetString());
    }

    [Theory]
    [InlineData("123.sound")]
    [InlineData("ivr:1234")]
    [InlineData("1234.ivr")]
    public async Task Both_spellings_of_an_ivr_and_a_sound_are_played(string play)
    {
        await using var line = await Line.OpenAsync();

        var answer = await line.AskAsync(("method", "voice.call"), ("numbers", "9800000010,9800000012"), ("play", play), ("retry", "2"), ("return", "1"));

        Assert.Equal(line.Platform.Calls.Select(call => call.Id), answer.GetProperty("data").EnumerateArray().Select(row => row.GetProperty("id").GetString()!));
        Assert.All(line.Platform.Calls, call => Assert.Equal(play, call.Plays));
    }

    [Fact]
    public async Task Requests_are_counted_by_method_and_dials_by_what_they_placed()
    {
        await using var line = await Line.OpenAsync();
        line.Platform.Next(Fault.CutBeforePlacing());

        await Assert.ThrowsAsync<HttpRequestException>(() => line.DialAsync("9800000010"));
        await line.DialAsync("9800000010");
        await line.AskAsync(("method", "dial"));

        Assert.Equal((2, 1), (line.Platform.RequestsReceived["dial.click2call"], line.Platform.RequestsReceived["dial"]));
        Assert.Equal("dial.click2call", Assert.Single(line.Platform.Dials).Method);
    }

    private static HttpRequestMessage Request(string variant)
    {
        var fields = Dial.Split('&').Select(pair => KeyValuePair.Create(pair.Split('=')[0], pair.Split('=')[1])).ToArray();
        var multipart = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            multipart.Add(new StringContent(value), name);
        }

        return variant switch
        {
            "query" => new HttpRequestMessage(HttpMethod.Get, "v1/?" + Dial),
            "query, no last slash" => new HttpRequestMessage(HttpMethod.Get, "v1?" + Dial),
            "form" => new HttpRequestMessage(HttpMethod.Post, "v1/") { Content = new FormUrlEncodedContent(fields) },
            "multipart" => new HttpRequestMessage(HttpMethod.Post, "v1/") { Content = multipart },
            "empty POST" => new HttpRequestMessage(HttpMethod.Post, "v1/?" + Dial),
            "mixed" => new HttpRequestMessage(HttpMethod.Post, "v1/?callback=http%3A%2F%2F127.0.0.1%3A9%2F%3Fid%3D%7Bid%7D") { Content = multipart },
            "key in query" => new HttpRequestMessage(HttpMethod.Get, "v1/?api_key=any&" + Dial),
            "key in form" => new HttpRequestMessage(HttpMethod.Post, "v1/") { Content = new FormUrlEncodedContent([.. fields, new("api_key", "any")]) },
            _ => new HttpRequestMessage(HttpMethod.Post, "api/v1/") { Content = new FormUrlEncodedContent(fields) },
        };
    }
}
