using Offhook.Testing;
using OpenQA.Selenium;
using Xunit;

namespace Offhook.Desk.Tests;

[Collection(BrowserTests.Name)]
public sealed class DialTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_number_that_cannot_be_called_is_explained_under_its_field_and_what_was_typed_stays()
    {
        await using var service = await ServiceHost.StartAsync(cancellationToken: Cancel);
        using var desk = Browser.Open();
        await desk.OpenDeskAsync(service);

        await desk.DialAsync("98000 0001", name: "Asha Rao");

        Assert.Contains("Too few digits", desk.Text("#customer-fault"), StringComparison.Ordinal);
        Assert.Equal("customer-fault", desk.One("#customer").GetAttribute("aria-describedby"));
        Assert.Equal("customer", desk.FocusedId);
        Assert.Equal(
            ("98000 0001", "98000 00101", "Asha Rao"),
            (desk.One("#customer").GetAttribute("value"), desk.One("#agent").GetAttribute("value"), desk.One("#agent-name").GetAttribute("value")));
        Assert.Empty(service.Platform.Dials);
    }

    [Fact]
    public async Task The_keyboard_alone_is_enough_to_dial_and_to_dial_again()
    {
        await using var service = await ServiceHost.StartAsync(cancellationToken: Cancel);
        using var desk = Browser.Open();
        await desk.OpenDeskAsync(service);

        desk.Press("9800000031");
        var grouped = desk.One("#customer").GetAttribute("value");
        desk.Press(Keys.Tab);
        desk.Press("9800000101" + Keys.Enter);
        await desk.WaitForTextAsync("#over", "98000 00031");
        await desk.WaitAsync("the focus to be back in the number", () => desk.FocusedId == "customer");
        desk.One("#calls").SendKeys("/");
        desk.Press("9800000021" + Keys.Enter);
        await desk.WaitForTextAsync("#over", "98000 00021");

        Assert.Equal("98000 00031", grouped);
        Assert.Equal(2, service.Platform.Dials.Count);
    }

    [Fact]
    public async Task A_form_that_is_sent_three_times_rings_once()
    {
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { Speed = 1 }, Cancel);
        using var desk = Browser.Open();
        await desk.OpenDeskAsync(service);
        desk.Type("#customer", "9800000099");
        desk.Type("#agent", DeskPage.Agent);

        desk.Evaluate("""
            (() => {
              const form = document.getElementById("click-to-call");
              const send = () => fetch(form.action, { method: "POST", headers: { "X-Desk": "fragment" }, body: new URLSearchParams(new FormData(form)) }).then(answer => answer.text());
              Promise.all([send(), send()]).then(send).then(text => window.lastAnswer = text);
            })()
            """);
        await desk.WaitAsync("three answers", () => desk.Evaluate("window.lastAnswer") is string);

        Assert.Contains("98000 00099: Placed.", (string)desk.Evaluate("window.lastAnswer")!, StringComparison.Ordinal);
        Assert.Single(service.Platform.Dials);
        Assert.Single(desk.All("li.call"));
    }

    [Fact]
    public async Task A_script_in_the_agents_name_is_shown_and_does_nothing()
    {
        const string name = "<img src=x onerror=hit=1><script>hit=1</script>";
        await using var service = await ServiceHost.StartAsync(cancellationToken: Cancel);
        using var desk = Browser.Open();
        await desk.OpenDeskAsync(service);

        await desk.DialAsync("9800000031", name: name);
        await desk.WaitForTextAsync("#over .agent", name);
        desk.Reload();
        await desk.WaitForTextAsync("#connection", "live");

        Assert.Contains(name, desk.Text("#over .agent"), StringComparison.Ordinal);
        Assert.Equal(name, desk.One("#agent-name").GetAttribute("value"));
        Assert.Equal("undefined", desk.Evaluate("typeof hit"));
        Assert.Empty(desk.Console);
    }

    [Fact]
    public async Task The_agents_phone_is_remembered_in_a_cookie_that_scripts_cannot_read()
    {
        await using var service = await ServiceHost.StartAsync(cancellationToken: Cancel);
        using var desk = Browser.Open();
        await desk.OpenDeskAsync(service);

        await desk.DialAsync("9800000031", name: "Asha Rao");
        await desk.WaitForTextAsync("#over", "The customer was busy");
        desk.Reload();
        await desk.WaitForTextAsync("#over", "You · picked up");

        Assert.Equal(("98000 00101", "Asha Rao"), (desk.One("#agent").GetAttribute("value"), desk.One("#agent-name").GetAttribute("value")));
        Assert.Equal("", desk.Evaluate("document.cookie"));
        Assert.True(desk.Cookie("offhook-agent") is { IsHttpOnly: true, SameSite: "Strict" });
    }

    [Fact]
    public async Task A_sound_is_played_to_a_customer()
    {
        await using var service = await ServiceHost.StartAsync(cancellationToken: Cancel);
        using var desk = Browser.Open();
        await desk.OpenDeskAsync(service);

        desk.One("summary").Click();
        desk.Type("#outbound-customer", "9800000012");
        desk.Type("#play", "welcome");
        desk.One("#outbound button").Click();
        await desk.WaitForTextAsync("#play-fault", "123.sound");
        desk.Type("#play", "123.sound");
        desk.One("#outbound button").Click();
        await desk.WaitForTextAsync("#calls", "98000 00012");

        Assert.Contains("Plays 123.sound", desk.Text("li.call .agent").ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Empty(desk.All("li.call [data-side='agent']"));
        Assert.Single(service.Platform.Dials);
    }
}
