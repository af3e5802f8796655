using Offhook.Calls;
using Offhook.Desk.Calls;
using Offhook.Gateway.Dialling;
using Offhook.Gateway.Providers;
using Offhook.Storage;

namespace Offhook.Desk.Dialling;

/// <summary>Turns what was typed into a call, and what became of it into words.</summary>
internal sealed class DeskDial(CallStarter starter, StartMessage message, ICallStore store, ProviderDirectory providers, TimeProvider clock)
{
    private const string KeyScope = "desk";

    private static readonly TimeSpan KeyLifetime = TimeSpan.FromHours(24);

    /// <summary>Dials.</summary>
    /// <param name="key">The key of the form. The same form sent again gives the same call.</param>
    public async Task<DialResult> DialAsync(DialEntry entry, string key, CancellationToken cancellationToken)
    {
        if (!TryRead(entry, [.. providers.Plays], out var wish, out var faults))
        {
            return faults;
        }

        var hash = wish.Fingerprint();
        var claim = new KeyClaim(KeyScope, key, hash, clock.GetUtcNow() + KeyLifetime);
        return await starter.StartAsync(wish, claim, cancellationToken) switch
        {
            StartOutcome.KeyUsed used => await AgainAsync(entry, wish, used.Key, hash, cancellationToken),
            StartOutcome.NumberRefused { Refusal: var refusal } => new DialResult(entry, null, true)
            {
                CustomerFault = refusal.Field is "agent_number" ? null : refusal.Sentence,
                AgentFault = refusal.Field is "agent_number" ? refusal.Sentence : null,
            },
            var begun and (StartOutcome.Placed or StartOutcome.Unconfirmed) => Begun(wish, message.Of(begun)),
            var other => new DialResult(entry, message.Of(other), true),
        };
    }

    // A double click, a reload, a resend after a broken connection: the phone rings once, and the answer is how that call stands.
    private async Task<DialResult> AgainAsync(DialEntry entry, CallWish wish, KeyRecord key, string hash, CancellationToken cancellationToken)
    {
        if (key.BodyHash != hash)
        {
            return new DialResult(entry, "This form was used for another call before. Nothing was dialled; press Dial again.", true);
        }

        return await store.FindAsync(key.Reference.ToString("D"), cancellationToken) switch
        {
            null => new DialResult(entry, "This was asked before.", true),
            var row when NotPlaced(row) is { } outcome => new DialResult(entry, message.Of(outcome), true),
            { Call: var call } => Begun(wish, CallWords.ToAgent(call, providers.Traits(call.Provider))),
        };
    }

    // What the first answer was when no phone could ring; null when one may.
    private static StartOutcome? NotPlaced(CallRow row) => row.Call switch
    {
        { Reason: var reason, ReasonDetail: var detail } when reason == Reason.ProviderRefused => new StartOutcome.Refused(row, detail ?? "no reason was given"),
        { Reason: var reason } when reason == Reason.NeverConnected => new StartOutcome.NotSent(row),
        { Reason: var reason } when reason == Reason.SlowDown => new StartOutcome.SlowedDown(row, null),
        _ => null,
    };

    private static DialResult Begun(CallWish wish, string sentence) =>
        new(new DialEntry(wish.Kind, Agent: wish.Agent?.Formatted ?? "", AgentName: wish.AgentName ?? ""), $"{wish.Customer.Formatted}: {sentence}", false) { IsBegun = true };

    private static bool TryRead(DialEntry entry, List<PlayForm> plays, out CallWish wish, out DialResult faults)
    {
        var isOutbound = entry.Kind is CallKind.Outbound;
        var customerFault = PhoneNumber.Read(entry.Customer, out var customer)?.Sentence();
        var agent = default(PhoneNumber);
        var agentFault = isOutbound ? null : PhoneNumber.Read(entry.Agent, out agent)?.Sentence();
        var name = entry.AgentName.Trim();
        var nameFault = name.Length > DialEntry.LongestName || name.Any(char.IsControl) ? $"At most {DialEntry.LongestName} visible characters." : null;
        var play = entry.Play.Trim();
        var playFault = isOutbound && !plays.Exists(form => form.Fits(play)) ? PlayForm.Needed(plays) : null;

        faults = new DialResult(entry, null, true) { CustomerFault = customerFault, AgentFault = agentFault, NameFault = nameFault, PlayFault = playFault };
        wish = new CallWish(entry.Kind, customer, isOutbound ? null : agent, isOutbound || name.Length == 0 ? null : name, isOutbound ? play : null, null);
        return (customerFault ?? agentFault ?? nameFault ?? playFault) is null;
    }
}
