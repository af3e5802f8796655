using System.Net;
using Microsoft.AspNetCore.Http;
using Offhook.Server.Access;
using Offhook.Testing;

namespace Offhook.Server.Tests.Access;

/// <summary>While the callback address is this machine, no key is needed, and then only by what is truly local.</summary>
public sealed class KeylessTests(KeylessService keyless) : IClassFixture<KeylessService>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Foreign { get; } = new()
    {
        { "Host", "calls.example.test" },
        { "Host", "evil.example.test:3002" },
        { "Host", "localhost.example.test" },
        { "Host", "127.0.0.1.example.test" },
        { "Host", "192.0.2.7" },
        { "Host", "0.0.0.0" },
        { "Host", "localhost." },
        { "Host", "xlocalhost" },
        { "Forwarded", "for=192.0.2.7" },
        { "Forwarded", "" },
        { "X-Forwarded-For", "192.0.2.7" },
        { "X-Forwarded-For", "127.0.0.1" },
        { "x-forwarded-for", "::1" },
        { "X-Forwarded-Host", "localhost" },
        { "X-Forwarded-Proto", "https" },
        { "X-Forwarded-Anything", "1" },
        { "X-Real-IP", "127.0.0.1" },
        { "Via", "1.1 proxy" },
        { "Origin", "null" },
        { "Origin", "https://evil.example.test" },
        { "Origin", "http://localhost" },
        { "Origin", "http://localhost:1" },
        { "Origin", "https://localhost:3002" },
        { "Origin", "http://127.0.0.1.example.test" },
        { "Origin", "file://" },
        { "Origin", "" },
    };

    [Theory]
    [MemberData(nameof(Foreign))]
    public async Task What_is_not_truly_local_can_neither_dial_nor_read(string header, string value)
    {
        using var client = keyless.Service.CreateStranger();
        client.DefaultRequestHeaders.TryAddWithoutValidation(header, value);

        var dialled = await client.ClickToCallAsync(cancellationToken: Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, dialled.Status);
        foreach (var path in (string[])["/", "/calls", "/calls/logs", "/calls/live", "/desk/live", "/openapi/v1.json"])
        {
            using var response = await client.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Cancel);
            var problem = await ProblemAnswer.OfAsync(response);

            Assert.Equal(header == "Origin" ? "foreign-origin" : "not-local", problem.Name);
            Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
        }

        Assert.Empty(keyless.Service.Platform.RequestsReceived);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:9")]
    [InlineData("[::1]")]
    [InlineData("127.1.2.3:80")]
    public async Task What_is_truly_local_needs_no_key(string host)
    {
        using var client = keyless.Service.CreateStranger();
        client.DefaultRequestHeaders.Host = host;

        Assert.Equal(HttpStatusCode.OK, (await client.AskAsync("/calls", Cancel)).Status);
        client.DefaultRequestHeaders.Add("Origin", "http://" + host);
        Assert.Equal(HttpStatusCode.OK, (await client.AskAsync("/calls", Cancel)).Status);
    }

    [Fact]
    public async Task A_program_may_still_send_a_key_where_none_is_needed()
    {
        using var client = keyless.Service.CreateStranger();
        client.DefaultRequestHeaders.Authorization = new("Bearer", "offhook_of_another_day");

        Assert.Equal(HttpStatusCode.OK, (await client.AskAsync("/calls", Cancel)).Status);
    }

    [Fact]
    public async Task A_request_without_a_host_is_not_local()
    {
        var (status, text) = await RawRequest.SendAsync(keyless.Service.Address, "GET /calls HTTP/1.0");

        Assert.True(status == 401, text);
    }

    [Fact]
    public async Task A_request_to_an_absolute_address_is_judged_by_that_address()
    {
        var (status, text) = await RawRequest.SendAsync(keyless.Service.Address, "GET http://evil.example.test/calls HTTP/1.1\nHost: localhost");

        Assert.True(status is 400 or 401, text);
    }

    [Fact]
    public async Task Two_origins_are_foreign()
    {
        var (status, text) = await RawRequest.SendAsync(
            keyless.Service.Address, $"GET /calls HTTP/1.1\nHost: localhost\nOrigin: http://localhost\nOrigin: https://evil.example.test");

        Assert.True(status == 401, text);
    }

    [Theory]
    [InlineData("192.0.2.7", false)]
    [InlineData("::ffff:192.0.2.7", false)]
    [InlineData("fe80::1", false)]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData(null, false)]
    public void A_peer_on_the_network_is_not_local_whatever_it_says(string? peer, bool isLocal)
    {
        var http = new DefaultHttpContext();
        http.Request.Host = new HostString("localhost", 3002);
        http.Connection.RemoteIpAddress = peer is null ? null : IPAddress.Parse(peer);

        Assert.Equal(isLocal, LocalRequest.IsTrulyLocal(http.Request, new AccessOptions(true, [], null)));
    }

    [Fact]
    public async Task There_is_no_key_and_nothing_to_sign_in_to()
    {
        using var client = keyless.Service.CreateStranger();
        using var form = new FormUrlEncodedContent([new("key", "")]);
        using var response = await client.PostAsync(new Uri("/session", UriKind.Relative), form, Cancel);

        Assert.Equal(401, (await ProblemAnswer.OfAsync(response)).Status);
        Assert.False(File.Exists(Path.Combine(keyless.Service.DataFolder, "first-key")));
    }
}

/// <summary>A service that needs no key, with one listed origin.</summary>
public sealed class KeylessService : SharedFixture
{
    public ServiceHost Service { get; private set; } = null!; // Set before the first test.

    protected override async ValueTask BeginAsync() => Service = await ServiceHost.StartAsync(
        new ServiceOptions { Clock = new ManualClock(), Settings = new Dictionary<string, string> { ["OFFHOOK_ORIGINS"] = "https://crm.example.com,http://localhost:5173" } },
        TestContext.Current.CancellationToken);

    protected override ValueTask EndAsync() => Service.DisposeAsync();
}
