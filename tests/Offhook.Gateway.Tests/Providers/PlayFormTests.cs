using Offhook.Gateway.Providers;

namespace Offhook.Gateway.Tests.Providers;

public sealed class PlayFormTests
{
    [Theory]
    [InlineData("123.sound")]
    [InlineData("1.sound")]
    [InlineData("123456789012.sound")]
    [InlineData("ivr:1234")]
    [InlineData("1234.ivr")]
    public void A_sound_or_an_IVR_of_the_account_can_be_played(string name) => Assert.True(PlayForm.Sound.Fits(name) ^ PlayForm.Ivr.Fits(name));

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
    public void Nothing_else_can(string? name) => Assert.False(PlayForm.Sound.Fits(name) || PlayForm.Ivr.Fits(name));

    [Theory]
    [InlineData("say:Your parcel arrives today", true)]
    [InlineData("say:नमस्ते", true)]
    [InlineData("say:", false)]
    [InlineData("say: ", false)]
    [InlineData("say:a\tb", false)]
    [InlineData("SAY:hello", false)]
    [InlineData("say:One\nTwo", false)]
    public void A_text_can_be_spoken(string name, bool can) => Assert.Equal(can, PlayForm.Speech.Fits(name));

    [Fact]
    public void A_text_that_is_spoken_has_500_characters_at_most()
    {
        Assert.True(PlayForm.Speech.Fits("say:" + new string('a', 500)));
        Assert.False(PlayForm.Speech.Fits("say:" + new string('a', 501)));
    }

    [Theory]
    [InlineData("flow:1234", true)]
    [InlineData("flow:a-B_9", true)]
    [InlineData("flow:", false)]
    [InlineData("flow:a b", false)]
    [InlineData("flow:a\n", false)]
    [InlineData("flow:\"}", false)]
    public void A_flow_is_named_by_its_id(string name, bool can) => Assert.Equal(can, PlayForm.Flow.Fits(name));

    [Fact]
    public void What_is_needed_is_told_in_one_sentence()
    {
        Assert.Equal("A sound like 123.sound or an IVR like ivr:1234 is needed.", PlayForm.Needed([PlayForm.Sound, PlayForm.Ivr]));
        Assert.Equal("A text of at most 500 characters like say:Your parcel arrives today is needed.", PlayForm.Needed([PlayForm.Speech]));
        Assert.Equal(
            "A text of at most 500 characters like say:Your parcel arrives today, a sound like 123.sound or an IVR like ivr:1234 is needed.", PlayForm.Needed([PlayForm.Speech, PlayForm.Sound, PlayForm.Ivr]));
    }
}
