using Offhook.Gateway.Dialling;

namespace Offhook.Gateway.Tests.Dialling;

public sealed class PlayNameTests
{
    [Theory]
    [InlineData("123.sound")]
    [InlineData("1.sound")]
    [InlineData("123456789012.sound")]
    [InlineData("ivr:1234")]
    [InlineData("1234.ivr")]
    public void A_sound_or_an_IVR_of_the_account_can_be_played(string name) => Assert.True(PlayName.IsValid(name));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("123")]
    [InlineData(".sound")]
    [InlineData("ivr:")]
    [InlineData(".ivr")]
    [InlineData("1234567890123.sound")]
    [InlineData("123.SOUND")]
    [InlineData("IVR:1234")]
    [InlineData("12a.sound")]
    [InlineData("-12.sound")]
    [InlineData(" 123.sound")]
    [InlineData("123.sound ")]
    [InlineData("123.sound\n")]
    [InlineData("ivr:12.ivr")]
    [InlineData("ivr:123.sound")]
    [InlineData("123.sound^124.sound")]
    [InlineData("٣.sound")]
    [InlineData("https://example.test/1.sound")]
    public void Nothing_else_can(string? name) => Assert.False(PlayName.IsValid(name));
}
