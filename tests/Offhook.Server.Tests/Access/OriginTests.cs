using System.Net;
using System.Net.Http.Json;
using Offhook.Testing;

namespace Offhook.Server.Tests.Access;

/// <summary>Pages of other origins: the listed ones may ask, all others get no answer that their browser would show them.</summary>
public sealed class OriginTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> LookAlikes { get; } =
    [
        "https://evil.example.test", "null", "http://crm.example.com", "https://crm.example.com:8443", "https://crm.example.com.example.test", "https://xcrm.example.com",
        "https://sub.crm.example.com", "https://example.com", "https://crm.example.com/", "https://crm.example.com https://evil.example.test", "https://crm.example.com,https://evil.example.test",
        "https://crm-example.com", "https://crm.example.com@evil.example.test", "http://localhost:5174", "http://localhost", "*",
    ];

    [Theory]
    [InlineData(false, "https://crm.example.com")]
    [InlineData(true, "https://crm.example.com")]
    [InlineData(false, "http://localhost:5173")]
    [InlineData(true, "http://localhost:5173")]
    public async Task A_listed_page_dials_and_reads_where_the_call_is(bool isPublic, string origin)
    {
        await using var service = await StartAsync(isPublic);
        using var client = service.CreateClient();
        client.DefaultRequestHeaders.Add("Origin", origin);

        using var started = await client.PostAsJsonAsync(
            new Uri("/calls/click-to-call", UriKind.Relative), new { customer_number = CallRequests.Customer, agent_number = CallRequests.Agent }, Cancel);

        Assert.Equal(HttpStatusCode.Created, started.StatusCode);
        Assert.Equal([origin], started.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Equal(["Location", "Retry-After"], Listed(started, "Access-Control-Expose-Headers"));
        Assert.False(started.Headers.Contains("Access-Control-Allow-Credentials"));
        Assert.Contains("Origin", started.Headers.Vary);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_listed_page_asks_beforehand_without_a_key(bool isPublic)
    {
        await using var service = await StartAsync(isPublic);
        using var client = service.CreateStranger();

        using var response = await PreflightAsync(client, "https://crm.example.com");

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(["https://crm.example.com"], response.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Equal(["Authorization", "Content-Type", "Idempotency-Key", "Last-Event-ID"], Listed(response, "Access-Control-Allow-Headers"));
        Assert.Equal(["GET", "POST"], Listed(response, "Access-Control-Allow-Methods"));
        Assert.False(response.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task A_listed_page_can_read_why_it_was_refused()
    {
        await using var service = await StartAsync(isPublic: true);
        using var client = service.CreateStranger();
        client.DefaultRequestHeaders.Add("Origin", "https://crm.example.com");

        using var response = await client.GetAsync(new Uri("/calls", UriKind.Relative), Cancel);

        Assert.Equal("credential-needed", (await ProblemAnswer.OfAsync(response)).Name);
        Assert.Equal(["https://crm.example.com"], response.Headers.GetValues("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task No_other_origin_is_ever_named_in_an_answer()
    {
        foreach (var isPublic in (bool[])[false, true])
        {
            await using var service = await StartAsync(isPublic);
            foreach (var origin in LookAlikes.Select(row => row.Data))
            {
                using var client = service.CreateStranger();
                using var preflight = await PreflightAsync(client, origin);
                using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/calls", UriKind.Relative));
                request.Headers.TryAddWithoutValidation("Origin", origin);
                using var read = await client.SendAsync(request, Cancel);

                Assert.True(read.StatusCode is HttpStatusCode.Unauthorized, origin);
                Assert.All([preflight, read], answer => Assert.False(answer.Headers.Any(header => header.Key.StartsWith("Access-Control-Allow", StringComparison.OrdinalIgnoreCase)), origin));
            }

            Assert.Empty(service.Platform.RequestsReceived);
        }
    }

    [Fact]
    public async Task Without_the_setting_no_page_of_another_origin_may_ask()
    {
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { Clock = new ManualClock() }, Cancel);
        using var client = service.CreateStranger();

        using var preflight = await PreflightAsync(client, "https://crm.example.com");
        client.DefaultRequestHeaders.Add("Origin", "https://crm.example.com");
        var read = await client.AskAsync("/calls", Cancel);

        Assert.False(preflight.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.Equal("/problems/foreign-origin", read["type"]);
    }

    private static Task<ServiceHost> StartAsync(bool isPublic) => ServiceHost.StartAsync(
        new ServiceOptions { IsPublic = isPublic, Clock = new ManualClock(), Settings = new Dictionary<string, string> { ["OFFHOOK_ORIGINS"] = "https://crm.example.com,http://localhost:5173" } }, Cancel);

    private static async Task<HttpResponseMessage> PreflightAsync(HttpClient client, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, new Uri("/calls/click-to-call", UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "content-type,authorization,idempotency-key");
        return await client.SendAsync(request, Cancel);
    }

    private static IEnumerable<string> Listed(HttpResponseMessage response, string header) =>
        response.Headers.GetValues(header).SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries)).Order(StringComparer.Ordinal);
}
