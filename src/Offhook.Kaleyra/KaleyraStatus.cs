using System.Collections.Frozen;
using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra;

/// <summary>The one table of the provider's status words, for both of its APIs and both legs.</summary>
/// <remarks>
/// Compared without case, <c>-</c>, <c>_</c> and spaces, because the two APIs spell the same words differently (<c>MAX-USE</c>, <c>MAXUSE</c>).
/// Sources: the vendor's list of voice statuses; rows of production accounts for <c>ANSWERED-A</c>, <c>ANSWERED-B</c>, <c>ACCEPTED</c> and <c>FORWARDED</c>;
/// production integrations for the outbound dialler's <c>COMPLETED</c> and <c>DNDNUMB</c>.
/// </remarks>
public static class KaleyraStatus
{
    private static readonly FrozenDictionary<string, StatusOutcome> Words = new Dictionary<string, StatusOutcome>
    {
        ["ANSWER"] = StatusOutcome.Answered,
        ["ANSWERED"] = StatusOutcome.Answered,
        ["ANSWEREDA"] = StatusOutcome.AnsweredByAgentOnly,
        ["ANSWEREDB"] = StatusOutcome.AnsweredByCustomer,
        ["COMPLETED"] = StatusOutcome.Completed,
        ["FLOWANSWER"] = StatusOutcome.Completed,
        ["FLOWEXECUTED"] = StatusOutcome.Completed,
        ["FLOWUNASSIGNED"] = StatusOutcome.Failed,
        ["FLOWPAUSED"] = StatusOutcome.Failed,
        ["FLOWNOTPUBLISHED"] = StatusOutcome.Failed,
        ["FLOWUNREACHABLE"] = StatusOutcome.Failed,
        ["MISSCALL"] = StatusOutcome.NoAnswer,
        ["REJECTED"] = StatusOutcome.Rejected,
        ["CANCEL"] = StatusOutcome.Cancelled,
        ["CANCELED"] = StatusOutcome.Cancelled,
        ["CANCELLED"] = StatusOutcome.Cancelled,
        ["CONGESTION"] = StatusOutcome.Congestion,
        ["CHANUNAVAIL"] = StatusOutcome.ChannelUnavailable,
        ["NOROUTE"] = StatusOutcome.NoRoute,
        ["BLOCKED"] = StatusOutcome.Blocked,
        ["NOTALLOWED"] = StatusOutcome.NotAllowed,
        ["OUTGOINGRESTRICTED"] = StatusOutcome.OutgoingRestricted,
        ["OFFHOUR"] = StatusOutcome.OffHours,
        ["OFFHOURS"] = StatusOutcome.OffHours,
        ["MAXUSE"] = StatusOutcome.LinesBusy,
        ["BRIDGEUNAVAILABLE"] = StatusOutcome.BridgeUnavailable,
        ["ACCEPTED"] = StatusOutcome.NoOutcome,
        ["FORWARDED"] = StatusOutcome.NoOutcome,
        ["MISWIG"] = StatusOutcome.NoOutcome,
        ["INCOMINGDISCONNECTED"] = StatusOutcome.NoOutcome,
        ["NOINCOMINGCLI"] = StatusOutcome.NoOutcome,
    }.ToFrozenDictionary();

    // Words that the provider extends; the first that fits counts.
    private static readonly (string Word, bool AtEnd, StatusOutcome Outcome)[] Families =
    [
        ("NOANSWER", false, StatusOutcome.NoAnswer),
        ("BUSY", false, StatusOutcome.Busy),
        ("FAILED", false, StatusOutcome.Failed),
        ("DND", false, StatusOutcome.DoNotDisturb),
        ("TIMEOUT", true, StatusOutcome.TimedOut),
        ("IVR", false, StatusOutcome.Completed),
    ];

    private static readonly (string Suffix, int Leg)[] Legs = [("LEG1", 1), ("LEG2", 2), ("CHANNEL1", 1), ("CHANNEL2", 2)];

    /// <summary>Looks a word up.</summary>
    /// <param name="word">As the provider wrote it; null, empty, null words (<c>NA</c>) and variables nobody replaced (<c>{status}</c>) count as no word.</param>
    public static StatusMeaning Read(string? word)
    {
        if (TolerantText.Present(word) is not { } raw)
        {
            return default;
        }

        var name = TolerantFields.Name(raw).ToUpperInvariant();
        foreach (var (suffix, leg) in Legs)
        {
            if (name.EndsWith(suffix, StringComparison.Ordinal))
            {
                return new(OutcomeOf(name[..^suffix.Length]), leg, raw);
            }
        }

        return new(OutcomeOf(name), null, raw);
    }

    private static StatusOutcome OutcomeOf(string name)
    {
        if (Words.TryGetValue(name, out var outcome))
        {
            return outcome;
        }

        foreach (var family in Families)
        {
            if (family.AtEnd ? name.EndsWith(family.Word, StringComparison.Ordinal) : name.StartsWith(family.Word, StringComparison.Ordinal))
            {
                return family.Outcome;
            }
        }

        return StatusOutcome.Unknown;
    }
}
