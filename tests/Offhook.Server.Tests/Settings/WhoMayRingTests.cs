using System.Net;
using Offhook.Testing;

namespace Offhook.Server.Tests.Settings;

/// <summary>Which numbers the settings let ring.</summary>
public sealed class WhoMayRingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_listed_numbers_ring_on_either_side()
    {
        await using var service = await StartAsync("OFFHOOK_ONLY_NUMBERS", "9800000010, +91 98000 00001");
        using var client = service.CreateClient();

        Assert.Equal(["customer_number"], (await RefusedAsync(client, "9800000012", "9800000001", "number-not-listed")).Fields);
        Assert.Equal(["agent_number"], (await RefusedAsync(client, "9800000010", "9800000002", "number-not-listed")).Fields);
        Assert.Empty(service.Platform.RequestsReceived);
        Assert.Equal(HttpStatusCode.Created, (await client.ClickToCallAsync("09800000010", "+919800000001", cancellationToken: Cancel)).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" , ")]
    public async Task An_empty_list_lets_nobody_ring(string list)
    {
        await using var service = await StartAsync("OFFHOOK_ONLY_NUMBERS", list);
        using var client = service.CreateClient();

        await RefusedAsync(client, "9800000010", "9800000001", "number-not-listed");

        Assert.Empty(service.Platform.RequestsReceived);
    }

    [Fact]
    public async Task Other_countries_ring_only_when_they_are_named_and_then_only_they()
    {
        await using var service = await StartAsync("OFFHOOK_COUNTRIES", "AE");
        using var client = service.CreateClient();

        Assert.Equal(["customer_number"], (await RefusedAsync(client, "9800000010", "+971501234567", "country-not-allowed")).Fields);
        Assert.Empty(service.Platform.RequestsReceived);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("https://api-voice.kaleyra.com/v1/")]
    [InlineData("https://API-VOICE.KALEYRA.COM/v1")]
    [InlineData("https://api-voice.kaleyra.com./v1/")]
    [InlineData("https://api.in.kaleyra.io/v1/")]
    public async Task The_numbers_of_the_documentation_are_never_sent_to_the_real_platform(string? address)
    {
        var settings = Given.Settings(("KALEYRA_BASE_URL", address), ("KALEYRA_OBD_BASE_URL", address), ("KALEYRA_CALLBACK_URL", "http://localhost:3002"));
        Assert.True(Server.Settings.SettingsReader.Read(new(settings)).DialsRealPhones);
        using var folder = new TempFolder();
        settings["OFFHOOK_DATA"] = folder.Path;

        // Should the rule ever fail, this one holds: nothing may ring. Its clock stands still and it holds no call, so nothing else makes it speak to the platform.
        settings["OFFHOOK_ONLY_NUMBERS"] = "";
        await using var host = await OffhookHost.OpenAsync(["--urls=http://127.0.0.1:0"], new(settings), new ManualClock(), Cancel);
        await host.Application.StartAsync(Cancel);
        using var client = new HttpClient { BaseAddress = new Uri(host.Application.Urls.First()) };

        Assert.Equal(["customer_number"], (await RefusedAsync(client, "9876543210", "9800000001", "example-number")).Fields);
        Assert.Equal("example-number", (await ProblemAnswer.ToAsync(client, "/calls/outbound", """{"customer_number":"9800000010","play":"ivr:1"}""")).Name);
        Assert.Empty((await client.AskAsync("/calls", Cancel)).Items());
        await host.Application.StopAsync(Cancel);
    }

    [Theory]
    [InlineData("https://api-voice.solutionsinfini.com/v1/")]
    [InlineData("https://voice.solutionsinfini.com/api/v1/")]
    [InlineData("https://voice.sinfini.com/api/v1/")]
    public void The_platforms_older_names_are_the_real_platform_too(string address) => Assert.True(Given.Read(("KALEYRA_BASE_URL", address), ("KALEYRA_OBD_BASE_URL", "http://localhost:1")).DialsRealPhones);

    [Theory]
    [InlineData("http://localhost:3003/v1/")]
    [InlineData("https://kaleyra.com.example.test/v1/")]
    [InlineData("https://notkaleyra.com/v1/")]
    public void Another_host_is_not_the_real_platform(string address) =>
        Assert.False(Given.Read(("KALEYRA_BASE_URL", address), ("KALEYRA_OBD_BASE_URL", address)).DialsRealPhones);

    private static Task<ServiceHost> StartAsync(string name, string value) =>
        ServiceHost.StartAsync(new ServiceOptions { Clock = new ManualClock(), Settings = new Dictionary<string, string> { [name] = value } }, Cancel);

    private static async Task<ProblemAnswer> RefusedAsync(HttpClient client, string customer, string agent, string problem)
    {
        var refused = await ProblemAnswer.ToAsync(client, "/calls/click-to-call", System.Text.Json.JsonSerializer.Serialize(new { customer_number = customer, agent_number = agent }));
        Assert.Equal((problem, 400), (refused.Name, refused.Status));
        return refused;
    }
}
