using Offhook.Calls;
using Offhook.Gateway.Providers.Kaleyra;

namespace Offhook.Gateway.Tests.Providers.KaleyraIo;

/// <summary>Every status word of kaleyra.io's published list, on both kinds of calls.</summary>
public sealed class IoWordTests
{
    // What the word says of a click-to-call, and the one leg of an outbound call.
    private static readonly (string Word, Leg Overall, Leg Agent, Leg Customer, Leg Outbound)[] Words =
    [
        ("ANSWER", Leg.Answered, Leg.Unknown, Leg.Unknown, Leg.Answered),
        ("FLOW_ANSWER", Leg.Unknown, Leg.Unknown, Leg.Unknown, Leg.Answered),
        ("FLOW_EXECUTED", Leg.Unknown, Leg.Unknown, Leg.Unknown, Leg.Answered),
        ("NOANSWER", Leg.NoAnswer, Leg.Unknown, Leg.Unknown, Leg.NoAnswer),
        ("RING_TIMEOUT", Leg.NoAnswer, Leg.Unknown, Leg.Unknown, Leg.NoAnswer),
        ("OBD_TIMEOUT", Leg.NoAnswer, Leg.Unknown, Leg.Unknown, Leg.NoAnswer),
        ("QUEUE_TIMEOUT", Leg.NoAnswer, Leg.Unknown, Leg.Unknown, Leg.NoAnswer),
        ("NOANSWER_CHANNEL1", Leg.Unknown, Leg.NoAnswer, Leg.Unknown, Leg.NoAnswer),
        ("NOANSWER_CHANNEL2", Leg.Unknown, Leg.Unknown, Leg.NoAnswer, Leg.NoAnswer),
        ("BUSY", Leg.Busy, Leg.Unknown, Leg.Unknown, Leg.Busy),
        ("BUSY_CHANNEL1", Leg.Unknown, Leg.Busy, Leg.Unknown, Leg.Busy),
        ("BUSY_CHANNEL2", Leg.Unknown, Leg.Unknown, Leg.Busy, Leg.Busy),
        ("FAILED", Leg.Failed, Leg.Unknown, Leg.Unknown, Leg.Failed),
        ("FAILED_CHANNEL1", Leg.Unknown, Leg.Failed, Leg.Unknown, Leg.Failed),
        ("FAILED_CHANNEL2", Leg.Unknown, Leg.Unknown, Leg.Failed, Leg.Failed),
        ("NOROUTE", Leg.NoRoute, Leg.Unknown, Leg.Unknown, Leg.NoRoute),
        ("REJECTED", Leg.Rejected, Leg.Unknown, Leg.Unknown, Leg.Rejected),
        ("CANCEL", Leg.Cancelled, Leg.Unknown, Leg.Unknown, Leg.Cancelled),
        ("MAXUSE", Leg.LinesBusy, Leg.Unknown, Leg.Unknown, Leg.LinesBusy),
        ("BRIDGE_UNAVAILABLE", Leg.BridgeUnavailable, Leg.Unknown, Leg.Unknown, Leg.BridgeUnavailable),
        ("OUTGOING_RESTRICTED", Leg.OutgoingRestricted, Leg.Unknown, Leg.Unknown, Leg.OutgoingRestricted),
        ("MISS_CALL", Leg.NoAnswer, Leg.Unknown, Leg.Unknown, Leg.NoAnswer),
        ("FLOW_UNASSIGNED", Leg.Failed, Leg.Unknown, Leg.Unknown, Leg.Failed),
        ("FLOW_PAUSED", Leg.Failed, Leg.Unknown, Leg.Unknown, Leg.Failed),
        ("FLOW_NOT_PUBLISHED", Leg.Failed, Leg.Unknown, Leg.Unknown, Leg.Failed),
        ("FLOW_UNREACHABLE", Leg.Failed, Leg.Unknown, Leg.Unknown, Leg.Failed),

        // Of calls that come in: they say nothing of one that we placed.
        ("INCOMING_DISCONNECTED", Leg.Unknown, Leg.Unknown, Leg.Unknown, Leg.Unknown),
        ("NO_INCOMING_CLI", Leg.Unknown, Leg.Unknown, Leg.Unknown, Leg.Unknown),
    ];

    public static TheoryData<string> Listed { get; } = [.. Words.Select(row => row.Word)];

    [Fact]
    public void The_list_is_complete() => Assert.Equal(28, Words.DistinctBy(row => row.Word).Count());

    [Theory]
    [MemberData(nameof(Listed))]
    public void A_word_says_the_same_in_every_spelling(string word)
    {
        var expected = Words.Single(row => row.Word == word);
        foreach (var spelt in new[] { word, word.ToLowerInvariant(), word.Replace('_', '-'), word.Replace('_', ' '), $" {word} " })
        {
            var click = KaleyraWords.Read(spelt, null, null, isOutbound: false);
            var outbound = KaleyraWords.Read(spelt, null, null, isOutbound: true);

            Assert.Equal((spelt, expected.Overall, expected.Agent, expected.Customer), (spelt, click.Overall, click.Agent, click.Customer));
            Assert.Equal((spelt, Leg.Unknown, Leg.Unknown, expected.Outbound), (spelt, outbound.Overall, outbound.Agent, outbound.Customer));
            Assert.Equal((spelt.Trim(), spelt.Trim()), (click.Raw, outbound.Raw));
        }
    }

    [Theory]
    [InlineData("BUSY_CHANNEL3")]
    [InlineData("CHANNEL1_BUSY")]
    public void A_suffix_of_no_known_leg_names_none(string word)
    {
        var words = KaleyraWords.Read(word, null, null, isOutbound: false);

        Assert.Equal((Leg.Unknown, Leg.Unknown), (words.Agent, words.Customer));
    }
}
