using Offhook.Kaleyra.Legacy;

namespace Offhook.Kaleyra.Tests.Callbacks;

public sealed class CallbackTemplateTests
{
    private static readonly Uri Address = new("https://calls.example.test/webhooks/kaleyra/callback");

    [Fact]
    public void Reference_and_token_stand_first_and_the_recording_last()
    {
        Assert.Equal(
            "https://calls.example.test/webhooks/kaleyra/callback?ref=01J0TESTREF000000000000001&t=00000000000000000000000000c0ffee&id={id}&caller={caller}&receiver={receiver}"
            + "&status={status}&status1={status1}&status2={status2}&duration={duration}&billsec={billsec}&starttime={starttime}&endtime={endtime}"
            + "&callerid={callerid}&provider={provider}&location={location}&recordpath={recordpath}",
            CallbackTemplate.Build(Address, Given.Reference, Given.Token, CallbackKind.ClickToCall));
    }

    [Fact]
    public void A_voice_call_also_reports_its_own_status_and_the_key_pressed()
    {
        var template = CallbackTemplate.Build(Address, Given.Reference, Given.Token, CallbackKind.Voice);

        Assert.Contains("&status2={status2}&obdstatus={obdstatus}&keypress={keypress}&duration={duration}", template, StringComparison.Ordinal);
        Assert.EndsWith("&recordpath={recordpath}", template, StringComparison.Ordinal);
    }

    [Fact]
    public void The_whole_stays_under_700_characters_or_is_refused_in_words()
    {
        var room = CallbackTemplate.Longest - CallbackTemplate.Build(new Uri("https://calls.example.test/"), Given.Reference, Given.Token, CallbackKind.Voice).Length;
        var longest = CallbackTemplate.Build(new Uri($"https://calls.example.test/{new string('a', room)}"), Given.Reference, Given.Token, CallbackKind.Voice);

        var failure = Assert.Throws<ArgumentException>(
            () => CallbackTemplate.Build(new Uri($"https://calls.example.test/{new string('a', room + 1)}"), Given.Reference, Given.Token, CallbackKind.Voice));

        Assert.Equal(699, longest.Length);
        Assert.Contains("too long", failure.Message, StringComparison.Ordinal);
        Assert.Contains("at most 699", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Given.Token, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://calls.example.test/h?a=1")]
    [InlineData("https://calls.example.test/h?")]
    [InlineData("https://calls.example.test/h#x")]
    [InlineData("https://calls.example.test/h#")]
    [InlineData("https://me@calls.example.test/h")]
    [InlineData("ftp://calls.example.test/h")]
    [InlineData("/h")]
    public void An_address_that_cannot_take_a_query_is_refused(string address) =>
        Assert.Throws<ArgumentException>(() => CallbackTemplate.Build(new Uri(address, UriKind.RelativeOrAbsolute), "r", "t", CallbackKind.ClickToCall));

    [Theory]
    [InlineData("", "t")]
    [InlineData("r", "")]
    [InlineData("r r", "t")]
    [InlineData("r", "t+")]
    [InlineData("r&id=1", "t")]
    [InlineData("r", "t=")]
    [InlineData("ré", "t")]
    public void Values_that_would_not_survive_are_refused(string reference, string token) =>
        Assert.Throws<ArgumentException>(() => CallbackTemplate.Build(Address, reference, token, CallbackKind.ClickToCall));

    [Fact]
    public void A_template_may_be_dialled_with() =>
        Assert.NotNull((Given.Dial with { CallbackTemplate = CallbackTemplate.Build(Address, Given.Reference, Given.Token, CallbackKind.ClickToCall) }).CallbackTemplate);
}
