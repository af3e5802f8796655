using Offhook.Server.Settings;
using Offhook.Testing;

namespace Offhook.Server.Tests.Settings;

/// <summary>When the demo may start, and that it stays apart from real calls.</summary>
public sealed class DemoTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Its_calls_are_the_simulators_and_lie_in_a_file_of_their_own()
    {
        await using var demo = await OpenAsync();
        await demo.Application.StartAsync(Cancel);
        using var client = new HttpClient { BaseAddress = new Uri(demo.Application.Urls.First()) };

        var started = await client.ClickToCallAsync(cancellationToken: Cancel);

        Assert.Equal("simulator", started["provider"]);
        Assert.True(File.Exists(Path.Combine(_folder.Path, "demo.db")));
        Assert.False(File.Exists(Path.Combine(_folder.Path, "offhook.db")));
        await demo.Application.StopAsync(Cancel);
    }

    [Fact]
    public async Task It_does_not_start_in_a_folder_that_ever_held_a_real_call()
    {
        await using (var real = await ServiceHost.StartAsync(new ServiceOptions { Clock = new ManualClock(), DataFolder = _folder.Path }, Cancel))
        {
            using var client = real.CreateClient();
            await client.ClickToCallAsync(cancellationToken: Cancel);
        }

        var fault = await Assert.ThrowsAsync<SettingsException>(OpenAsync);

        Assert.Contains(_folder.Path, fault.Message, StringComparison.Ordinal);
        Assert.Contains("holds real calls, so the demo does not start", fault.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder.Path, "demo.db")));
    }

    [Fact]
    public async Task Calls_that_its_forgetful_simulator_left_open_are_settled_at_the_next_start()
    {
        string id;
        await using (var first = await OpenAsync())
        {
            await first.Application.StartAsync(Cancel);
            using var client = new HttpClient { BaseAddress = new Uri(first.Application.Urls.First()) };
            id = (await client.ClickToCallAsync("9800000099", cancellationToken: Cancel)).Id;
            await first.Application.StopAsync(Cancel);
        }

        await using var second = await OpenAsync();
        await second.Application.StartAsync(Cancel);
        using var later = new HttpClient { BaseAddress = new Uri(second.Application.Urls.First()) };
        var left = await later.AskAsync($"/calls/{id}", Cancel);
        await second.Application.StopAsync(Cancel);

        Assert.Equal(("unconfirmed", "never_reported", "deadline"), (left["status"], left["reason"], left["settled_by"]));
    }

    [Fact]
    public async Task It_starts_where_a_real_installation_never_called_anybody()
    {
        await using (await ServiceHost.StartAsync(new ServiceOptions { Clock = new ManualClock(), DataFolder = _folder.Path }, Cancel))
        {
        }

        await using var demo = await OpenAsync();
    }

    [Fact]
    public async Task A_real_installation_does_not_see_the_calls_of_the_demo()
    {
        await using (var demo = await OpenAsync())
        {
            await demo.Application.StartAsync(Cancel);
            using var player = new HttpClient { BaseAddress = new Uri(demo.Application.Urls.First()) };
            await player.ClickToCallAsync(cancellationToken: Cancel);
            await demo.Application.StopAsync(Cancel);
        }

        await using var real = await ServiceHost.StartAsync(new ServiceOptions { Clock = new ManualClock(), DataFolder = _folder.Path }, Cancel);
        using var client = real.CreateClient();

        Assert.Empty((await client.AskAsync("/calls", Cancel)).Items());
    }

    [Theory]
    [InlineData("KALEYRA_API_KEY")]
    [InlineData("KALEYRA_CALLBACK_URL")]
    [InlineData("KALEYRA_BASE_URL")]
    [InlineData("KALEYRA_ANYTHING")]
    [InlineData("DATABASE_URL")]
    public void An_empty_setting_is_a_slip_and_no_wish_for_the_demo(string name)
    {
        var fault = Assert.Throws<SettingsException>(() => SettingsReader.Read(new SettingsSource(new Dictionary<string, string> { [name] = "" })));

        Assert.Contains("KALEYRA_API_KEY: ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_no_setting_of_a_provider_or_a_database_it_is_the_demo() =>
        Assert.True(SettingsReader.Read(new SettingsSource(new Dictionary<string, string> { ["OFFHOOK_ORIGINS"] = "https://crm.example.com", ["OFFHOOK_DATA"] = _folder.Path })).IsDemo);

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://*:0")]
    [InlineData("http://+:0")]
    [InlineData("http://[::]:0")]
    [InlineData("http://192.0.2.7:0")]
    [InlineData("http://example.test:0")]
    [InlineData("http://localhost:0;http://0.0.0.0:0")]
    public async Task It_does_not_listen_to_the_network(string urls)
    {
        var fault = await Assert.ThrowsAsync<SettingsException>(() => OpenAsync("--urls=" + urls));

        Assert.StartsWith("--urls: the demo listens on this machine only", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nor_by_another_name_of_an_address()
    {
        var fault = await Assert.ThrowsAsync<SettingsException>(() => OpenAsync("--Kestrel:Endpoints:Other:Url=http://0.0.0.0:0"));

        Assert.StartsWith("Kestrel:Endpoints: the demo listens on this machine only", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("http://")]
    [InlineData("localhost:3002")]
    [InlineData("ftp://127.0.0.1:0")]
    [InlineData("http://127.0.0.1:port")]
    public async Task An_address_that_is_none_is_told_in_a_sentence_in_the_demo_and_in_earnest(string urls)
    {
        var real = Given.Settings(("OFFHOOK_DATA", _folder.Path));

        var demo = await Assert.ThrowsAsync<SettingsException>(() => OpenAsync("--urls=" + urls));
        var earnest = await Assert.ThrowsAsync<SettingsException>(() => OffhookHost.OpenAsync(["--urls=" + urls], new SettingsSource(real), TimeProvider.System, Cancel));

        Assert.All([demo, earnest], fault => Assert.StartsWith("--urls: ", fault.Message, StringComparison.Ordinal));
    }

    private Task<OffhookHost> OpenAsync() => OpenAsync("--urls=http://127.0.0.1:0");

    private Task<OffhookHost> OpenAsync(string argument) =>
        OffhookHost.OpenAsync([argument], new SettingsSource(new Dictionary<string, string> { ["OFFHOOK_DATA"] = _folder.Path }), TimeProvider.System, Cancel);
}
