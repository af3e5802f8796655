using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Offhook.Kaleyra.Legacy;

namespace Offhook.Kaleyra.Tests.Surface;

public sealed class HostingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_host_gets_one_client_that_uses_its_clock_and_writes_no_key_to_its_log()
    {
        var clock = new ManualClock();
        var log = new ListLog();
        await using var server = RawServer.Start(request => request.Number == 1 ? request.ReplyAsync(200, """{"status":"200","data":{"id":"c2c_1"}}""") : request.HangAsync());
        await using var services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log))
            .AddSingleton<TimeProvider>(clock)
            .AddKaleyraLegacy(options => (options.ApiKey, options.BaseAddress) = (Given.Key, server.Address))
            .BuildServiceProvider();

        var client = services.GetRequiredService<KaleyraLegacyClient>();
        var first = await client.DialClickToCallAsync(Given.Dial, Cancel);
        var second = client.DialClickToCallAsync(Given.Dial, Cancel);
        await server.WaitForRequestAsync();
        await server.WaitForRequestAsync();
        clock.Advance(TimeSpan.FromSeconds(15));

        Assert.Same(client, services.GetRequiredService<KaleyraLegacyClient>());
        Assert.IsType<DialReply.Accepted>(first);
        Assert.IsType<DialReply.Unknown>(await second);
        Assert.NotEmpty(log.Lines);
        Assert.All(log.Lines, line => Assert.DoesNotContain(Given.Key, line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_setting_stops_the_start()
    {
        using var host = new HostBuilder().ConfigureServices(services => services.AddKaleyraLegacy(options => options.BaseAddress = new Uri("http://voice.example.test/"))).Build();

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Cancel));

        Assert.Equal(2, failure.Failures.Count());
    }

    [Fact]
    public void The_handler_follows_nothing_and_keeps_nothing()
    {
        using var handler = KaleyraLegacyClient.CreateHandler(new KaleyraLegacyOptions { ConnectTimeout = TimeSpan.FromSeconds(3) });

        Assert.Equal((false, false, false, TimeSpan.FromSeconds(3)), (handler.AllowAutoRedirect, handler.UseCookies, handler.UseProxy, handler.ConnectTimeout));
    }
}
