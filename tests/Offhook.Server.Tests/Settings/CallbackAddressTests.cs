using Offhook.Testing;

namespace Offhook.Server.Tests.Settings;

/// <summary>The callback address may be given whole, as other services want it, or bare.</summary>
public sealed class CallbackAddressTests
{
    [Theory]
    [InlineData("https://calls.example.test", "https://calls.example.test/webhooks/kaleyra/callback")]
    [InlineData("https://calls.example.test/", "https://calls.example.test/webhooks/kaleyra/callback")]
    [InlineData("https://calls.example.test/webhooks/kaleyra/callback", "https://calls.example.test/webhooks/kaleyra/callback")]
    [InlineData("https://calls.example.test/webhooks/kaleyra/callback/", "https://calls.example.test/webhooks/kaleyra/callback")]
    [InlineData("https://calls.example.test:8443", "https://calls.example.test:8443/webhooks/kaleyra/callback")]
    [InlineData("https://calls.example.test/offhook", "https://calls.example.test/offhook/webhooks/kaleyra/callback")]
    [InlineData("https://calls.example.test/offhook/", "https://calls.example.test/offhook/webhooks/kaleyra/callback")]
    [InlineData("https://calls.example.test/a/b/webhooks/kaleyra/callback", "https://calls.example.test/a/b/webhooks/kaleyra/callback")]
    [InlineData(" https://calls.example.test ", "https://calls.example.test/webhooks/kaleyra/callback")]
    public async Task The_provider_is_given_the_address_below_whatever_was_set(string setting, string address)
    {
        await using var service = await ServiceHost.StartAsync(
            new ServiceOptions { IsPublic = true, Clock = new ManualClock(), Settings = new Dictionary<string, string> { ["KALEYRA_CALLBACK_URL"] = setting } }, TestContext.Current.CancellationToken);
        using var client = service.CreateClient();

        await client.ClickToCallAsync(cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(address, service.Platform.CallbackAddressOf(service.Platform.Calls.Single()).GetLeftPart(UriPartial.Path));
    }

    [Theory]
    [InlineData("http://localhost:3002", true)]
    [InlineData("http://127.0.0.1:3002/webhooks/kaleyra/callback", true)]
    [InlineData("http://[::1]:3002", true)]
    [InlineData("https://localhost", true)]
    [InlineData("https://calls.example.test", false)]
    [InlineData("https://localhost.example.test", false)]
    [InlineData("https://127.0.0.1.example.test", false)]
    [InlineData("https://192.168.1.7", false)]
    public void Only_an_address_of_this_machine_needs_no_key(string setting, bool isKeyless) =>
        Assert.Equal(isKeyless, Given.Read(("KALEYRA_CALLBACK_URL", setting)).IsKeyless);
}
