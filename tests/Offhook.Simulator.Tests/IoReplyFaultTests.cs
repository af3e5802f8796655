using System.Net;
using System.Text.Json;

namespace Offhook.Simulator.Tests;

public sealed class IoReplyFaultTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Fault, HTTP status, whether a phone rings, body ({id} stands for the call's).</summary>
    private static Dictionary<string, (Fault Fault, int Status, bool Places, string Body)> Replies { get; } = new()
    {
        ["business failure"] = (Fault.BusinessFailure(), 200, false, """{"code":"RBC999","message":"Request failed","data":{},"error":{"bridge":"must be numeric"}}"""),
        ["no credit"] = (Fault.NoCredit(), 200, false, """{"code":"E402","message":"Insufficient credits","data":{},"error":{"error_code":"E402","error_message":"Insufficient credits"}}"""),
        ["address refused"] = (Fault.AddressRefused(), 403, false, """{"error":"forbidden","message":"Source IP not allowed"}"""),
        ["wrong key"] = (Fault.WrongKey(), 401, false, """{"code":"E401","message":"Unauthorized","data":{},"error":{"error_code":"E401","error_message":"Invalid api-key"}}"""),
        ["wrong key 403"] = (Fault.WrongKey(403), 403, false, """{"code":"E403","message":"Forbidden","data":{},"error":{"error_code":"E403","error_message":"Invalid api-key"}}"""),
        ["wrong region"] = (Fault.WrongRegion(), 401, false, """{"code":"E401","message":"Unauthorized","data":{},"error":{"error_code":"E401","error_message":"Invalid api-key"}}"""),
        ["429"] = (Fault.TooManyRequests(), 429, false, """{"code":"E429","message":"Too many requests","data":{},"error":{"error_code":"E429","error_message":"Rate limit exceeded"}}"""),
        ["500"] = (Fault.ServerError(), 500, false, """{"code":"E500","message":"Internal error","data":{},"error":{"error_code":"E500","error_message":"Internal error"}}"""),
        ["502 that places"] = (Fault.ServerError(502).ThatPlaces(), 502, true, """{"code":"E502","message":"Internal error","data":{},"error":{"error_code":"E502","error_message":"Internal error"}}"""),
        ["html"] = (Fault.HtmlPage(), 502, false, "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>"),
        ["empty body"] = (Fault.EmptyBody(), 200, true, ""),
        ["without id"] = (Fault.WithoutId(), 202, true, """{"code":"RBC001","message":"Call request accepted","data":{},"error":{}}"""),
        ["data null"] = (Fault.WithoutId(MissingId.Null), 202, true, """{"code":"RBC001","message":"Call request accepted","data":null,"error":{}}"""),
        ["data absent"] = (Fault.WithoutId(MissingId.Absent), 202, true, """{"code":"RBC001","message":"Call request accepted","error":{}}"""),
        ["data empty list"] = (Fault.WithoutId(MissingId.EmptyArray), 202, true, """{"code":"RBC001","message":"Call request accepted","data":[],"error":{}}"""),
        ["data empty text"] = (Fault.WithoutId(MissingId.EmptyText), 202, true, """{"code":"RBC001","message":"Call request accepted","data":"","error":{}}"""),
        ["data empty object"] = (Fault.WithoutId(MissingId.EmptyObject), 202, true, """{"code":"RBC001","message":"Call request accepted","data":{},"error":{}}"""),
        ["id in array"] = (Fault.IdInArray(), 202, true, """{"code":"202","message":"Accepted","data":[{"id":"{id}"}],"error":null}"""),
        ["id as text"] = (Fault.IdAsText(), 202, true, """{"code":"RBC001","message":"Call request accepted","data":"{id}","error":{}}"""),
        ["id at top"] = (Fault.IdAtTop(), 202, true, """{"id":"{id}","status":"queued"}"""),
        ["code word"] = (Fault.StatusWord(), 202, true, """{"code":"OK","message":"Call request accepted","data":{"id":"{id}","status":"initiated"},"error":{}}"""),
        ["code number"] = (Fault.StatusNumber(), 202, true, """{"code":200,"message":"Call request accepted","data":{"id":"{id}","status":"initiated"},"error":{}}"""),
    };

    public static TheoryData<string> ReplyNames => [.. Replies.Keys];

    [Theory]
    [MemberData(nameof(ReplyNames))]
    public async Task A_spoilt_reply_is_exactly_so_once_and_the_truth_says_whether_a_phone_rang(string name)
    {
        await using var line = await IoLine.OpenAsync();
        var (fault, status, places, body) = Replies[name];
        line.Platform.Next(fault);

        using var answer = await line.PostAsync(IoLine.Path("click-to-call"), IoLine.ClickToCall("919800000099"));

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(body.Replace("{id}", line.Platform.Calls.SingleOrDefault()?.Id, StringComparison.Ordinal), await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(places ? 1 : 0, line.Platform.Rings.Count);
        Assert.Equal(places ? [fault.Kind] : Array.Empty<FaultKind?>(), line.Platform.Dials.Select(dial => dial.Fault));
        await line.DialOutboundAsync("919800000010");
        Assert.Null(line.Platform.Dials[^1].Fault);
    }

    [Fact]
    public async Task Json_may_stop_in_the_middle_and_slow_down_may_say_for_how_long()
    {
        await using var line = await IoLine.OpenAsync();
        line.Platform.Next(Fault.InvalidJson());
        line.Platform.Next(Fault.TooManyRequests(2 * Second));

        using var half = await line.PostAsync(IoLine.Path("click-to-call"), IoLine.ClickToCall("919800000099"));
        using var slower = await line.PostAsync(IoLine.Path("click-to-call"), IoLine.ClickToCall("919800000099"));

        var text = await half.Content.ReadAsStringAsync(Cancel);
        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(text));
        Assert.Equal((HttpStatusCode.Accepted, "2"), (half.StatusCode, slower.Headers.GetValues("Retry-After").Single()));
        Assert.Single(line.Platform.Rings);
    }

    [Fact]
    public async Task A_held_reply_comes_after_its_time_and_the_phone_rings_at_once()
    {
        await using var line = await IoLine.OpenAsync();
        line.Platform.Next(Fault.HeldReply(20 * Second));

        var reply = line.PostAsync(IoLine.Path("click-to-call"), IoLine.ClickToCall("919800000099"));
        await Line.Within(line.Platform.WaitForCallAsync(_ => true, Cancel), "the call behind the held reply");
        using var answer = await AfterAsync(line, 20 * Second, reply);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    [Fact]
    public async Task The_whole_story_can_come_before_the_reply()
    {
        await using var line = await IoLine.OpenAsync();
        line.Platform.Next(Fault.CallbackFirst(5 * Second));

        var reply = line.DialAsync("919800000010");
        await Line.Within(line.Platform.WaitForCallAsync(_ => true, Cancel), "the call behind the held reply");
        line.Line.Pass(13);
        await Line.Within(line.Line.Clock.PlannedAsync(5 * Second), "a reply held for 5 s");
        Assert.Equal([.. IoLine.TwoLegs, "report"], line.Told());
        Assert.False(reply.IsCompleted);
        line.Line.Pass(5);

        Assert.Equal(line.Platform.Calls.Single().Id, (await Line.Within(reply, "the held reply")).Id);
    }

    [Theory]
    [InlineData("from_call_start", 0)]
    [InlineData("to_call_start", 2)]
    [InlineData("call_end", 13)]
    public async Task An_event_can_come_before_the_reply(string name, int seconds)
    {
        await using var line = await IoLine.OpenAsync();
        line.Platform.Next(Fault.EventFirst(name, 5 * Second));

        var reply = line.DialAsync("919800000010");
        await Line.Within(line.Platform.WaitForCallAsync(_ => true, Cancel), "the call behind the held reply");
        line.Line.Pass(seconds);
        await Line.Within(line.Line.Clock.PlannedAsync(5 * Second), "a reply held for 5 s");
        Assert.Contains(name, line.Told());
        Assert.False(reply.IsCompleted);
        line.Line.Pass(5);

        await Line.Within(reply, "the held reply");
    }

    [Fact]
    public async Task A_reply_that_waits_for_an_event_that_never_comes_waits_for_the_end()
    {
        await using var line = await IoLine.OpenAsync();
        line.Platform.Next(Fault.EventFirst("to_call_answer"));

        var reply = line.DialAsync("919800000021");
        await Line.Within(line.Platform.WaitForCallAsync(_ => true, Cancel), "the call behind the held reply");
        line.Line.Pass(60);

        Assert.Equal(CallState.Ended, (await Line.Within(reply, "the held reply")).State);
    }

    /// <summary>Lets the delay pass as soon as somebody waits for it.</summary>
    private static async Task<HttpResponseMessage> AfterAsync(IoLine line, TimeSpan delay, Task<HttpResponseMessage> reply)
    {
        await Line.Within(line.Line.Clock.PlannedAsync(delay), $"a reply held for {delay}");
        Assert.False(reply.IsCompleted);
        line.Line.Clock.Advance(delay);
        return await Line.Within(reply, "the held reply");
    }
}
