using System.Net;

namespace Offhook.Simulator.Tests;

public sealed class ReplyFaultTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Fault, HTTP status, whether a phone rings, body ({id} stands for the call's).</summary>
    private static Dictionary<string, (Fault Fault, int Status, bool Places, string Body)> Table { get; } = new()
    {
        ["business failure"] = (Fault.BusinessFailure(), 200, false, """{"status":"E601","message":"Invalid receiver","data":""}"""),
        ["no credit"] = (Fault.NoCredit(), 200, false, """{"status":"A410","message":"Insufficient credits"}"""),
        ["address refused"] = (Fault.AddressRefused(), 200, false, """{"status":"401","message":"Source IP not allowed","data":[]}"""),
        ["wrong key"] = (Fault.WrongKey(), 401, false, """{"status":"A401","message":"Invalid API key","data":null}"""),
        ["429"] = (Fault.TooManyRequests(), 429, false, "Too many requests"),
        ["500"] = (Fault.ServerError(), 500, false, "Internal error"),
        ["502 that places"] = (Fault.ServerError(502).ThatPlaces(), 502, true, "Internal error"),
        ["503"] = (Fault.ServerError(503), 503, false, "Internal error"),
        ["html"] = (Fault.HtmlPage(), 502, false, "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>"),
        ["html 200 that places"] = (Fault.HtmlPage(200).ThatPlaces(), 200, true, "<html><head><title>200 Bad Gateway</title></head><body><center><h1>200 Bad Gateway</h1></center></body></html>"),
        ["invalid json"] = (Fault.InvalidJson(), 200, true, """{"status":"200","message":"OK","""),
        ["empty body"] = (Fault.EmptyBody(), 200, true, ""),
        ["data null"] = (Fault.WithoutId(), 200, true, """{"status":"200","message":"OK","data":null}"""),
        ["data absent"] = (Fault.WithoutId(MissingId.Absent), 200, true, """{"status":"200","message":"OK"}"""),
        ["data empty list"] = (Fault.WithoutId(MissingId.EmptyArray), 200, true, """{"status":"200","message":"OK","data":[]}"""),
        ["data empty text"] = (Fault.WithoutId(MissingId.EmptyText), 200, true, """{"status":"200","message":"OK","data":""}"""),
        ["id in array"] = (Fault.IdInArray(), 200, true, """{"status":"200","message":"OK","data":[{"id":"{id}"}]}"""),
        ["id as text"] = (Fault.IdAsText(), 200, true, """{"status":"200","message":"OK","data":"{id}"}"""),
        ["id at top"] = (Fault.IdAtTop(), 200, true, """{"status":"200","message":"OK","id":"{id}"}"""),
        ["status word"] = (Fault.StatusWord(), 200, true, """{"status":"OK","message":"OK","data":{"id":"{id}"}}"""),
        ["status number"] = (Fault.StatusNumber(), 200, true, """{"status":200,"message":"OK","data":{"id":"{id}"}}"""),
        ["text"] = (Fault.TextBody(), 200, true, "200 OK GID={id}"),
        ["xml"] = (Fault.XmlBody(), 200, true, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<response><status>200</status><message>OK</message><data><id>{id}</id></data></response>"),
    };

    public static TheoryData<string> Names => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_spoilt_reply_is_exactly_so_once_and_the_truth_says_whether_a_phone_rang(string name)
    {
        await using var line = await Line.OpenAsync();
        var (fault, status, places, body) = Table[name];
        line.Platform.Next(fault);

        using var answer = await line.PostAsync(line.ClickToCall("9800000099"));
        var text = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(places ? 1 : 0, line.Platform.Rings.Count);
        Assert.Equal(places ? [fault.Kind] : Array.Empty<FaultKind?>(), line.Platform.Dials.Select(dial => dial.Fault));
        var expected = body.Replace("{id}", line.Platform.Calls.SingleOrDefault()?.Id, StringComparison.Ordinal);
        if (fault.Kind is FaultKind.InvalidJson)
        {
            Assert.StartsWith(expected[..20], text, StringComparison.Ordinal);
            Assert.False(text.EndsWith('}'));
        }
        else
        {
            Assert.Equal(expected, text);
        }

        await line.DialAsync("9800000010");
        Assert.Null(line.Platform.Dials[^1].Fault);
    }

    [Theory]
    [InlineData(2, "2")]
    [InlineData(0.5, "1")]
    public async Task Slow_down_may_say_for_how_long(double seconds, string header)
    {
        await using var line = await Line.OpenAsync();
        line.Platform.Next(Fault.TooManyRequests(TimeSpan.FromSeconds(seconds)));

        using var answer = await line.PostAsync(line.ClickToCall("9800000010"));

        Assert.Equal((HttpStatusCode.TooManyRequests, header), (answer.StatusCode, answer.Headers.GetValues("Retry-After").Single()));
    }

    [Fact]
    public async Task A_held_reply_comes_after_its_time_and_the_phone_rings_at_once()
    {
        await using var line = await Line.OpenAsync();
        line.Platform.Next(Fault.HeldReply(20 * Second));

        var reply = line.PostAsync(line.ClickToCall("9800000099"));
        await Line.Within(line.Platform.WaitForCallAsync(_ => true, Cancel), "the call behind the held reply");
        using var answer = await AfterAsync(line, 20 * Second, reply);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Single(line.Platform.Rings);
    }

    [Fact]
    public async Task Silence_ends_in_a_cut_and_no_phone_rings()
    {
        await using var line = await Line.OpenAsync();
        line.Platform.Next(Fault.Silence(20 * Second));

        await Assert.ThrowsAsync<HttpRequestException>(async () => await AfterAsync(line, 20 * Second, line.PostAsync(line.ClickToCall("9800000010"))));

        Assert.Empty(line.Platform.Rings);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_cut_connection_may_have_placed_the_call_or_not(bool placed)
    {
        await using var line = await Line.OpenAsync();
        line.Platform.Next(placed ? Fault.CutAfterPlacing() : Fault.CutBeforePlacing());

        await Assert.ThrowsAsync<HttpRequestException>(() => line.PostAsync(line.ClickToCall("9800000010")));

        Assert.Equal(placed ? 1 : 0, line.Platform.Rings.Count);
    }

    [Fact]
    public async Task A_large_body_is_large_and_proper()
    {
        await using var line = await Line.OpenAsync();
        line.Platform.Next(Fault.LargeBody(1_000_000));

        using var answer = await line.PostAsync(line.ClickToCall("9800000010"));

        Assert.InRange((await answer.Content.ReadAsByteArrayAsync(Cancel)).Length, 1_000_000, 1_001_000);
        Assert.Equal(Assert.Single(line.Platform.Calls).Id, (await Line.ReadAsync(answer)).GetProperty("data").GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_slow_body_comes_byte_by_byte()
    {
        await using var line = await Line.OpenAsync();
        line.Platform.Next(Fault.SlowBody(Second));
        using var request = new HttpRequestMessage(HttpMethod.Get, "v1/?method=dial.click2call&format=json&caller=9800000001&receiver=9800000099");

        using var answer = await line.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        await using var body = await answer.Content.ReadAsStreamAsync(Cancel);
        var buffer = new byte[100];

        Assert.Equal(1, await body.ReadAsync(buffer, Cancel));
        Assert.Single(line.Platform.Rings);
    }

    [Fact]
    public async Task A_fault_for_always_stays_until_it_is_cleared()
    {
        await using var line = await Line.OpenAsync();
        line.Platform.Always(Fault.ServerError(503));

        using var first = await line.PostAsync(line.ClickToCall("9800000010"));
        using var second = await line.PostAsync(line.ClickToCall("9800000010"));
        line.Platform.ClearFaults();
        using var third = await line.PostAsync(line.ClickToCall("9800000010"));

        Assert.Equal([503, 503, 200], new[] { first, second, third }.Select(answer => (int)answer.StatusCode));
    }

    [Fact]
    public async Task A_share_hits_the_same_requests_with_the_same_seed()
    {
        const int seed = 20260224;
        TestContext.Current.SendDiagnosticMessage("seed {0}", seed);
        var runs = new List<string>();
        foreach (var _ in Enumerable.Range(0, 2))
        {
            await using var line = await Line.OpenAsync(options => options with { Seed = seed });
            line.Platform.Share(0.3, Fault.ServerError());
            var hits = "";
            for (var dial = 0; dial < 40; dial++)
            {
                using var answer = await line.PostAsync(line.ClickToCall("9800000010"));
                hits += answer.IsSuccessStatusCode ? '.' : '!';
            }

            runs.Add(hits);
        }

        Assert.True(runs[0] == runs[1], $"seed {seed}: {runs[0]} {runs[1]}");
        Assert.InRange(runs[0].Count(hit => hit == '!'), 5, 20);
    }

    [Fact]
    public async Task A_callback_can_come_before_the_reply()
    {
        await using var line = await Line.OpenAsync();
        line.Platform.Next(Fault.CallbackFirst(5 * Second));

        var reply = line.PostAsync(line.ClickToCall("9800000010"));
        await Line.Within(line.Platform.WaitForCallAsync(_ => true, Cancel), "the call behind the held reply");
        line.Pass(13);
        var callback = Assert.Single(await line.CallbacksAsync(1));
        using var answer = await AfterAsync(line, 5 * Second, reply);

        var id = (await Line.ReadAsync(answer)).GetProperty("data").GetProperty("id").GetString();
        Assert.Contains("id=" + id, callback.Target, StringComparison.Ordinal);
    }

    /// <summary>Lets the delay pass as soon as somebody waits for it.</summary>
    private static async Task<HttpResponseMessage> AfterAsync(Line line, TimeSpan delay, Task<HttpResponseMessage> reply)
    {
        await Line.Within(line.Clock.PlannedAsync(delay), $"a reply held for {delay}");
        Assert.False(reply.IsCompleted);
        line.Clock.Advance(delay);
        return await Line.Within(reply, "the held reply");
    }
}
