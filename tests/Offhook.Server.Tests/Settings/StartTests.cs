using Offhook.Testing;

namespace Offhook.Server.Tests.Settings;

/// <summary>How the real program starts and refuses to start.</summary>
public sealed class StartTests : IDisposable
{
    private static readonly string[] AnyPort = ["--urls=http://127.0.0.1:0"];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_missing_key_ends_the_program_with_code_2_and_a_sentence()
    {
        await using var run = Start(AnyPort, ("KALEYRA_CALLBACK_URL", "https://calls.example.test"));

        Assert.Equal(2, await run.EndAsync());
        Assert.StartsWith("Offhook does not start.", run.Output, StringComparison.Ordinal);
        Assert.Contains("KALEYRA_API_KEY: the key of your Kaleyra account is needed", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_public_address_without_TLS_ends_the_program_with_code_2_and_a_sentence()
    {
        await using var run = Start(AnyPort, ("KALEYRA_API_KEY", Given.Key), ("KALEYRA_CALLBACK_URL", "http://calls.example.test"));

        Assert.Equal(2, await run.EndAsync());
        Assert.Contains("KALEYRA_CALLBACK_URL: keys and tokens only travel over https", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Given.Key, run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ASPNETCORE_URLS", "http://0.0.0.0:0")]
    [InlineData("Kestrel__Endpoints__Other__Url", "http://0.0.0.0:0")]
    public async Task The_demo_does_not_listen_to_the_network_when_the_environment_says_so(string name, string value)
    {
        await using var run = Start([], (name, value));

        Assert.Equal(2, await run.EndAsync());
        Assert.Contains("the demo listens on this machine only", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_setting_in_the_file_is_a_slip_and_no_wish_for_the_demo()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, ".env"), "KALEYRA_API_KEY=\n", TestContext.Current.CancellationToken);
        await using var run = Start(AnyPort);

        Assert.Equal(2, await run.EndAsync());
        Assert.Contains("KALEYRA_API_KEY: ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_of_the_readme_reads_the_file_of_the_folder_it_is_given_in()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, ".env"), "KALEYRA_API_KEY=\n", TestContext.Current.CancellationToken);
        await using var run = OffhookRun.StartByCommand(_folder.Path, new Dictionary<string, string> { ["OFFHOOK_DATA"] = Path.Combine(_folder.Path, "data") });

        Assert.Equal(2, await run.EndAsync());
        Assert.Contains("KALEYRA_CALLBACK_URL: ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_no_setting_at_all_the_demo_starts_and_says_that_no_real_phone_rings()
    {
        await using var run = Start(AnyPort);
        await run.ReadyAsync();

        await Waiting.UntilAsync(() => run.Output.Contains("Demo: no real phone rings", StringComparison.Ordinal), () => run.Output, TestContext.Current.CancellationToken);
        Assert.True(File.Exists(Path.Combine(_folder.Path, "data", "demo.db")));
        Assert.False(File.Exists(Path.Combine(_folder.Path, "data", "offhook.db")));
        Assert.False(File.Exists(Path.Combine(_folder.Path, "data", "first-key")));
    }

    [Fact]
    public async Task A_second_process_on_the_same_folder_is_told_so()
    {
        await using var first = Start(AnyPort);
        await first.ReadyAsync();
        await using var second = Start(AnyPort);

        Assert.Equal(2, await second.EndAsync());
        Assert.Contains("OFFHOOK_DATA: another Offhook is running on", second.Output, StringComparison.Ordinal);
    }

    private OffhookRun Start(string[] args, params (string Name, string Value)[] settings)
    {
        var all = settings.ToDictionary(setting => setting.Name, setting => setting.Value);
        all.TryAdd("OFFHOOK_DATA", Path.Combine(_folder.Path, "data"));
        return OffhookRun.Start(_folder.Path, all, args);
    }
}
