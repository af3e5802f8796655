using Offhook.Testing;
using Xunit;

namespace Offhook.Desk.Tests;

[Collection(BrowserTests.Name)]
public sealed class WithoutScriptTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_any_script_the_form_dials_and_a_reload_shows_the_outcome()
    {
        await using var service = await ServiceHost.StartAsync(cancellationToken: Cancel);
        using var desk = Browser.Open();
        desk.SwitchScriptsOff();
        desk.Go(service.Address);

        await desk.DialAsync("9800000031", name: "Asha Rao");
        var (outcome, address) = (desk.Text("#outcome"), desk.Address);
        await desk.WaitAsync("the outcome after reloading", () => Reloaded(desk).Contains("The customer was busy", StringComparison.Ordinal));

        Assert.StartsWith("98000 00031: ", outcome, StringComparison.Ordinal);
        Assert.Equal(service.Address, address);
        Assert.Contains("Not live. Reload", desk.Text("#connection").ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Equal("", desk.Text("#outcome"));
        Assert.Equal("98000 00101", desk.One("#agent").GetAttribute("value"));
        Assert.Single(service.Platform.Dials);
    }

    [Fact]
    public async Task Without_any_script_a_wrong_number_is_explained_and_what_was_typed_stays()
    {
        await using var service = await ServiceHost.StartAsync(cancellationToken: Cancel);
        using var desk = Browser.Open();
        desk.SwitchScriptsOff();
        desk.Go(service.Address);

        await desk.DialAsync("112", name: "Asha Rao");

        Assert.Contains("Emergency", desk.Text("#customer-fault"), StringComparison.Ordinal);
        Assert.Equal(("112", "Asha Rao"), (desk.One("#customer").GetAttribute("value"), desk.One("#agent-name").GetAttribute("value")));
        Assert.Empty(service.Platform.Dials);
    }

    private static string Reloaded(Browser desk)
    {
        desk.Reload();
        return desk.Text("#calls");
    }
}
