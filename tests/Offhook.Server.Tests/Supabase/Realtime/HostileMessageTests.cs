using System.Net.WebSockets;
using System.Text;
using Offhook.Server.Supabase.Realtime;
using Offhook.Testing;

namespace Offhook.Server.Tests.Supabase.Realtime;

/// <summary>Messages that no client of good will sends.</summary>
public sealed class HostileMessageTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> NoMessages { get; } =
    [
        "", "x", "null", "7", "{}", "[]", "[null,null,null,null,null]", """[null,null,"phoenix","heartbeat"]""", """[null,null,"phoenix","heartbeat",{},{}]""",
        """[1,null,"phoenix","heartbeat",{}]""", """[null,{},"phoenix","heartbeat",{}]""", """[null,"1",7,"heartbeat",{}]""", """[null,"1","phoenix",[],{}]""",
        """{"topic":"phoenix","event":"heartbeat","payload":{},"ref":"3"}""", """[null,"1","phoenix","heartbeat",{}""", """[null,"1","phoenix","heartbeat",{}] []""",
        """[null,"\ud800","phoenix","heartbeat",{}]""", """["1","1","realtime:x","phx_join",{"config":{"postgres_changes":[{"schema":"\udc00"}]}}]""",
        """["1","1","realtime:x","phx_join",{"\ud800":1}]""", """[null,"1","phoenix","heartbeat",NaN]""", "[null,\"1\",\"phoenix\",\"heartbeat\",{}]\u0000",
        $"""[null,"1","phoenix","heartbeat",{new string('[', 100)}{new string(']', 100)}]""",
    ];

    [Theory]
    [MemberData(nameof(NoMessages))]
    public async Task What_is_no_message_ends_the_socket_with_a_word(string text)
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        await using var client = await Subscriber.SubscribedAsync(service, Watched.All);
        await using var other = await Subscriber.SubscribedAsync(service, Watched.All);

        await client.SayAsync(text);
        await client.Ended.SoonAsync();
        await service.BeginAsync();

        Assert.Equal(WebSocketCloseStatus.InvalidPayloadData, client.LastWord);
        Assert.Equal("INSERT", (await other.ChangeAsync()).Type);
    }

    [Fact]
    public async Task Text_that_is_not_utf_8_ends_the_socket()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        await using var client = await Subscriber.SubscribedAsync(service, Watched.All);

        await client.SendAsync(new byte[] { (byte)'[', 0xC3, 0x28, (byte)']' }, WebSocketMessageType.Text);
        await client.Ended.SoonAsync();
    }

    [Theory]
    [InlineData(WebSocketMessageType.Text)]
    [InlineData(WebSocketMessageType.Binary)]
    public async Task A_message_that_is_too_long_ends_the_socket_wherever_it_is_cut(WebSocketMessageType type)
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        await using var client = await Subscriber.SubscribedAsync(service, Watched.All);
        var part = Encoding.UTF8.GetBytes(new string(' ', 1000));

        for (var i = 0; i <= RealtimeLimits.MessageBytes / part.Length; i++)
        {
            await client.SendAsync(part, type, isEnd: false);
        }

        await client.Ended.SoonAsync();
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, client.LastWord);
    }

    [Fact]
    public async Task A_message_may_come_in_pieces_and_many_may_come()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        await using var client = await Subscriber.SubscribedAsync(service, Watched.All);
        var beat = Encoding.UTF8.GetBytes($"""[null,"é","phoenix","heartbeat",{new string(' ', 60_000)}{"{}"}]""");

        for (var round = 0; round < 5; round++)
        {
            foreach (var piece in beat.Chunk(7001))
            {
                await client.SendAsync(piece, WebSocketMessageType.Text, isEnd: false);
            }

            await client.SendAsync(ReadOnlyMemory<byte>.Empty, WebSocketMessageType.Text);
            Assert.Equal("é", (await client.HearAsync("phx_reply")).Ref);
        }
    }

    [Fact]
    public async Task What_a_client_says_of_itself_cannot_break_out_of_an_answer()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        await using var client = await Subscriber.OpenAsync(service, "vsn=2.0.0", bearer: service.Key);
        const string Topic = """realtime:\"],[\u0000\u2028<script>\\""";

        await client.JoinAsync(Topic, """\"]""", bindings: [Watched.All]);
        var reply = await client.HearAsync("phx_reply");
        await client.HearAsync("system");
        await service.BeginAsync();
        var change = await client.ChangeAsync();

        Assert.Equal("realtime:\"],[\0\u2028<script>\\", reply.Topic);
        Assert.Equal((reply.Topic, "\"]"), (change.Topic, reply.JoinRef));
    }

    [Fact]
    public async Task Who_asks_without_end_and_does_not_read_is_dropped()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        await using var client = await Subscriber.OpenAsync(service, "vsn=2.0.0", reads: false, bearer: service.Key);
        var join = $$$"""["1","1","realtime:x","phx_join",{"config":{"postgres_changes":[{"schema":"public","x":"{{{new string('x', 60_000)}}}"}]}}]""";

        // Answers fill what the sockets of both sides hold, then the outbox, and then the service is gone.
        var fault = await Record.ExceptionAsync(async () =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                await client.SayAsync(join).SoonAsync();
            }
        });

        Assert.True(fault is WebSocketException or IOException, fault?.ToString() ?? "ten thousand large answers were kept");
    }
}
