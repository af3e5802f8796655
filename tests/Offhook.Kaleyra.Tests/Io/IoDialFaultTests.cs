using System.Net;
using System.Net.Sockets;
using Offhook.Kaleyra.Io;

namespace Offhook.Kaleyra.Tests.Io;

public sealed class IoDialFaultTests
{
    private const string Yes = """{"code":"RBC001","message":"Success","data":{"id":"x1"},"error":{}}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_refused_connection_sent_nothing()
    {
        var client = IoGiven.Client(RawServer.DeadAddress());

        Assert.Equal("no connection with 127.0.0.1", Assert.IsType<DialReply.NotSent>(await client.DialClickToCallAsync(IoGiven.Dial, Cancel)).Why);
        Assert.Equal("no connection with 127.0.0.1", Assert.IsType<DialReply.NotSent>(await client.DialOutboundAsync(IoGiven.Speech, Cancel)).Why);
        Assert.Equal(new ProfileReply.NotSent("no connection with 127.0.0.1"), await client.CreateCallbackProfileAsync(new CallbackProfile("abc", "https://calls.example.test/"), Cancel));
        Assert.Equal(new LogReply.Unavailable("no connection with 127.0.0.1", null, true), await client.ReadCallLogAsync(IoGiven.Today, Cancel));
        Assert.Equal(new RecordingReply.Unavailable("no connection with 127.0.0.1", true), await client.FindRecordingAsync("QUFBQQ==", TimeSpan.FromMinutes(5), Cancel));
    }

    [Fact]
    public async Task A_failed_handshake_sent_nothing()
    {
        // TLS against a server that closes at once: no byte of HTTP ever leaves.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var closing = CloseOneAsync(listener);

        var reply = await IoGiven.Client(new Uri($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/")).DialClickToCallAsync(IoGiven.Dial, Cancel);

        Assert.Equal("no secure connection with 127.0.0.1", Assert.IsType<DialReply.NotSent>(reply).Why);
        await closing;
    }

    [Fact]
    public async Task A_dial_that_runs_out_while_connecting_sent_nothing()
    {
        var clock = new ManualClock();
        var connecting = new TaskCompletionSource();
        var options = IoGiven.Account(RawServer.DeadAddress());
        var handler = KaleyraIoClient.CreateHandler(options);
        handler.ConnectCallback = async (_, cancel) =>
        {
            connecting.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel);
            return Stream.Null;
        };

        var dialling = new KaleyraIoClient(new HttpClient(handler), options, clock).DialClickToCallAsync(IoGiven.Dial, Cancel);
        await connecting.Task.WaitAsync(TimeSpan.FromSeconds(20), Cancel);
        clock.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal("no connection within 15 s", Assert.IsType<DialReply.NotSent>(await dialling).Why);
    }

    [Fact]
    public async Task Silence_after_sending_is_unknown_once_the_time_is_up()
    {
        var clock = new ManualClock();
        await using var server = RawServer.Start(request => request.HangAsync());

        var dialling = IoGiven.Client(server.Address, clock).DialClickToCallAsync(IoGiven.Dial, Cancel);
        await server.WaitForRequestAsync();
        clock.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal("no answer within 15 s", Assert.IsType<DialReply.Unknown>(await dialling).Why);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("", "the connection broke before an answer")]
    [InlineData("HTTP/1.1 202 Accepted\r\nContent-Le", "the connection broke before an answer")]
    [InlineData("HTTP/1.1 202 Accepted\r\nContent-Length: 500\r\n\r\n{\"code\":\"RBC001\"}", "an answer that was cut off")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n", "an answer that is not HTTP")]
    public async Task A_cut_after_sending_is_unknown(string sent, string why)
    {
        await using var server = RawServer.Start(async request =>
        {
            await request.SendAsync(sent);
            request.Close();
        });

        var reply = await IoGiven.Client(server.Address).DialOutboundAsync(IoGiven.Speech, Cancel);

        Assert.Equal(why, Assert.IsType<DialReply.Unknown>(reply).Why);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_reset_of_a_reused_connection_is_unknown_and_the_dial_is_not_sent_again()
    {
        await using var server = RawServer.Start(async request =>
        {
            if (request.Number == 1)
            {
                await request.ReplyAsync(202, Yes);
            }
            else
            {
                request.Reset();
            }
        });
        var client = IoGiven.Client(server.Address);

        var first = await client.DialClickToCallAsync(IoGiven.Dial, Cancel);
        var second = await client.DialClickToCallAsync(IoGiven.Dial, Cancel);

        Assert.IsType<DialReply.Accepted>(first);
        Assert.IsType<DialReply.Unknown>(second);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_retrying_handler_cannot_send_a_dial_or_a_profile_twice()
    {
        await using var server = RawServer.Replying(503, "");
        var options = IoGiven.Account(server.Address);
        var client = new KaleyraIoClient(new HttpClient(new Retrying(KaleyraIoClient.CreateHandler(options))), options, new ManualClock());

        Assert.IsType<DialReply.Unknown>(await client.DialClickToCallAsync(IoGiven.Dial, Cancel));
        Assert.IsType<DialReply.Unknown>(await client.DialOutboundAsync(IoGiven.Speech, Cancel));
        Assert.IsType<ProfileReply.Unknown>(await client.CreateCallbackProfileAsync(new CallbackProfile("abc", "https://calls.example.test/"), Cancel));

        Assert.Equal(3, server.Requests.Count);
    }

    [Theory]
    [InlineData(405)]
    [InlineData(404)]
    public async Task A_dial_is_never_tried_with_another_verb(int status)
    {
        await using var server = RawServer.Replying(status, "<html>Method Not Allowed</html>");

        Assert.IsType<DialReply.Unknown>(await IoGiven.Client(server.Address).DialClickToCallAsync(IoGiven.Dial, Cancel));

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_redirect_of_a_dial_is_unknown_and_not_followed()
    {
        await using var server = RawServer.Start(request => request.ReplyAsync(307, "", "Location: /elsewhere\r\n"));

        var reply = await IoGiven.Client(server.Address).DialClickToCallAsync(IoGiven.Dial, Cancel);

        Assert.Equal("HTTP 307 instead of an answer", Assert.IsType<DialReply.Unknown>(reply).Why);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task The_callers_own_cancellation_is_an_exception()
    {
        await using var server = RawServer.Start(request => request.HangAsync());
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var client = IoGiven.Client(server.Address);

        var dialling = client.DialClickToCallAsync(IoGiven.Dial, caller.Token);
        await server.WaitForRequestAsync();
        var reading = client.ReadCallLogAsync(IoGiven.Today, caller.Token);
        await server.WaitForRequestAsync();
        await caller.CancelAsync();

        Assert.Equal(caller.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dialling)).CancellationToken);
        Assert.Equal(caller.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading)).CancellationToken);
    }

    private static async Task CloseOneAsync(TcpListener listener)
    {
        using var socket = await listener.AcceptSocketAsync(Cancel);
    }
}
