using Offhook.Calls;
using Offhook.Gateway.Policy;
using Offhook.Gateway.Providers;
using Offhook.Gateway.Providers.Availability;
using Offhook.Gateway.Reconciliation;
using Offhook.Gateway.Reports;
using Offhook.Storage;

namespace Offhook.Gateway.Dialling;

/// <summary>Starts calls: policy, turn, intent on the disk, one dial, its answer on the disk. In this order and never twice.</summary>
public sealed class CallStarter(
    ICallStore store, ProviderBreakers breakers, NumberPolicy policy, DialRate rate, ProviderTurns turns, ReportInbox inbox,
    GatewayOptions options, TimeProvider clock, StartLog log)
{
    /// <summary>Starts a call.</summary>
    /// <param name="key">The idempotency key of the request; null when it has none.</param>
    /// <param name="cancellationToken">Stops the start only until the intent is kept. From then on it runs to its end, because stopping would lie.</param>
    public async Task<StartOutcome> StartAsync(CallWish wish, KeyClaim? key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wish);
        if (policy.Weigh(wish.Customer, wish.Agent) is { } refusal)
        {
            return new StartOutcome.NumberRefused(refusal);
        }

        try
        {
            if (key is not null && await store.FindKeyAsync(key.Scope, key.Key, clock.GetUtcNow(), cancellationToken) is { } known)
            {
                return new StartOutcome.KeyUsed(known);
            }

            var ready = await breakers.ReadyForAsync(wish, cancellationToken);
            if (ready.Count == 0)
            {
                return new StartOutcome.ProvidersRest(breakers.RetryAfter(wish));
            }

            if (await rate.WaitAsync(cancellationToken) is { } retryAfter)
            {
                return new StartOutcome.TooFast(retryAfter);
            }

            return await BeginAsync(wish, ready[0], key, cancellationToken) switch
            {
                BeginOutcome.Begun begun => await DialAsync(begun.Row, ready),
                BeginOutcome.AgentBusy busy => new StartOutcome.AgentBusy(busy.Running),
                BeginOutcome.KeyTaken taken => new StartOutcome.KeyUsed(taken.Key),
                _ => throw new InvalidOperationException("an outcome of no known kind"),
            };
        }
        catch (StoreUnavailableException away)
        {
            log.StoreAway(away);
            return new StartOutcome.StoreAway();
        }
    }

    private Task<BeginOutcome> BeginAsync(CallWish wish, IVoiceProvider first, KeyClaim? key, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var report = new Report
        {
            Reference = CallReference.New(now),
            Source = ReportSource.Intent,
            At = now,
            Wish = new Wish(first.Traits.Name, wish.Kind, wish.Customer, wish.Agent, wish.AgentName, wish.Play, wish.Campaign, wish.Team),
        };
        var liveSince = options.AgentGuard > TimeSpan.Zero ? now - Deadlines.LiveGuard : (DateTimeOffset?)null;
        return store.BeginAsync(new Intent(report, now + Deadlines.First(options.CallbacksReachUs), now - options.AgentGuard, key, liveSince), cancellationToken);
    }

    private async Task<StartOutcome> DialAsync(CallRow intent, IReadOnlyList<IVoiceProvider> ready)
    {
        CrashPoint.Reach("intent-kept");
        var (last, answer) = await turns.DialAsync(intent, ready);
        CrashPoint.Reach("dial-answered");
        var row = await KeepAnswerAsync(last, answer);
        CrashPoint.Reach("answer-kept");
        if (row.Call is { IsSettled: true, SettledBy: not ReportSource.Reply })
        {
            // The provider has reported on it already, which says more than its answer.
            return new StartOutcome.Placed(row);
        }

        return answer.Report.Proof switch
        {
            DialProof.Refused => new StartOutcome.Refused(row, answer.Report.Detail ?? "no reason was given"),
            DialProof.SlowDown => new StartOutcome.SlowedDown(row, answer.RetryAfter),
            DialProof.NotSent => new StartOutcome.NotSent(row),
            _ => row.Call.Status is CallStatus.Unconfirmed or CallStatus.Requested ? new StartOutcome.Unconfirmed(row) : new StartOutcome.Placed(row),
        };
    }

    // The call was asked for, whatever the store does now: its answer is not lost for the caller, and the log will tell it to the row.
    private async Task<CallRow> KeepAnswerAsync(CallRow intent, DialAnswer answer)
    {
        try
        {
            return await inbox.KeepAsync(answer.Report, answer.Raw, CancellationToken.None) is KeepOutcome.Kept kept ? kept.Row : intent;
        }
        catch (StoreUnavailableException away)
        {
            log.AnswerNotKept(intent.Call.Reference, away);
            return intent;
        }
    }
}
