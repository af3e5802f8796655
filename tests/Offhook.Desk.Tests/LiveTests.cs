using Offhook.Testing;
using Xunit;

namespace Offhook.Desk.Tests;

[Collection(BrowserTests.Name)]
public sealed class LiveTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_answered_on_both_phones_moves_on_two_desks_without_a_reload()
    {
        await using var service = await ServiceHost.StartAsync(new ServiceOptions { Speed = 1 }, Cancel);
        using var desk = Browser.Open();
        using var other = Browser.Open();
        using var phones = Browser.Open();
        await desk.OpenDeskAsync(service);
        await other.OpenDeskAsync(service);
        phones.OpenPhones(service);
        desk.Evaluate("window.sameDocument = true");

        await desk.DialAsync("9800000099", name: "Asha Rao");
        await desk.WaitForTextAsync("#open", "Placed");
        var placed = desk.First("open");
        await phones.PressOnPhoneAsync("agent", "answer");
        await phones.PressOnPhoneAsync("customer", "answer");
        await phones.TalkASecondAsync();
        await phones.PressOnPhoneAsync("agent", "hang-up");
        await desk.WaitForTextAsync("#over", "Answered");
        await other.WaitForTextAsync("#over", "Answered");

        Assert.Contains("You · not reported", placed, StringComparison.Ordinal);
        Assert.Contains("Customer · not reported", placed, StringComparison.Ordinal);
        Assert.Contains("Kaleyra reports only the result", placed, StringComparison.Ordinal);
        var (own, others) = (desk.First("over"), other.First("over"));
        Assert.Contains("98000 00099", own, StringComparison.Ordinal);
        Assert.Contains("You · picked up", own, StringComparison.Ordinal);
        Assert.Contains("Customer · picked up", own, StringComparison.Ordinal);
        Assert.Matches("Talked for [1-9][0-9]* s", own);
        Assert.Matches("0:0[1-9]|0:[1-5][0-9]", desk.Text("#over .talk"));
        Assert.Equal(own.Replace("You ·", "Agent ·", StringComparison.Ordinal), others);
        Assert.Empty(desk.All("#open > li"));
        Assert.Equal("", desk.Text("#outcome"));
        Assert.Equal(true, desk.Evaluate("window.sameDocument === true"));
        Assert.Contains("98000 00099: Talked for", desk.Evaluate("document.getElementById('announcement').textContent")?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_desk_that_was_offline_while_calls_changed_shows_them_after_it_has_reconnected()
    {
        await using var service = await ServiceHost.StartAsync(cancellationToken: Cancel);
        using var desk = Browser.Open();
        using var other = Browser.Open();
        await desk.OpenDeskAsync(service);
        await other.OpenDeskAsync(service);
        await desk.DialAsync("9800000031");
        await other.WaitForTextAsync("#over", "98000 00031");

        other.SetOffline(true);
        await other.WaitForTextAsync("#connection", "offline since");
        await desk.DialAsync("9800000021", "98000 00102");
        await desk.WaitForTextAsync("#over", "98000 00021");
        await other.WaitForTextAsync("#banner", "No connection since");
        var whileOffline = other.Text("#over");
        other.SetOffline(false);
        await other.WaitForTextAsync("#over", "98000 00021");
        await other.WaitForTextAsync("#connection", "live");

        Assert.DoesNotContain("98000 00021", whileOffline, StringComparison.Ordinal);
        Assert.Equal("", other.Text("#banner"));
        Assert.Equal(2, other.All("#over > li").Count);
        Assert.Contains("98000 00021", other.First("over"), StringComparison.Ordinal);
        Assert.Contains("The customer did not answer", other.First("over"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_desk_goes_on_by_itself_after_the_service_was_restarted()
    {
        await using var service = await ServiceHost.StartAsync(cancellationToken: Cancel);
        using var desk = Browser.Open();
        await desk.OpenDeskAsync(service);

        await service.RestartAsync(Cancel);
        await desk.DialAsync("9800000031");
        await desk.WaitForTextAsync("#over", "The customer was busy");

        Assert.Contains("98000 00031", desk.First("over"), StringComparison.Ordinal);
    }
}
