using Offhook.Server.Supabase.Realtime;
using Offhook.Testing;

namespace Offhook.Server.Tests.Supabase.Realtime;

/// <summary>Joining, leaving, and what the client's own words mean.</summary>
public sealed class JoinTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_reply_repeats_the_bindings_to_the_letter()
    {
        string[] bindings =
        [
            """{"event":"INSERT","schema":"public","table":"ivr_calls","filter":"status=in.(busy,\"a,b\")"}""",
            """{"event":"insert","schema":"public"}""",
            """{"event":"*","schema":"*","table":null,"filter":""}""",
            """{"event":"UPDATE","schema":"public","table":"ivr_calls","select":["status","id"]}""",
            """{"schema":"public","table":"ivr_calls","filter":null,"extra":{"a":[1.50]}}""",
            """{"event":"UPDATE","schema":"public","table":"ivr_calls","id":77}""",
        ];
        await using var service = await Phones.OnManualClockAsync(Cancel);
        await using var client = await Subscriber.OpenAsync(service, "vsn=2.0.0", bearer: service.Key);

        await client.JoinAsync("realtime:one", "j\\u00e9", bindings: bindings);
        var reply = await client.HearTextAsync();
        await client.HearAsync("system");
        await client.JoinAsync("realtime:two", "0", bindings: Watched.All);
        var second = await client.HearAsync("phx_reply");

        var frame = ServerFrame.Read(reply);
        var sent = string.Join(',', bindings.Select((binding, index) => $"{{\"id\":{index + 1},{binding.Replace(",\"id\":77", "", StringComparison.Ordinal)[1..]}"));
        Assert.Contains($"\"postgres_changes\":[{sent}]", reply, StringComparison.Ordinal);
        Assert.Equal(("jé", "jé"), (frame.JoinRef, frame.Ref));
        Assert.Equal(7, Assert.Single(second.Payload.GetProperty("response").GetProperty("postgres_changes").EnumerateArray()).GetProperty("id").GetInt64());
    }

    [Theory]
    [InlineData("phoenix", "unmatched topic")]
    [InlineData("calls-live", "unmatched topic")]
    [InlineData("", "unmatched topic")]
    [InlineData("REALTIME:x", "unmatched topic")]
    [InlineData("realtime:", "TopicNameRequired: You must provide a topic name")]
    public async Task A_topic_that_no_channel_can_have_is_refused(string topic, string reason)
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        await using var client = await Subscriber.OpenAsync(service, "vsn=2.0.0", bearer: service.Key);

        Assert.Equal(reason, await client.RefusedAsync(topic));
        Assert.StartsWith("TopicNameTooLong: ", await client.RefusedAsync("realtime:" + new string('x', 250)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"config":{}}""")]
    [InlineData("""{"config":null,"access_token":null}""")]
    [InlineData("""{"config":{"postgres_changes":null,"private":true,"broadcast":{"ack":true,"self":true}},"access_token":7}""")]
    public async Task A_join_that_wants_no_changes_gets_none(string payload)
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        await using var client = await Subscriber.OpenAsync(service, "vsn=2.0.0", bearer: service.Key);

        await client.SayAsync($"""["1","1","realtime:quiet","phx_join",{payload}]""");
        var reply = await client.HearAsync("phx_reply");

        Assert.Equal("""{"status":"ok","response":{"postgres_changes":[]}}""", reply.Payload.ToString());
        Assert.Empty(await client.UntilBeatAsync());
    }

    [Theory]
    [InlineData("""{"config":{"postgres_changes":{}}}""")]
    [InlineData("""{"config":{"postgres_changes":"*"}}""")]
    [InlineData("""{"config":{"postgres_changes":[7]}}""")]
    public async Task A_join_that_cannot_be_understood_is_refused(string payload)
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        await using var client = await Subscriber.OpenAsync(service, "vsn=2.0.0", bearer: service.Key);

        await client.SayAsync($"""["1","1","realtime:x","phx_join",{payload}]""");
        var reply = await client.HearAsync("phx_reply");

        Assert.Equal("error", reply.Payload.Text("status"));
        Assert.StartsWith("InvalidJoinPayload: ", reply.Payload.GetProperty("response").Text("reason"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_waits_for_presence_is_told_that_nobody_is_there()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        await using var client = await Subscriber.OpenAsync(service, "vsn=2.0.0", bearer: service.Key);

        await client.SayAsync("""["1","1","realtime:room","phx_join",{"config":{"presence":{"key":"me","enabled":true}}}]""");
        await client.HearAsync("phx_reply");
        var state = await client.HearAsync("presence_state");
        await client.SayAsync("""["1","2","realtime:room","presence",{"type":"presence","event":"track","payload":{"n":1}}]""");

        Assert.Equal(("1", null, "{}"), (state.JoinRef, state.Ref, state.Payload.ToString()));
        Assert.Empty(await client.UntilBeatAsync());
    }

    [Fact]
    public async Task A_second_join_takes_the_place_of_the_first()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        await using var client = await Subscriber.SubscribedAsync(service, Watched.All);

        await client.JoinAsync(joinRef: "2", bindings: [Watched.All]);
        var closed = await client.HearAsync("phx_close");
        var reply = await client.HearAsync("phx_reply");
        await client.HearAsync("system");
        await client.SayAsync("""["1","9","realtime:calls-live","phx_leave",{}]""");
        await service.BeginAsync();
        var change = await client.ChangeAsync();

        Assert.Equal(("1", "1", "2"), (closed.JoinRef, closed.Ref, reply.JoinRef));
        Assert.Equal([2L], change.Ids);
        Assert.Empty(await client.UntilBeatAsync());
    }

    [Fact]
    public async Task After_leaving_nothing_comes_any_more_and_one_can_join_again()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        await using var client = await Subscriber.SubscribedAsync(service, Watched.All);
        await client.JoinedAsync("realtime:other", "2", bindings: Watched.All);

        await client.SayAsync("""["1","3","realtime:calls-live","phx_leave",{}]""");
        await client.HearAsync("phx_reply");
        await client.HearAsync("phx_close");
        await service.BeginAsync();
        Assert.Equal("realtime:other", (await client.ChangeAsync()).Topic);
        await client.JoinedAsync(joinRef: "4", bindings: Watched.All);
        await service.BeginAsync("9800000002");

        Assert.Equal(["realtime:calls-live", "realtime:other"], new[] { await client.ChangeAsync(), await client.ChangeAsync() }.Select(change => change.Topic).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_not_offered_is_ignored()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        await using var client = await Subscriber.SubscribedAsync(service, Watched.All);
        await using var other = await Subscriber.SubscribedAsync(service, Watched.All);

        await client.SayAsync("""["1","2","realtime:calls-live","broadcast",{"type":"broadcast","event":"x","payload":{}}]""");
        await client.SendAsync(Convert.FromHexString("030101130500013637"), System.Net.WebSockets.WebSocketMessageType.Binary);
        await client.SayAsync("""["1","2","realtime:calls-live","postgres_changes",{"ids":[1],"data":{}}]""");
        await client.SayAsync("""["1","2","realtime:nowhere","anything",{}]""");
        await client.SayAsync("""[null,"2","phoenix","anything",{}]""");

        Assert.Empty(await client.UntilBeatAsync());
        Assert.Empty(await other.UntilBeatAsync());
    }

    [Fact]
    public async Task There_is_an_end_to_channels_and_to_bindings()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        await using var client = await Subscriber.OpenAsync(service, "vsn=2.0.0", bearer: service.Key);
        string[] most = [.. Enumerable.Repeat(Watched.All, RealtimeLimits.Bindings)];

        await client.JoinedAsync("realtime:0", bindings: most);
        Assert.StartsWith("InvalidJoinPayload: ", await client.RefusedAsync("realtime:x", bindings: [.. most, Watched.All]), StringComparison.Ordinal);
        for (var i = 1; i < RealtimeLimits.Channels; i++)
        {
            await client.JoinedAsync($"realtime:{i}", bindings: Watched.All);
        }

        Assert.StartsWith("ChannelRateLimitReached: ", await client.RefusedAsync("realtime:x"), StringComparison.Ordinal);
        await service.BeginAsync();
        var told = new List<HeardChange>();
        while (told.Count < RealtimeLimits.Channels)
        {
            told.Add(await client.ChangeAsync());
        }

        Assert.Equal(RealtimeLimits.Bindings, told.Single(change => change.Topic == "realtime:0").Ids.Count);
        Assert.Equal(RealtimeLimits.Channels + RealtimeLimits.Bindings - 1, told.SelectMany(change => change.Ids).Distinct().Count());
    }

    [Fact]
    public async Task A_change_after_the_reply_is_never_missed()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        for (var i = 0; i < 30; i++)
        {
            await using var client = await Subscriber.OpenAsync(service, "vsn=2.0.0", bearer: service.Key);
            await service.BeginAsync("9800000001");
            await client.JoinAsync(bindings: Watched.All);
            await client.HearAsync("phx_reply");
            var row = await service.BeginAsync("9800000002");
            await client.HearAsync("system");

            Assert.Equal(row.Call.Reference.ToString(), (await client.ChangeAsync()).Id);
        }
    }
}
