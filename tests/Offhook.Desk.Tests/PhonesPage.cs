using Offhook.Testing;

namespace Offhook.Desk.Tests;

/// <summary>What two people do on the simulator's page with the two phones.</summary>
internal static class PhonesPage
{
    public static void OpenPhones(this Browser browser, ServiceHost service) => browser.Go(service.Simulator.PhonesPage);

    public static async Task PressOnPhoneAsync(this Browser browser, string side, string action)
    {
        var button = $"[data-side='{side}'] [data-action='{action}']";
        await browser.WaitAsync($"'{action}' on the phone of the {side}", () => browser.All(button) is [{ Enabled: true } found] && Click(found));
    }

    public static Task TalkASecondAsync(this Browser browser) =>
        browser.WaitAsync("a second of talk", () => browser.Text("[data-side='customer'] [data-clock]") is { Length: > 0 } clock && clock != "0:00");

    private static bool Click(OpenQA.Selenium.IWebElement element)
    {
        element.Click();
        return true;
    }
}
