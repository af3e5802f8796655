using System.Net;
using System.Text;
using Offhook.Testing;

namespace Offhook.Server.Tests.Access;

/// <summary>What somebody without a key can do once the callback address is public: nothing, on whichever way the port is reached.</summary>
public sealed class StrangerTests(PublicService open) : IClassFixture<PublicService>
{
    public static TheoryData<Way> Ways { get; } = [.. Enum.GetValues<Way>()];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_stranger_cannot_dial(Way way)
    {
        using var client = open.On(way);

        var click = await client.ClickToCallAsync("9800000012", "9800000005", cancellationToken: TestContext.Current.CancellationToken);
        var outbound = await client.OutboundAsync("9800000012", cancellationToken: TestContext.Current.CancellationToken);
        using var form = new StringContent("kind=click_to_call&customer=9800000012&agent=9800000005&key=k1", Encoding.ASCII, "application/x-www-form-urlencoded");
        using var desk = await client.PostAsync(new Uri("/desk/dial", UriKind.Relative), form, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (click.Status, outbound.Status, desk.StatusCode));
        Assert.Single(open.Service.Platform.Dials);
        Assert.Equal(1, open.Service.Platform.RequestsReceived.Values.Sum());
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_stranger_cannot_read(Way way)
    {
        using var client = open.On(way);

        foreach (var path in (string[])
            ["/calls", $"/calls/{open.Id}", $"/calls/{open.Id}/reports", $"/calls/{open.Id}/recording", "/calls/logs", "/calls/live", "/desk/live", "/desk/desk.js", "/desk/desk.css", "/openapi/v1.json"])
        {
            using var response = await client.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

            Assert.Equal(401, (await ProblemAnswer.OfAsync(response)).Status);
            Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_stranger_sees_a_form_for_the_key_instead_of_the_desk(Way way)
    {
        using var client = open.On(way);
        client.DefaultRequestHeaders.Add("Accept", "text/html");

        using var response = await client.GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);

        var page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.Unauthorized, "text/html"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Contains("action=\"/session\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("9800000010", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Kaleyra", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(open.Service.DataFolder, page, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_stranger_learns_that_we_live_and_nothing_more(Way way)
    {
        using var client = open.On(way);

        var live = await client.AskAsync("/health/live", TestContext.Current.CancellationToken);
        var ready = await client.AskAsync("/health/ready", TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, """{"status":"live","reasons":null}"""), (live.Status, live.Text));
        Assert.Equal((HttpStatusCode.OK, """{"status":"ready","reasons":null}"""), (ready.Status, ready.Text));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task The_provider_needs_no_key_to_report_but_a_proof(Way way)
    {
        using var client = open.On(way);
        var address = open.Service.CallbackOf(open.Service.Platform.Calls[0]).PathAndQuery;
        var genuine = new Uri(address, UriKind.Relative);
        var forged = new Uri(address.Replace("&t=", "&t=0", StringComparison.Ordinal), UriKind.Relative);

        Assert.Equal(HttpStatusCode.OK, (await client.BringAsync(genuine, TestContext.Current.CancellationToken)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await client.BringAsync(forged, TestContext.Current.CancellationToken)).Status);
    }

    [Theory]
    [InlineData(Way.Loopback)]
    [InlineData(Way.PublicName)]
    [InlineData(Way.Proxy)]
    [InlineData(Way.Tunnel)]
    [InlineData(Way.TunnelToLocalhost)]
    public async Task Whoever_has_the_key_reads_on_every_way(Way way)
    {
        using var client = open.On(way, withKey: true);

        var list = await client.AskAsync("/calls", TestContext.Current.CancellationToken);
        using var desk = await client.GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal([open.Id], list.Items().Select(item => item.Text("id")));
        Assert.Equal(HttpStatusCode.OK, desk.StatusCode);
    }

    [Fact]
    public async Task A_store_that_is_away_is_no_strangers_business()
    {
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { IsPublic = true, Clock = new ManualClock() }, TestContext.Current.CancellationToken);
        using var stranger = service.CreateStranger();
        using var client = service.CreateClient();
        await AwayAsync(service);

        var told = await stranger.AskAsync("/health/ready", TestContext.Current.CancellationToken);
        var known = await client.AskAsync("/health/ready", TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, """{"status":"not ready","reasons":null}"""), (told.Status, told.Text));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, known.Status);
        Assert.Equal(System.Text.Json.JsonValueKind.Array, known.Json.GetProperty("reasons").ValueKind);
    }

    // The file is put out of reach of its readers, as a lost disk would.
    private static async Task AwayAsync(ServiceHost service) => await ((IAsyncDisposable)service.Services.GetService(typeof(Storage.ICallStore))!).DisposeAsync();
}
