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
        StartOutcome.Unconfirmed unconfirmed => Reason.ReplyUnknown.Sentence(Name(unconfirmed.Row.Call), null),
        StartOutcome.Refused refused => $"{Sentence(refused.Row.Call)}. No phone rings.",
        StartOutcome.SlowedDown slowed => $"{Sentence(slowed.Row.Call)} Try again in a moment.",
        StartOutcome.NotSent notSent => $"{Sentence(notSent.Row.Call)} Try again, or tell your administrator.",
        StartOutcome.NumberRefused { Refusal: var refusal } => refusal.Sentence,
        StartOutcome.AgentBusy => "Your last call may still be ringing. Wait until it is over, then dial again.",
        StartOutcome.TooFast => "Too many calls at once. Nothing was dialled; try again in a moment.",
        StartOutcome.KeyUsed => "This was asked before.",
        StartOutcome.StoreAway => "Calls cannot be recorded at the moment, so nothing was dialled. Tell your administrator.",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };

    private string Sentence(PhoneCall call) => CallSentence.Of(call, Name(call), providers.Find(call.Provider)?.Traits.ReportsLive ?? false);

    private string Name(PhoneCall call) => providers.DisplayName(call.Provider);
}
