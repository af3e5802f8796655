using Offhook.Calls;
using Offhook.Gateway.Providers;
using Offhook.Gateway.Providers.Availability;
using Offhook.Gateway.Reconciliation;
using Offhook.Gateway.Reports;
using Offhook.Storage;

namespace Offhook.Gateway.Dialling;

/// <summary>
/// Asks providers in turn, each once. The next one is asked only on proof that the one before rang nobody: no connection was made, or the account was refused. An answer that
/// is not known, a refusal of this very call and a request to slow down end the turns.
/// </summary>
public sealed class ProviderTurns(ICallStore store, ReportInbox inbox, CallbackTokens tokens, ProviderBreakers breakers, TimeProvider clock, StartLog log)
{
    /// <summary>Dials.</summary>
    /// <param name="intent">The call; its intent for the first provider is on the disk.</param>
    /// <param name="ready">At least one, in the order of preference.</param>
    /// <returns>The call as it stood before the last dial, and the answer to that. The answer is not kept yet; earlier ones are.</returns>
    public async Task<(CallRow Intent, DialAnswer Answer)> DialAsync(CallRow intent, IReadOnlyList<IVoiceProvider> ready)
    {
        ArgumentNullException.ThrowIfNull(intent);
        ArgumentNullException.ThrowIfNull(ready);
        for (var turn = 0; ; turn++)
        {
            var provider = ready[turn];
            if (HeldUp(intent.Call) is { } heldUp)
            {
                return (intent, heldUp);
            }

            var answer = await provider.DialAsync(intent.Call, tokens.For(intent.Call.Reference), CancellationToken.None);
            breakers.Of(provider).Note(answer);
            if (answer.AccountTrouble)
            {
                log.AccountRefused(provider.Traits.Name, answer.Report.Detail ?? "");
            }

            if (turn + 1 == ready.Count || !answer.LeavesRoomForAnother || clock.GetUtcNow() - intent.Call.ReceivedAt >= Deadlines.LastHandOn)
            {
                return (intent, answer);
            }

            // Where there is a later attempt, this answer must not be taken for that one's.
            var earlier = answer with { Report = answer.Report with { Attempt = turn + 1 } };
            switch (await HandOnAsync(intent, earlier, ready[turn + 1], turn + 2))
            {
                case null:
                    return (intent, answer);
                case { Call.Status: CallStatus.Requested } next:
                    intent = next;
                    break;
                case { } reported:
                    return (reported, earlier);
            }
        }
    }

    // A machine that was suspended, or a database that stood still: everybody has given this dial up by now, and the agent may have clicked again elsewhere.
    private DialAnswer? HeldUp(PhoneCall call)
    {
        var now = clock.GetUtcNow();
        return now - call.ReceivedAt < Deadlines.Reply
            ? null
            : new DialAnswer(new Report { Reference = call.Reference, Source = ReportSource.Reply, At = now, Proof = DialProof.NotSent, Detail = "this service was held up before it could dial" }, null);
    }

    // The call as it stands: handed on while it is still only asked for. Null when that could not be kept, so that the answer holds for whatever is on the disk.
    private async Task<CallRow?> HandOnAsync(CallRow intent, DialAnswer answer, IVoiceProvider next, int attempt)
    {
        var call = intent.Call;
        try
        {
            if (await store.FindAsync(call.Reference.ToString("D"), CancellationToken.None) is not { } known || known.Call.Status is not CallStatus.Requested)
            {
                return null;
            }

            // The new intent first: the old answer, alone, would end the call for a moment.
            var wish = new Wish(next.Traits.Name, call.Kind!.Value, call.Customer, call.Agent, call.AgentName, call.Play, call.Campaign, call.Team, call.Department);
            _ = await inbox.KeepAsync(
                new Report { Reference = call.Reference, Source = ReportSource.Intent, At = clock.GetUtcNow(), Wish = wish, Attempt = attempt }, null, CancellationToken.None);
            if (await inbox.KeepAsync(answer.Report, answer.Raw, CancellationToken.None) is not KeepOutcome.Kept { Row: var row })
            {
                return null;
            }

            log.HandedOn(call.Reference, call.Provider, next.Traits.Name, answer.Report.Detail ?? "");
            CrashPoint.Reach("handed-on");
            return row;
        }
        catch (StoreUnavailableException away)
        {
            log.NotHandedOn(call.Reference, away);
            return null;
        }
    }
}
