using Offhook.Simulator;
using Offhook.Testing;
using Xunit;

namespace Offhook.Desk.Tests;

/// <summary>The desk with a provider that reports each step of a call while it happens.</summary>
[Collection(BrowserTests.Name)]
public sealed class LiveStepsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Both_phones_are_seen_to_ring_and_to_be_picked_up()
    {
        await using var simulator = await StartSimulatorAsync();
        await using var service = await StartServiceAsync(simulator);
        using var desk = Browser.Open();
        using var supervisor = Browser.Open();
        using var phones = Browser.Open();
        await desk.OpenDeskAsync(service);
        await supervisor.OpenDeskAsync(service);
        phones.OpenPhones(service);

        await desk.DialAsync("9800000099", name: "Asha Rao");
        await desk.WaitForTextAsync("#open", "Your phone is ringing");
        await supervisor.WaitForTextAsync("#open", "Asha Rao’s phone is ringing");
        var agentRings = desk.First("open");
        await phones.PressOnPhoneAsync("agent", "answer");
        await desk.WaitForTextAsync("#open", "Ringing the customer");
        var customerRings = desk.First("open");
        await phones.PressOnPhoneAsync("customer", "answer");
        await desk.WaitForTextAsync("#open", "Talking");
        var talking = desk.First("open");
        await phones.TalkASecondAsync();
        await phones.PressOnPhoneAsync("customer", "hang-up");
        await desk.WaitForTextAsync("#over", "Talked for");

        Assert.Contains("Ringing", agentRings, StringComparison.Ordinal);
        Assert.Contains("You · ringing", agentRings, StringComparison.Ordinal);
        Assert.Contains("Customer · not reported", agentRings, StringComparison.Ordinal);
        Assert.Contains("You · picked up", customerRings, StringComparison.Ordinal);
        Assert.Contains("Customer · ringing", customerRings, StringComparison.Ordinal);
        Assert.Contains("Customer · picked up", talking, StringComparison.Ordinal);
        Assert.Contains("Answered", desk.First("over"), StringComparison.Ordinal);
        Assert.Empty(desk.All("#open > li"));
    }

    [Fact]
    public async Task A_customer_who_declines_is_told_so()
    {
        await using var simulator = await StartSimulatorAsync();
        await using var service = await StartServiceAsync(simulator);
        using var desk = Browser.Open();
        using var phones = Browser.Open();
        await desk.OpenDeskAsync(service);
        phones.OpenPhones(service);

        await desk.DialAsync("9800000099");
        await phones.PressOnPhoneAsync("agent", "answer");
        await phones.PressOnPhoneAsync("customer", "decline");
        await desk.WaitForTextAsync("#over", "Missed");

        var over = desk.First("over");
        Assert.Contains("The customer declined the call", over, StringComparison.Ordinal);
        Assert.Contains("You · picked up", over, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_form_names_what_the_provider_can_play()
    {
        await using var simulator = await StartSimulatorAsync();
        await using var service = await StartServiceAsync(simulator);
        using var desk = Browser.Open();
        await desk.OpenDeskAsync(service);

        desk.One("details.more summary").Click();
        desk.Type("#outbound-customer", "9800000012");
        desk.Type("#play", "123.sound");
        desk.One("#outbound button").Click();
        await desk.WaitForTextAsync("#play-fault", "A text of at most 500 characters like say:Your parcel arrives today is needed.");
        desk.Type("#play", "say:Your parcel arrives today");
        desk.One("#outbound button").Click();
        await desk.WaitForTextAsync("#open", "say:Your parcel arrives today");

        Assert.Contains("say:Your parcel arrives today", desk.Text("label[for='play']"), StringComparison.Ordinal);
    }

    private static Task<SimulatorHost> StartSimulatorAsync() => SimulatorHost.StartAsync(new SimulatorOptions { Address = new("http://127.0.0.1:0") }, Cancel);

    private static Task<ServiceHost> StartServiceAsync(SimulatorHost simulator) => ServiceHost.StartAsync(
        new ServiceOptions
        {
            Simulator = simulator,
            Settings = new Dictionary<string, string>
            {
                ["KALEYRA_IO_SID"] = "HX0000000000IN",
                ["KALEYRA_IO_API_KEY"] = "A0000000000000000000000000000fake",
                ["KALEYRA_IO_BRIDGE"] = "918000000000",
                ["KALEYRA_IO_BASE_URL"] = simulator.IoAddress.AbsoluteUri,
                ["OFFHOOK_PROVIDERS"] = "kaleyra-io",
            },
        },
        Cancel);
}
