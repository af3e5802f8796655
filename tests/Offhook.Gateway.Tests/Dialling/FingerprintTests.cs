using System.Security.Cryptography;
using System.Text;
using Offhook.Calls;
using Offhook.Gateway.Dialling;

namespace Offhook.Gateway.Tests.Dialling;

public sealed class FingerprintTests
{
    private static readonly CallWish Wish = new(CallKind.ClickToCall, Given.Customer, Given.Agent, "Asha", null, "spring");

    [Fact]
    public void A_wish_without_a_team_keeps_the_fingerprint_that_stored_keys_have() => Assert.Equal(
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("click_to_call\n+919800000010\n+919800000001\nAsha\n\nspring"))), Wish.Fingerprint());

    [Fact]
    public void The_team_makes_another_wish() => Assert.Distinct(
        new[] { Wish, Wish with { Team = "red" }, Wish with { Team = "blue" }, Wish with { Campaign = null, Team = "spring" }, Wish with { Campaign = null } }.Select(wish => wish.Fingerprint()));
}
