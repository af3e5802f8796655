using Offhook.Testing;

namespace Offhook.Desk.Tests;

/// <summary>What a person does on the desk.</summary>
internal static class DeskPage
{
    public const string Agent = "98000 00101";

    public static async Task OpenDeskAsync(this Browser browser, ServiceHost service)
    {
        browser.Go(service.Address);
        await browser.WaitForTextAsync("#connection", "live");
    }

    public static async Task DialAsync(this Browser browser, string customer, string agent = Agent, string name = "")
    {
        browser.Type("#customer", customer);
        browser.Type("#agent", agent);
        browser.Type("#agent-name", name);
        var key = browser.FormKey();
        browser.One("#click-to-call button").Click();

        // Each answer brings a form with a new key.
        await browser.WaitAsync("the answer to the form", () => browser.FormKey() != key);
    }

    /// <summary>The newest row of a list, as one line of text.</summary>
    public static string First(this Browser browser, string list) => browser.Text($"#{list} > li:first-child").ReplaceLineEndings(" ");

    private static string? FormKey(this Browser browser) => browser.One("#click-to-call [name=key]").GetAttribute("value");
}
