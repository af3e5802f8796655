using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Offhook.Kaleyra.Io;
using Offhook.Kaleyra.Legacy;

namespace Offhook.Kaleyra.Tests.Io;

public sealed class IoHostingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_host_gets_one_client_however_often_it_is_added_and_no_key_in_its_log()
    {
        var clock = new ManualClock();
        var log = new ListLog();
        await using var server = RawServer.Start(request => request.Number == 1 ? request.ReplyAsync(202, """{"code":"RBC001","message":"OK","data":{"id":"x1"}}""") : request.HangAsync());
        void Configure(KaleyraIoOptions options) => (options.Sid, options.ApiKey, options.Bridge, options.BaseAddress) = (IoGiven.Sid, Given.Key, IoGiven.Bridge, new Uri(server.Address, "/"));
        await using var services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log))
            .AddSingleton<TimeProvider>(clock)
            .AddKaleyraIo(Configure)
            .AddKaleyraLegacy(options => options.ApiKey = Given.Key)
            .AddKaleyraIo(Configure)
            .BuildServiceProvider();

        var client = services.GetRequiredService<KaleyraIoClient>();
        var first = await client.DialClickToCallAsync(IoGiven.Dial, Cancel);
        var second = client.DialClickToCallAsync(IoGiven.Dial, Cancel);
        await server.WaitForRequestAsync();
        await server.WaitForRequestAsync();
        clock.Advance(TimeSpan.FromSeconds(15));

        Assert.Same(client, Assert.Single(services.GetServices<KaleyraIoClient>()));
        Assert.NotNull(services.GetRequiredService<KaleyraLegacyClient>());
        Assert.IsType<DialReply.Accepted>(first);
        Assert.IsType<DialReply.Unknown>(await second);
        Assert.NotEmpty(log.Lines);
        Assert.All(log.Lines, line => Assert.DoesNotContain(Given.Key, line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_setting_stops_the_start()
    {
        using var host = new HostBuilder().ConfigureServices(services => services.AddKaleyraIo(options => options.BaseAddress = new Uri("http://voice.example.test/"))).Build();

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Cancel));

        Assert.Equal(4, failure.Failures.Count());
    }

    [Fact]
    public void The_handler_follows_nothing_and_keeps_nothing()
    {
        using var handler = KaleyraIoClient.CreateHandler(new KaleyraIoOptions { ConnectTimeout = TimeSpan.FromSeconds(3) });

        Assert.Equal((false, false, false, TimeSpan.FromSeconds(3)), (handler.AllowAutoRedirect, handler.UseCookies, handler.UseProxy, handler.ConnectTimeout));
    }
}
