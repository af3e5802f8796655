namespace Offhook.Calls.Tests.Rules;

public sealed class ReasonTests
{
    public static TheoryData<Side, Leg> Failures =>
        [.. from side in Enum.GetValues<Side>() from leg in Enum.GetValues<Leg>() where leg.IsFailure() select (side, leg)];

    [Theory]
    [MemberData(nameof(Failures))]
    public void Every_failure_on_every_side_has_a_word_and_a_sentence(Side side, Leg leg)
    {
        var reason = Reason.Of(side, leg);

        Assert.Equal(side, reason.Side);
        Assert.Equal(side is Side.Unsaid ? leg.Word() : $"{(side is Side.Agent ? "agent" : "customer")}_{leg.Word()}", reason.Word);
        Assert.Same(reason, Reason.Read(reason.Word));
        Assert.DoesNotContain("customer", side is Side.Agent ? reason.Template : "", StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Words_are_unique_and_sentences_have_no_blank_left()
    {
        var reasons = Reason.All.ToList();

        Assert.Equal((Enum.GetValues<Leg>().Count(leg => leg.IsFailure()) * 3) + 9, reasons.Count);
        Assert.Equal(reasons.Count, reasons.Select(reason => reason.Word).Distinct(StringComparer.Ordinal).Count());
        Assert.All(reasons, reason =>
        {
            var sentence = reason.Sentence("Kaleyra", null);
            Assert.DoesNotContain('{', sentence);
            Assert.True(char.IsAsciiLetterUpper(sentence[0]), sentence);
        });
    }

    [Theory]
    [InlineData(Leg.NoAnswer, "You did not pick up")]
    [InlineData(Leg.Rejected, "You declined the call")]
    [InlineData(Leg.Busy, "Your phone was busy")]
    public void The_agent_is_spoken_to(Leg leg, string sentence) => Assert.Equal(sentence, Reason.Of(Side.Agent, leg).Sentence("Kaleyra", null));

    // The words that agents read, in whichever place they read them.
    [Theory]
    [InlineData("agent_no_answer", "You did not pick up")]
    [InlineData("customer_no_answer", "The customer did not answer")]
    [InlineData("customer_busy", "The customer was busy")]
    [InlineData("cancelled", "Cut off while ringing")]
    [InlineData("customer_channel_unavailable", "The network could not reach the number")]
    [InlineData("customer_do_not_disturb", "The number is on the DND register")]
    [InlineData("customer_blocked", "The account does not allow this number")]
    [InlineData("off_hours", "Outside calling hours")]
    [InlineData("lines_busy", "All lines were in use")]
    [InlineData("provider_refused", "Kaleyra refused the call: no credits")]
    [InlineData("never_connected", "Kaleyra was not reached. No phone rang.")]
    [InlineData("reply_unknown", "Not known yet. A phone may ring; we are asking Kaleyra.")]
    [InlineData("never_reported", "Kaleyra never said how it ended")]
    public void A_situation_is_told_in_the_words_of_the_desk(string word, string sentence) =>
        Assert.Equal(sentence, Reason.Read(word)?.Sentence("Kaleyra", "no credits"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void A_refusal_without_a_word_says_so(string? detail) =>
        Assert.Equal("Kaleyra refused the call: no reason was given", Reason.ProviderRefused.Sentence("Kaleyra", detail));

    [Fact]
    public void What_the_provider_wrote_is_not_read_as_a_blank() =>
        Assert.Equal("Kaleyra refused the call: {provider} {detail}", Reason.ProviderRefused.Sentence("Kaleyra", "{provider} {detail}"));

    [Fact]
    public void A_leg_that_did_not_fail_gives_no_reason()
    {
        Assert.Throws<KeyNotFoundException>(() => Reason.Of(Side.Agent, Leg.Answered));
        Assert.Null(Reason.Read("answered"));
        Assert.Null(Reason.Read(null));
    }
}
