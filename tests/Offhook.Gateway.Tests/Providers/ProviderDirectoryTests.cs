using Offhook.Calls;
using Offhook.Gateway.Dialling;
using Offhook.Gateway.Providers;
using Offhook.Gateway.Tests.Providers.Availability;

namespace Offhook.Gateway.Tests.Providers;

public sealed class ProviderDirectoryTests
{
    private readonly StubbornProvider _a = new("a", PlayForm.Sound, PlayForm.Ivr);
    private readonly StubbornProvider _b = new("b", PlayForm.Speech, PlayForm.Sound);
    private readonly StubbornProvider _c = new("c");

    [Fact]
    public void Without_names_all_place_calls_as_they_were_added()
    {
        var directory = Of(null);

        Assert.Equal([_a, _b, _c], directory.All);
        Assert.Equal([_a, _b, _c], directory.Placing);
        Assert.Same(_a, directory.Preferred);
    }

    [Fact]
    public void With_names_those_place_calls_in_that_order_and_the_others_finish_what_they_began()
    {
        var directory = Of(["c", "a"]);

        Assert.Equal([_c, _a, _b], directory.All);
        Assert.Equal([_c, _a], directory.Placing);
        Assert.Same(_c, directory.Preferred);
        Assert.Same(_b, directory.Find("b"));
    }

    [Fact]
    public void An_outbound_call_is_for_those_that_can_play_it()
    {
        var directory = Of(["b", "a", "c"]);

        Assert.Equal([_b, _a, _c], directory.For(new(CallKind.ClickToCall, Given.Customer, Given.Agent, null, null, null)));
        Assert.Equal([_b, _a], directory.For(Outbound("123.sound")));
        Assert.Equal([_a], directory.For(Outbound("ivr:1234")));
        Assert.Empty(directory.For(Outbound("flow:1234")));
        Assert.Equal([PlayForm.Speech, PlayForm.Sound, PlayForm.Ivr], directory.Plays);
        Assert.Equal([PlayForm.Sound, PlayForm.Ivr], Of(["a"]).Plays);
    }

    [Fact]
    public void A_provider_that_is_gone_keeps_its_name()
    {
        var directory = Of(null);

        Assert.Null(directory.Find("gone"));
        Assert.Equal(("gone", "A"), (directory.DisplayName("gone"), directory.DisplayName("a")));
    }

    private static CallWish Outbound(string play) => new(CallKind.Outbound, Given.Customer, null, null, play, null);

    private ProviderDirectory Of(string[]? names) =>
        new([_a, _b, _c], new GatewayOptions { PublicAddress = () => new("http://127.0.0.1:9/"), CallbacksReachUs = true, Providers = names });
}
