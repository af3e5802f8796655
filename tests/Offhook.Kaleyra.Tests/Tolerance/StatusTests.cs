
namespace Offhook.Kaleyra.Tests.Tolerance;

public sealed class StatusTests
{
    public static TheoryData<string, StatusOutcome> Words => new()
    {
        { "ANSWER", StatusOutcome.Answered },
        { "ANSWERED", StatusOutcome.Answered },
        { "ANSWERED-A", StatusOutcome.AnsweredByAgentOnly },
        { "ANSWERED-B", StatusOutcome.AnsweredByCustomer },
        { "COMPLETED", StatusOutcome.Completed },
        { "FLOW_ANSWER", StatusOutcome.Completed },
        { "FLOW_EXECUTED", StatusOutcome.Completed },
        { "IVR", StatusOutcome.Completed },
        { "IVR-ANSWER", StatusOutcome.Completed },
        { "NOANSWER", StatusOutcome.NoAnswer },
        { "NO ANSWER", StatusOutcome.NoAnswer },
        { "RING_TIMEOUT", StatusOutcome.TimedOut },
        { "OBD_TIMEOUT", StatusOutcome.TimedOut },
        { "QUEUE_TIMEOUT", StatusOutcome.TimedOut },
        { "REJECTED", StatusOutcome.Rejected },
        { "BUSY", StatusOutcome.Busy },
        { "CANCEL", StatusOutcome.Cancelled },
        { "CANCELLED", StatusOutcome.Cancelled },
        { "FAILED", StatusOutcome.Failed },
        { "FAILED_NETWORK", StatusOutcome.Failed },
        { "CONGESTION", StatusOutcome.Congestion },
        { "CHANUNAVAIL", StatusOutcome.ChannelUnavailable },
        { "NOROUTE", StatusOutcome.NoRoute },
        { "DND", StatusOutcome.DoNotDisturb },
        { "DNDNUMB", StatusOutcome.DoNotDisturb },
        { "BLOCKED", StatusOutcome.Blocked },
        { "NOTALLOWED", StatusOutcome.NotAllowed },
        { "OUTGOING_RESTRICTED", StatusOutcome.OutgoingRestricted },
        { "OFF-HOUR", StatusOutcome.OffHours },
        { "MAX-USE", StatusOutcome.LinesBusy },
        { "MAXUSE", StatusOutcome.LinesBusy },
        { "BRIDGE_UNAVAILABLE", StatusOutcome.BridgeUnavailable },
        { "ACCEPTED", StatusOutcome.NoOutcome },
        { "FORWARDED", StatusOutcome.NoOutcome },
        { "MISWIG", StatusOutcome.NoOutcome },
        { "INCOMING_DISCONNECTED", StatusOutcome.NoOutcome },
        { "NO_INCOMING_CLI", StatusOutcome.NoOutcome },
        { "MISS_CALL", StatusOutcome.NoAnswer },
        { "FLOW_UNASSIGNED", StatusOutcome.Failed },
        { "FLOW_PAUSED", StatusOutcome.Failed },
        { "FLOW_NOT_PUBLISHED", StatusOutcome.Failed },
        { "FLOW_UNREACHABLE", StatusOutcome.Failed },
        { "TELEPATHY", StatusOutcome.Unknown },
        { "UNANSWERED", StatusOutcome.Unknown },
        { "ＡＮＳＷＥＲ", StatusOutcome.Unknown },
    };

    [Theory]
    [MemberData(nameof(Words))]
    public void A_word_means_the_same_in_every_spelling(string word, StatusOutcome outcome)
    {
        string[] spellings = [word, word.ToLowerInvariant(), $"  {word} ", word.Replace('-', '_'), word.Replace('_', '-'), word.Replace('_', ' ')];

        Assert.All(spellings, spelling => Assert.Equal(new StatusMeaning(outcome, null, spelling.Trim()), KaleyraStatus.Read(spelling)));
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void A_suffix_names_the_leg(string word, StatusOutcome outcome)
    {
        Assert.Equal(new StatusMeaning(outcome, 1, $"{word}_LEG1"), KaleyraStatus.Read($"{word}_LEG1"));
        Assert.Equal(new StatusMeaning(outcome, 2, $"{word}-leg2"), KaleyraStatus.Read($"{word}-leg2"));
        Assert.Equal(new StatusMeaning(outcome, 1, $"{word}_CHANNEL1"), KaleyraStatus.Read($"{word}_CHANNEL1"));
        Assert.Equal(new StatusMeaning(outcome, 2, $"{word} channel2"), KaleyraStatus.Read($"{word} channel2"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("NULL")]
    [InlineData("{status2}")]
    [InlineData("%7Bstatus2%7D")]
    public void No_word_is_no_meaning(string? word) => Assert.Equal(new StatusMeaning(StatusOutcome.Unknown, null, null), KaleyraStatus.Read(word));

    [Fact]
    public void Every_outcome_has_a_word() =>
        Assert.Empty(Enum.GetValues<StatusOutcome>().Except(Words.Select(row => row.Data.Item2)));
}
