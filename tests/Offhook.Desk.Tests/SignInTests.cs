using Offhook.Testing;
using Xunit;

namespace Offhook.Desk.Tests;

[Collection(BrowserTests.Name)]
public sealed class SignInTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_a_public_address_the_browser_asks_for_the_key_and_then_shows_a_live_desk()
    {
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { IsPublic = true }, Cancel);
        using var desk = Browser.Open();
        desk.Go(service.Address);

        await SignInAsync(desk, "not the key");
        await desk.WaitForTextAsync("[role=alert]", "That is not the key of this installation.");
        await SignInAsync(desk, service.Key);
        await desk.WaitForTextAsync("#connection", "live");
        await desk.DialAsync("9800000099");

        await desk.WaitAsync("the placed call", () => desk.Text("#calls").Contains("98000 00099", StringComparison.Ordinal));
        Assert.Single(service.Platform.Dials);
        Assert.DoesNotContain(desk.Console, line => line.Contains("Refused", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_signed_in_can_sign_out_without_any_script_and_then_sees_the_field_for_the_key_again()
    {
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { IsPublic = true }, Cancel);
        using var desk = Browser.Open();
        desk.SwitchScriptsOff();
        desk.Go(service.Address);
        await SignInAsync(desk, service.Key);
        await desk.WaitAsync("the button to sign out", () => desk.All(".leave button").Count == 1);

        desk.One(".leave button").Click();
        await desk.WaitAsync("the field for the key", () => desk.All("#key").Count == 1);
        desk.Reload();

        await desk.WaitAsync("the field for the key after a reload", () => desk.All("#key").Count == 1);
        Assert.Empty(desk.All("#dial"));
        Assert.Null(desk.Cookie("offhook-session"));
    }

    [Fact]
    public async Task Who_needs_no_key_or_comes_with_it_is_not_asked_to_sign_out()
    {
        await using var here = await ServiceHost.StartAsync(new ServiceOptions { Clock = new ManualClock() }, Cancel);
        await using var open = await ServiceHost.StartAsync(new ServiceOptions { Clock = new ManualClock(), IsPublic = true }, Cancel);
        foreach (var service in (ServiceHost[])[here, open])
        {
            using var client = service.CreateClient();

            Assert.DoesNotContain("Sign out", await client.GetStringAsync(DeskForm.Desk, Cancel), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_phones_can_be_answered_without_any_script()
    {
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { Speed = 1 }, Cancel);
        using var client = service.CreateClient();
        using var body = new StringContent("""{"customer_number":"9800000099","agent_number":"9800000001"}""", System.Text.Encoding.UTF8, "application/json");
        using var placed = await client.PostAsync(new Uri("/calls/click-to-call", UriKind.Relative), body, Cancel);
        using var phones = Browser.Open();
        phones.SwitchScriptsOff();
        phones.OpenPhones(service);

        await phones.PressOnPhoneAsync("agent", "answer");

        var answered = await service.Platform.WaitForCallAsync(call => call.Agent?.AnsweredAt is not null, Cancel);
        Assert.Equal("9800000099", answered.Receiver);
    }

    private static async Task SignInAsync(Browser browser, string key)
    {
        await browser.WaitAsync("the field for the key", () => browser.All("#key").Count == 1);
        browser.Type("#key", key);
        browser.One("button[type=submit]").Click();
    }
}
