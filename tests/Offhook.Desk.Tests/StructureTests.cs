using Offhook.Testing;
using OpenQA.Selenium;
using Xunit;

namespace Offhook.Desk.Tests;

[Collection(BrowserTests.Name)]
public sealed class StructureTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_on_the_page_has_a_name_and_a_place()
    {
        await using var service = await ServiceHost.StartAsync(cancellationToken: Cancel);
        using var desk = Browser.Open();
        await desk.OpenDeskAsync(service);
        await desk.DialAsync("9800000031", name: "Asha Rao");
        await desk.WaitForTextAsync("#over", "The customer was busy");
        desk.One("summary").Click();

        Assert.Equal("en", desk.One("html").GetAttribute("lang"));
        Assert.Equal("Desk – Offhook", desk.Evaluate("document.title"));
        Assert.Equal((1, 1, 1), (desk.All("main").Count, desk.All("header").Count, desk.All("h1").Count));
        Assert.All(desk.All("input:not([type=hidden])"), input => Assert.NotEqual("", Browser.NameOf(input)));
        Assert.All(desk.All("button, a[href], summary").Where(control => control.Displayed), control => Assert.NotEqual("", Browser.NameOf(control)));
        Assert.All(desk.All("section").Where(section => section.Displayed), section => Assert.NotEqual("", Browser.NameOf(section)));
        Assert.Equal("Your phone · rings first", Browser.NameOf(desk.One("#agent")));
        Assert.All(desk.All("svg"), shape => Assert.Equal("true", shape.GetAttribute("aria-hidden")));
        Assert.Equal(("alert", "polite"), (desk.One("#banner").GetAttribute("role"), desk.One("#announcement").GetAttribute("aria-live")));
        Assert.Equal(desk.All("[id]").Count, desk.All("[id]").Select(element => element.GetAttribute("id")).Distinct().Count());
        Assert.Equal(0L, desk.Evaluate("document.querySelectorAll('[style], style, script:not([src])').length"));
        Assert.Empty(desk.Console);
    }

    [Fact]
    public async Task The_first_link_leads_past_the_form()
    {
        await using var service = await ServiceHost.StartAsync(cancellationToken: Cancel);
        using var desk = Browser.Open();
        await desk.OpenDeskAsync(service);

        var first = desk.Evaluate("document.querySelector('a[href], button, input, summary, [tabindex]').textContent");
        desk.One(".skip").SendKeys(Keys.Enter);
        await desk.WaitAsync("the focus to be on the calls", () => desk.FocusedId == "calls");

        Assert.Equal("Skip to the calls", first);
    }

    [Fact]
    public async Task On_a_narrow_screen_nothing_sticks_out_and_what_is_touched_is_large_enough()
    {
        await using var service = await ServiceHost.StartAsync(cancellationToken: Cancel);
        using var desk = Browser.Open();
        desk.MakeNarrow();
        await desk.OpenDeskAsync(service);
        await desk.DialAsync("9800000060", name: "Venkata Narasimharajuvaripeta Subramaniam");
        await desk.WaitForTextAsync("#over", "DND");
        desk.One("summary").Click();

        Assert.Equal(true, desk.Evaluate("document.documentElement.scrollWidth <= innerWidth"));
        Assert.All(desk.All("input:not([type=hidden]), button, summary"), control => Assert.True(control.Size.Height >= 44, $"{control.TagName} {control.Text}: {control.Size}"));
    }
}
