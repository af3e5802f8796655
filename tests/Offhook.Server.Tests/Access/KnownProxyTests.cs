using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Offhook.Testing;

namespace Offhook.Server.Tests.Access;

/// <summary>Whose word counts about who asked: that of the proxies which the administrator named, as far back as they reach, and nobody else's.</summary>
[Trait("Fault", "A7")]
public sealed class KnownProxyTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // The peer of these tests is always 127.0.0.1: listed, it is the nearest proxy; not listed, it is a stranger who says what he likes.
    [Theory]
    [InlineData("127.0.0.1", "203.0.113.9", "203.0.113.9")]
    [InlineData("127.0.0.1/32,10.0.0.0/8", "203.0.113.9, 10.1.2.3", "203.0.113.9")]
    [InlineData("127.0.0.1,10.0.0.0/8", "198.51.100.1, 203.0.113.9, 10.1.2.3", "203.0.113.9")]
    [InlineData("127.0.0.1,10.0.0.0/8", "198.51.100.1, 10.1.2.3, 203.0.113.9", "203.0.113.9")]
    [InlineData("127.0.0.1", "::ffff:203.0.113.9", "203.0.113.9")]
    [InlineData("127.0.0.1", "[2001:db8::7]:4711", "2001:db8::7")]
    [InlineData("127.0.0.1", "203.0.113.9:4711", "203.0.113.9")]
    [InlineData("127.0.0.1", "unknown", "127.0.0.1")]
    [InlineData("127.0.0.1", "203.0.113.9, nonsense", "127.0.0.1")]
    [InlineData("10.0.0.0/8", "203.0.113.9", "127.0.0.1")]
    [InlineData("10.0.0.0/8", "10.1.2.3", "127.0.0.1")]
    [InlineData("::1", "203.0.113.9", "127.0.0.1")]
    [InlineData(null, "203.0.113.9", "127.0.0.1")]
    public async Task The_one_who_asked_is_the_first_who_is_no_proxy_of_ours(string? proxies, string forwardedFor, string asker)
    {
        await using var service = await StartAsync(proxies);
        using var client = service.CreateStranger();
        client.DefaultRequestHeaders.TryAddWithoutValidation("X-Forwarded-For", forwardedFor);
        client.DefaultRequestHeaders.TryAddWithoutValidation("X-Real-IP", "192.0.2.66");
        client.DefaultRequestHeaders.TryAddWithoutValidation("Forwarded", "for=192.0.2.66");

        Assert.Equal(asker, await AskerAsync(service, client));
    }

    [Theory]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("10.0.0.0/8", HttpStatusCode.Unauthorized)]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    public async Task That_tls_was_ended_is_believed_of_them_too(string? proxies, HttpStatusCode expected)
    {
        await using var service = await StartAsync(proxies);
        using var client = service.CreateStranger();
        client.DefaultRequestHeaders.Add("Host", "other.example.test");
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        client.DefaultRequestHeaders.Add("Origin", "https://other.example.test");
        using var form = new FormUrlEncodedContent([new("key", service.Key)]);

        using var answer = await client.PostAsync(new Uri("/session", UriKind.Relative), form, Cancel);

        // Our own page behind a proxy that ends TLS signs in; to somebody who is not believed, the page is another's.
        Assert.Equal(expected is HttpStatusCode.OK ? HttpStatusCode.Redirect : expected, answer.StatusCode);
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("127.0.0.1,203.0.113.9", "127.0.0.1, 203.0.113.9")]
    public async Task What_came_through_a_proxy_is_never_local(string proxies, string forwardedFor)
    {
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { Clock = new ManualClock(), Settings = new Dictionary<string, string> { ["OFFHOOK_PROXIES"] = proxies } }, Cancel);
        using var here = service.CreateStranger();
        using var through = service.CreateStranger();
        through.DefaultRequestHeaders.TryAddWithoutValidation("X-Forwarded-For", forwardedFor);

        Assert.Equal(HttpStatusCode.OK, (await here.AskAsync("/calls", Cancel)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await through.AskAsync("/calls", Cancel)).Status);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("proxy.example.test", "no address")]
    [InlineData("10.1", "no address")]
    [InlineData("10.0.0.1/33", "no address")]
    [InlineData("*", "no address")]
    [InlineData("10.0.0.1,", "no address")]
    [InlineData("0.0.0.0/0", "half the world")]
    [InlineData("128.0.0.0/1", "half the world")]
    [InlineData("::/0", "half the world")]
    [InlineData("2000::/3", "half the world")]
    public void A_list_that_would_believe_anybody_stops_the_start(string value, string why)
    {
        var fault = Assert.Throws<Server.Settings.SettingsException>(() => Settings.Given.Read(("OFFHOOK_PROXIES", value)));

        Assert.Contains("OFFHOOK_PROXIES: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
    }

    // What the service took for the address of the one who asked, as its own diagnostics have it.
    private static async Task<string?> AskerAsync(ServiceHost service, HttpClient client)
    {
        var watch = new Watch();
        using (service.Services.GetRequiredService<DiagnosticListener>().Subscribe(watch))
        {
            await client.AskAsync("/health/live", Cancel);
            var address = await watch.Asker.Task.SoonAsync();
            return (address is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : address)?.ToString();
        }
    }

    private sealed class Watch : IObserver<KeyValuePair<string, object?>>
    {
        public TaskCompletionSource<IPAddress?> Asker { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value is { Key: "Microsoft.AspNetCore.Hosting.HttpRequestIn.Stop", Value: HttpContext http })
            {
                Asker.TrySetResult(http.Connection.RemoteIpAddress);
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }

    private static Task<ServiceHost> StartAsync(string? proxies) => ServiceHost.StartAsync(
        new ServiceOptions { Clock = new ManualClock(), IsPublic = true, Settings = proxies is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["OFFHOOK_PROXIES"] = proxies } }, Cancel);
}
