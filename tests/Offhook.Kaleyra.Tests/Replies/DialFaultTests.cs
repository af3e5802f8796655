using System.Net;
using System.Net.Sockets;
using Offhook.Kaleyra.Legacy;

namespace Offhook.Kaleyra.Tests.Replies;

public sealed class DialFaultTests
{
    private const string Yes = """{"status":"200","message":"OK","data":{"id":"c2c_1"}}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_refused_connection_sent_nothing()
    {
        var reply = await Given.Client(RawServer.DeadAddress()).DialClickToCallAsync(Given.Dial, Cancel);

        Assert.Equal("no connection with 127.0.0.1", Assert.IsType<DialReply.NotSent>(reply).Why);
        Assert.Null(reply.HttpStatus);
    }

    [Fact]
    public async Task An_unknown_name_sent_nothing()
    {
        var options = Given.Account(new Uri("https://voice.example.test/v1/"));
        var handler = KaleyraLegacyClient.CreateHandler(options);
        handler.ConnectCallback = (_, _) => throw new SocketException((int)SocketError.HostNotFound);

        var reply = await new KaleyraLegacyClient(new HttpClient(handler), options, new ManualClock()).DialClickToCallAsync(Given.Dial, Cancel);

        Assert.Equal("the name voice.example.test could not be resolved", Assert.IsType<DialReply.NotSent>(reply).Why);
    }

    [Fact]
    public async Task A_failed_handshake_sent_nothing()
    {
        // TLS against a server that closes at once: no byte of HTTP ever leaves.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var closing = CloseOneAsync(listener);

        var reply = await Given.Client(new Uri($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/v1/")).DialClickToCallAsync(Given.Dial, Cancel);

        Assert.Equal("no secure connection with 127.0.0.1", Assert.IsType<DialReply.NotSent>(reply).Why);
        await closing;
    }

    [Fact]
    public async Task A_connection_that_takes_too_long_sent_nothing()
    {
        var handler = KaleyraLegacyClient.CreateHandler(Given.Account(RawServer.DeadAddress()));
        handler.ConnectTimeout = TimeSpan.FromMilliseconds(1);
        handler.ConnectCallback = async (_, cancel) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel);
            return Stream.Null;
        };
        var client = new KaleyraLegacyClient(new HttpClient(handler), Given.Account(RawServer.DeadAddress()), new ManualClock());

        var reply = await client.DialClickToCallAsync(Given.Dial, Cancel);

        Assert.Equal("no connection within the time for connecting", Assert.IsType<DialReply.NotSent>(reply).Why);
    }

    [Fact]
    public async Task A_dial_that_runs_out_while_connecting_sent_nothing()
    {
        var clock = new ManualClock();
        var connecting = new TaskCompletionSource();
        var handler = KaleyraLegacyClient.CreateHandler(Given.Account(RawServer.DeadAddress()));
        handler.ConnectCallback = async (_, cancel) =>
        {
            connecting.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel);
            return Stream.Null;
        };
        var client = new KaleyraLegacyClient(new HttpClient(handler), Given.Account(RawServer.DeadAddress()), clock);

        var dialling = client.DialClickToCallAsync(Given.Dial, Cancel);
        await connecting.Task.WaitAsync(TimeSpan.FromSeconds(20), Cancel);
        clock.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal("no connection within 15 s", Assert.IsType<DialReply.NotSent>(await dialling).Why);
    }

    [Fact]
    public async Task Silence_after_sending_is_unknown_once_the_time_is_up()
    {
        var clock = new ManualClock();
        await using var server = RawServer.Start(request => request.HangAsync());

        var dialling = Given.Client(server.Address, clock).DialClickToCallAsync(Given.Dial, Cancel);
        await server.WaitForRequestAsync();
        clock.Advance(TimeSpan.FromSeconds(14.9));
        Assert.False(dialling.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal("no answer within 15 s", Assert.IsType<DialReply.Unknown>(await dialling).Why);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_body_that_never_ends_is_unknown_once_the_time_is_up()
    {
        var clock = new ManualClock();
        var begun = new TaskCompletionSource();
        await using var server = RawServer.Start(async request =>
        {
            await request.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{Yes}");
            begun.SetResult();
            await request.HangAsync();
        });

        var dialling = Given.Client(server.Address, clock).DialClickToCallAsync(Given.Dial, Cancel);
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(20), Cancel);
        clock.Advance(TimeSpan.FromSeconds(15));

        var unknown = Assert.IsType<DialReply.Unknown>(await dialling);
        Assert.Contains(unknown.Why, (string[])["no whole answer within 15 s", "no answer within 15 s"]);
    }

    [Theory]
    [InlineData("", "the connection broke before an answer")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le", "the connection broke before an answer")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"status\":\"200\"}", "an answer that was cut off")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n", "an answer that is not HTTP")]
    public async Task A_cut_after_sending_is_unknown(string sent, string why)
    {
        await using var server = RawServer.Start(async request =>
        {
            await request.SendAsync(sent);
            request.Close();
        });

        var reply = await Given.Client(server.Address).DialClickToCallAsync(Given.Dial, Cancel);

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
                await request.ReplyAsync(200, Yes);
            }
            else
            {
                request.Reset();
            }
        });
        var client = Given.Client(server.Address);

        var first = await client.DialClickToCallAsync(Given.Dial, Cancel);
        var second = await client.DialClickToCallAsync(Given.Dial, Cancel);

        Assert.IsType<DialReply.Accepted>(first);
        Assert.IsType<DialReply.Unknown>(second);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_close_of_a_reused_connection_is_unknown_and_the_dial_is_not_sent_again()
    {
        await using var server = RawServer.Start(async request =>
        {
            if (request.Number == 1)
            {
                await request.ReplyAsync(200, Yes);
            }
            else
            {
                request.Close();
            }
        });
        var client = Given.Client(server.Address);

        await client.DialClickToCallAsync(Given.Dial, Cancel);
        var second = await client.DialClickToCallAsync(Given.Dial, Cancel);

        Assert.IsType<DialReply.Unknown>(second);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_retrying_handler_cannot_dial_twice()
    {
        await using var server = RawServer.Replying(503, "");
        var handler = new Retrying(KaleyraLegacyClient.CreateHandler(Given.Account(server.Address)));
        var client = new KaleyraLegacyClient(new HttpClient(handler), Given.Account(server.Address), new ManualClock());

        var reply = await client.DialClickToCallAsync(Given.Dial, Cancel);

        Assert.IsType<DialReply.Unknown>(reply);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_redirecting_handler_cannot_dial_twice()
    {
        await using var server = RawServer.Start(request => request.ReplyAsync(307, "", "Location: /elsewhere\r\n"));
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = true };
        var client = new KaleyraLegacyClient(new HttpClient(handler), Given.Account(server.Address), new ManualClock());

        var reply = await client.DialClickToCallAsync(Given.Dial, Cancel);

        Assert.IsType<DialReply.Unknown>(reply);
        Assert.DoesNotContain(server.Requests.Skip(1), request => request.Contains("dial.click2call", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_packages_own_handler_does_not_follow_a_redirect()
    {
        await using var server = RawServer.Start(request => request.ReplyAsync(302, "", "Location: /elsewhere\r\n"));

        var reply = await Given.Client(server.Address).DialClickToCallAsync(Given.Dial, Cancel);

        Assert.Equal("HTTP 302 instead of an answer", Assert.IsType<DialReply.Unknown>(reply).Why);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task An_endless_answer_is_cut_and_unknown()
    {
        await using var server = RawServer.Start(async request =>
        {
            await request.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (true)
            {
                await request.SendAsync($"1000\r\n{new string(' ', 0x1000)}\r\n");
            }
        });

        var reply = await Given.Client(server.Address).DialClickToCallAsync(Given.Dial, Cancel);

        Assert.Equal("an answer of more than 64 kB", Assert.IsType<DialReply.Unknown>(reply).Why);
    }

    [Fact]
    public async Task The_callers_own_cancellation_is_an_exception()
    {
        await using var server = RawServer.Start(request => request.HangAsync());
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Cancel);

        var dialling = Given.Client(server.Address).DialClickToCallAsync(Given.Dial, caller.Token);
        await server.WaitForRequestAsync();
        await caller.CancelAsync();

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dialling);
        Assert.Equal(caller.Token, cancelled.CancellationToken);
    }

    [Fact]
    public async Task A_cancelled_caller_sends_nothing()
    {
        await using var server = RawServer.Replying(200, Yes);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Given.Client(server.Address).DialClickToCallAsync(Given.Dial, new CancellationToken(true)));

        Assert.Empty(server.Requests);
    }

    private static async Task CloseOneAsync(TcpListener listener)
    {
        using var socket = await listener.AcceptSocketAsync(Cancel);
    }
}
