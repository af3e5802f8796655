using System.Net;
using System.Text;
using Offhook.Testing;

namespace Offhook.Server.Tests.Access;

public sealed class BrowserSignInTests(PublicService open) : IClassFixture<PublicService>
{
    [Fact]
    public async Task The_right_key_signs_a_browser_in_with_a_cookie_that_scripts_and_foreign_pages_cannot_use()
    {
        using var client = open.On(Way.Loopback);

        using var response = await SignInAsync(client, open.Service.Key, Own);

        Assert.Equal((HttpStatusCode.Redirect, "/"), (response.StatusCode, response.Headers.Location?.OriginalString));
        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(open.Service.Key, cookie, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/", Session(response)));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/calls", Session(response)));
    }

    [Theory]
    [InlineData("wrong")]
    [InlineData("")]
    [InlineData("offhook_")]
    public async Task A_wrong_key_is_told_so_and_gets_no_cookie(string key)
    {
        using var client = open.On(Way.Loopback);

        using var response = await SignInAsync(client, key, Own);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.False(response.Headers.Contains("Set-Cookie"));
        Assert.Contains("role=\"alert\"", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example.test")]
    [InlineData("null")]
    [InlineData("http://calls.example.test")]
    [InlineData("https://calls.example.test.evil.test")]
    [InlineData("https://calls.example.test:8443")]
    public async Task A_foreign_page_cannot_sign_a_browser_in(string origin)
    {
        using var client = open.On(Way.Proxy);

        using var response = await SignInAsync(client, open.Service.Key, origin);

        Assert.Equal(401, (await ProblemAnswer.OfAsync(response)).Status);
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Behind_a_proxy_that_ends_TLS_the_public_page_is_our_own_and_its_cookie_travels_encrypted_only()
    {
        using var client = open.On(Way.Proxy);

        using var response = await SignInAsync(client, open.Service.Key, "https://calls.example.test");

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Contains("secure", response.Headers.GetValues("Set-Cookie").Single(), StringComparison.OrdinalIgnoreCase);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/calls", UriKind.Relative));
        request.Headers.Add("Cookie", Session(response));
        request.Headers.Add("Origin", "https://calls.example.test");
        using var read = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
    }

    [Theory]
    [InlineData(Way.ForeignPage)]
    [InlineData(Way.ForeignPageHere)]
    [InlineData(Way.NullOriginHere)]
    public async Task A_session_is_worth_nothing_to_a_foreign_page(Way way)
    {
        using var browser = open.On(Way.Loopback);
        using var signedIn = await SignInAsync(browser, open.Service.Key, Own);
        using var client = open.On(way);
        client.DefaultRequestHeaders.Add("Cookie", Session(signedIn));

        var dialled = await client.ClickToCallAsync("9800000012", "9800000006", cancellationToken: TestContext.Current.CancellationToken);
        using var form = new StringContent("kind=click_to_call&customer=9800000012&agent=9800000006&key=k2", Encoding.ASCII, "application/x-www-form-urlencoded");
        using var desk = await client.PostAsync(new Uri("/desk/dial", UriKind.Relative), form, TestContext.Current.CancellationToken);

        Assert.Equal("/problems/foreign-origin", dialled["type"]);
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (dialled.Status, desk.StatusCode, (await client.AskAsync("/calls", TestContext.Current.CancellationToken)).Status));
        Assert.Single(open.Service.Platform.Dials);
    }

    [Fact]
    public async Task The_desk_does_not_dial_for_a_form_that_is_not_its_own()
    {
        using var client = open.On(Way.Loopback);
        using var signedIn = await SignInAsync(client, open.Service.Key, Own);
        client.DefaultRequestHeaders.Add("Cookie", Session(signedIn));

        using var form = new StringContent("kind=click_to_call&customer=9800000012&agent=9800000006&key=k3", Encoding.ASCII, "application/x-www-form-urlencoded");
        using var desk = await client.PostAsync(new Uri("/desk/dial", UriKind.Relative), form, TestContext.Current.CancellationToken);

        Assert.Single(open.Service.Platform.Dials);
    }

    [Fact]
    public async Task A_changed_session_is_none()
    {
        using var client = open.On(Way.Loopback);
        using var signedIn = await SignInAsync(client, open.Service.Key, Own);
        var session = Session(signedIn);

        foreach (var changed in (string[])[session[..^2], session + "A", session[..30] + (session[30] == 'A' ? 'B' : 'A') + session[31..], "offhook-session=admin", "offhook-session=", $"offhook-session={new string('A', 5000)}"])
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client, "/calls", changed));
        }
    }

    [Fact]
    public async Task Signing_out_takes_the_cookie_away()
    {
        using var client = open.On(Way.Loopback);
        using var signedIn = await SignInAsync(client, open.Service.Key, Own);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/session/end", UriKind.Relative));
        request.Headers.Add("Cookie", Session(signedIn));

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Contains("expires=Thu, 01 Jan 1970", response.Headers.GetValues("Set-Cookie").Single(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_session_survives_a_restart()
    {
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { IsPublic = true, Clock = new ManualClock() }, TestContext.Current.CancellationToken);
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = service.Address };
        using var signedIn = await SignInAsync(client, service.Key, null);
        var session = Session(signedIn);

        await service.RestartAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/calls", session));
    }

    [Fact]
    public async Task A_session_of_one_installation_is_worth_nothing_in_another()
    {
        await using var other = await ServiceHost.StartAsync(new ServiceOptions { IsPublic = true, Clock = new ManualClock() }, TestContext.Current.CancellationToken);
        using var client = open.On(Way.Loopback);
        using var signedIn = await SignInAsync(client, open.Service.Key, Own);
        using var stranger = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = other.Address };

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(stranger, "/calls", Session(signedIn)));
    }

    [Fact]
    public async Task A_form_that_is_none_is_refused_without_a_5xx()
    {
        using var client = open.On(Way.Loopback);
        var many = string.Join('&', Enumerable.Range(0, 2000).Select(number => $"k{number}=1"));
        foreach (var (body, type) in ((string, string)[])
            [(many, "application/x-www-form-urlencoded"), ("x", "multipart/form-data"), ("--x\r\n", "multipart/form-data; boundary=x"), ("{}", "application/json"), ("key=" + new string('k', 60_000), "application/x-www-form-urlencoded"), ("key=%zz%ff", "application/x-www-form-urlencoded")])
        {
            using var content = new ByteArrayContent(Encoding.ASCII.GetBytes(body));
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            using var response = await client.PostAsync(new Uri("/session", UriKind.Relative), content, TestContext.Current.CancellationToken);

            Assert.True((int)response.StatusCode == 401, $"{type}: {response.StatusCode}");
        }
    }

    private string Own => open.Service.Address.GetLeftPart(UriPartial.Authority);

    private static async Task<HttpResponseMessage> SignInAsync(HttpClient client, string key, string? origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/session", UriKind.Relative))
        {
            Content = new FormUrlEncodedContent([new("key", key)]),
        };
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static string Session(HttpResponseMessage response) => response.Headers.GetValues("Set-Cookie").Single().Split(';')[0];

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Add("Cookie", cookie);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
