using System.Collections.Frozen;

namespace Offhook.Calls;

/// <summary>Why a call stands where it stands, as one stable word and one plain sentence.</summary>
/// <param name="Word">Stored and sent: <c>customer_busy</c>, <c>agent_no_answer</c>, <c>provider_refused</c>. Never changes once published.</param>
/// <param name="Side">The side that the reason lies on.</param>
/// <param name="Template">English, read by the agent. May hold <c>{provider}</c> and <c>{detail}</c>.</param>
public sealed record Reason(string Word, Side Side, string Template)
{
    /// <summary>The provider says it was answered, but neither leg nor any talk time proves that the customer was.</summary>
    public static readonly Reason TalkUnproven = new("talk_unproven", Side.Unsaid, "Reported as answered; nothing proves that the two spoke");

    /// <summary>The agent was there; nothing was said about the customer.</summary>
    public static readonly Reason CustomerNotReported =
        new("customer_not_reported", Side.Customer, "You picked up; {provider} has not said how it went with the customer");

    /// <summary>The provider said that the call is over, and not how it went.</summary>
    public static readonly Reason EndUnexplained = new("end_unexplained", Side.Unsaid, "The call is over; {provider} has not said how it went");

    /// <summary>The customer was seen to pick up, and no source ever told the end.</summary>
    public static readonly Reason EndNeverReported = new("end_never_reported", Side.Unsaid, "The customer answered; {provider} never said how long it took");

    /// <summary>The provider said no.</summary>
    public static readonly Reason ProviderRefused = new("provider_refused", Side.Unsaid, "{provider} refused the call: {detail}");

    /// <summary>No connection to the provider was ever made.</summary>
    public static readonly Reason NeverConnected = new("never_connected", Side.Unsaid, "{provider} was not reached. No phone rang.");

    /// <summary>The provider asked us to slow down and placed nothing.</summary>
    public static readonly Reason SlowDown = new("slow_down", Side.Unsaid, "{provider} takes no more calls at the moment. No phone rang.");

    /// <summary>The provider's answer to the dial is missing or proves nothing.</summary>
    public static readonly Reason ReplyUnknown = new("reply_unknown", Side.Unsaid, "Not known yet. A phone may ring; we are asking {provider}.");

    /// <summary>The last deadline passed and no source ever told the outcome.</summary>
    public static readonly Reason NeverReported = new("never_reported", Side.Unsaid, "{provider} never said how it ended");

    private static readonly FrozenDictionary<(Side, Leg), Reason> OfLegs = LegSentences.All.ToFrozenDictionary(reason => reason.Key, reason => reason.Reason);

    private static readonly FrozenDictionary<string, Reason> ByWord =
        OfLegs.Values.Concat([TalkUnproven, CustomerNotReported, EndUnexplained, EndNeverReported, ProviderRefused, NeverConnected, SlowDown, ReplyUnknown, NeverReported])
            .ToFrozenDictionary(reason => reason.Word, StringComparer.Ordinal);

    /// <summary>Every reason there is, for documentation and tests.</summary>
    public static IEnumerable<Reason> All => ByWord.Values.OrderBy(reason => reason.Word, StringComparer.Ordinal);

    /// <summary>The reason that a failed leg gives.</summary>
    /// <exception cref="KeyNotFoundException"><paramref name="leg"/> is no failure.</exception>
    public static Reason Of(Side side, Leg leg) => OfLegs[(side, leg)];

    /// <summary>The reason of a stored word, or null for an unknown word.</summary>
    public static Reason? Read(string? word) => word is not null && ByWord.TryGetValue(word, out var reason) ? reason : null;

    /// <summary>The sentence with its blanks filled.</summary>
    /// <param name="provider">The provider's display name, for example <c>Kaleyra</c>.</param>
    /// <param name="detail">The provider's own words, or null.</param>
    public string Sentence(string provider, string? detail) =>
        Template.Replace("{provider}", provider, StringComparison.Ordinal)
            .Replace("{detail}", string.IsNullOrWhiteSpace(detail) ? "no reason was given" : detail, StringComparison.Ordinal);
}
