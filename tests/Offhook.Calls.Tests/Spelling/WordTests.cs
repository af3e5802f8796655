namespace Offhook.Calls.Tests.Spelling;

public sealed class WordTests
{
    [Fact]
    public void Every_value_has_a_word_that_is_read_back()
    {
        RoundTrips<CallStatus>(CallStatusWords.Word, CallStatusWords.Read);
        RoundTrips<CallKind>(CallKindWords.Word, CallKindWords.Read);
        RoundTrips<Leg>(LegWords.Word, LegWords.Read);
        RoundTrips<ReportSource>(ReportSourceWords.Word, ReportSourceWords.Read);
    }

    [Theory]
    [InlineData(Leg.NoAnswer, "no_answer")]
    [InlineData(Leg.DoNotDisturb, "do_not_disturb")]
    [InlineData(Leg.Unknown, "unknown")]
    public void A_leg_is_spelt(Leg leg, string word) => Assert.Equal(word, leg.Word());

    [Fact]
    public void The_eight_statuses_are_spelt_as_the_table_spells_them() => Assert.Equal(
        ["requested", "ringing", "answered", "busy", "missed", "cancelled", "failed", "unconfirmed"],
        Enum.GetValues<CallStatus>().Select(status => status.Word()));

    [Fact]
    public void The_kinds_are_spelt_as_the_table_spells_them() => Assert.Equal(
        ["click_to_call", "outbound"],
        Enum.GetValues<CallKind>().Select(kind => kind.Word()));

    [Fact]
    public void Only_an_answer_or_a_failure_decides_a_call()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Leg.Unknown.Outcome());
        Assert.Throws<ArgumentOutOfRangeException>(() => Leg.Ringing.Outcome());
        Assert.All(Enum.GetValues<Leg>().Where(leg => leg >= Leg.Answered), leg => Assert.Equal(!leg.IsFailure(), leg.Outcome() is CallStatus.Answered));
    }

    private static void RoundTrips<T>(Func<T, string> word, Func<string?, T?> read)
        where T : struct, Enum
    {
        Assert.All(Enum.GetValues<T>(), value =>
        {
            Assert.Matches("^[a-z]+(_[a-z]+)*$", word(value));
            Assert.Equal(value, read(word(value)));
            Assert.Null(read(word(value).ToUpperInvariant()));
            Assert.Null(read(word(value) + " "));
        });
        Assert.Null(read(null));
        Assert.Null(read(""));
        Assert.Null(read("no such word"));
    }
}
