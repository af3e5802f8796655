using Offhook.Calls;
using Offhook.Gateway.Live;
using Offhook.Gateway.Providers;

namespace Offhook.Gateway.Dialling;

/// <summary>What the agent is told about a start: what happened, whether a phone may ring, and what to do next.</summary>
public sealed class StartMessage(ProviderDirectory providers)
{
    /// <summary>The sentence for an outcome other than a used key, which repeats its own.</summary>
    public string Of(StartOutcome outcome) => outcome switch
    {
        StartOutcome.Placed placed => Sentence(placed.Row.Call),
        StartOutcome.Unconfirmed unconfirmed => unconfirmed.Row.Call.Reason is null ? Reason.ReplyUnknown.Sentence(Name(unconfirmed.Row.Call), null) : Sentence(unconfirmed.Row.Call),
        StartOutcome.Refused refused => $"{Closed(Reason.ProviderRefused.Sentence(Name(refused.Row.Call), refused.Reason))} No phone rings.",
        StartOutcome.SlowedDown slowed => $"{Reason.SlowDown.Sentence(Name(slowed.Row.Call), null)} Try again in a moment.",
        StartOutcome.NotSent notSent => $"{Reason.NeverConnected.Sentence(Name(notSent.Row.Call), null)} Try again, or tell your administrator.",
        StartOutcome.NumberRefused { Refusal: var refusal } => refusal.Sentence,
        StartOutcome.AgentBusy => "Your last call may still be ringing. Wait until it is over, then dial again.",
        StartOutcome.TooFast => "Too many calls at once. Nothing was dialled; try again in a moment.",
        StartOutcome.ProvidersRest => "The provider failed the last calls, so nothing was dialled. It is tried again in a moment; if this stays, tell your administrator.",
        StartOutcome.KeyUsed => "This was asked before.",
        StartOutcome.StoreAway => "Calls cannot be recorded at the moment, so nothing was dialled. Tell your administrator.",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };

    private string Sentence(PhoneCall call) => CallSentence.Of(call, Name(call), providers.Find(call.Provider)?.Traits.ReportsLive ?? false);

    // The provider's own words may end a sentence or not.
    private static string Closed(string sentence) => sentence[^1] is '.' or '!' or '?' ? sentence : sentence + ".";

    private string Name(PhoneCall call) => providers.DisplayName(call.Provider);
}
