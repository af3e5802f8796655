namespace Offhook.Simulator.Tests;

public sealed class ProgramTests
{
    [Fact]
    public void Every_option_is_read()
    {
        var options = CommandLine.Read(["--urls", "http://127.0.0.1:4000", "--speed", "4", "--seed", "-7", "--key", "K", "--ring-timeout", "12", "--log-delay", "90", "--callback-host", "a.example.test", "--callback-host", "b.example.test"]);

        Assert.Equal((new Uri("http://127.0.0.1:4000"), 4, -7, "K", 12, 90), (options.Address, options.Speed, options.Seed, options.ApiKey, options.RingTimeout.TotalSeconds, options.LogDelay.TotalSeconds));
        Assert.Equal(["a.example.test", "b.example.test"], options.CallbackHosts);
    }

    [Theory]
    [InlineData("--sped 4", "--sped")]
    [InlineData("--speed", "--speed needs a value")]
    [InlineData("--speed fast", "--speed needs a number")]
    [InlineData("--speed 0", "between 0.1 and 1000")]
    [InlineData("--speed NaN", "between 0.1 and 1000")]
    [InlineData("--seed 1.5", "--seed needs a whole number")]
    [InlineData("--urls nowhere", "--urls needs a URL")]
    [InlineData("--urls https://127.0.0.1:1", "http://127.0.0.1:3003")]
    [InlineData("--ring-timeout 0", "ring timeout")]
    [InlineData("--log-delay -1", "--log-delay needs a number of seconds")]
    [InlineData("extra", "extra is not an option")]
    public void A_wrong_option_is_one_clear_sentence(string arguments, string says)
    {
        var wrong = Assert.Throws<ArgumentException>(() => CommandLine.Read(arguments.Split(' ')));

        Assert.Contains(says, wrong.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', wrong.Message);
    }

    [Fact]
    public async Task Addresses_follow_from_where_it_really_listens()
    {
        await using var line = await Line.OpenAsync();

        Assert.NotEqual(0, line.Host.Address.Port);
        Assert.Equal(
            [$"http://127.0.0.1:{line.Host.Address.Port}/", $"{line.Host.Address}v1/", $"{line.Host.Address}api/v1/", $"{line.Host.Address}phones"],
            new[] { line.Host.Address, line.Host.VoiceAddress, line.Host.ObdAddress, line.Host.PhonesPage }.Select(address => address.AbsoluteUri));
    }

    [Fact]
    public async Task A_taken_address_is_said_and_a_second_stop_does_nothing()
    {
        await using var line = await Line.OpenAsync();

        await Assert.ThrowsAsync<IOException>(() => SimulatorHost.StartAsync(new SimulatorOptions { Address = line.Host.Address }, TestContext.Current.CancellationToken));

        await line.Host.DisposeAsync();
    }
}
