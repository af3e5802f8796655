using Offhook.Calls;
using Offhook.Gateway.Policy;
using Offhook.Gateway.Providers;
using Offhook.Gateway.Reconciliation;
using Offhook.Gateway.Reports;
using Offhook.Storage;

namespace Offhook.Gateway.Dialling;

/// <summary>Starts calls: policy, turn, intent on the disk, one dial, its answer on the disk. In this order and never twice.</summary>
public sealed class CallStarter(
    ICallStore store, ProviderDirectory providers, NumberPolicy policy, DialRate rate, CallbackTokens tokens, ReportInbox inbox,
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

            if (await rate.WaitAsync(cancellationToken) is { } retryAfter)
            {
                return new StartOutcome.TooFast(retryAfter);
            }

            return await BeginAsync(wish, key, cancellationToken) switch
            {
                BeginOutcome.Begun begun => await DialAsync(begun.Row),
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

    private Task<BeginOutcome> BeginAsync(CallWish wish, KeyClaim? key, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var report = new Report
        {
            Reference = CallReference.New(now),
            Source = ReportSource.Intent,
            At = now,
            Wish = new Wish(providers.Preferred.Traits.Name, wish.Kind, wish.Customer, wish.Agent, wish.AgentName, wish.Play, wish.Campaign, wish.Team),
        };
        return store.BeginAsync(new Intent(report, now + Deadlines.First(options.CallbacksReachUs), now - options.AgentGuard, key), cancellationToken);
    }

    private async Task<StartOutcome> DialAsync(CallRow intent)
    {
        var call = intent.Call;
        CrashPoint.Reach("intent-kept");
        var answer = HeldUp(call) ?? await providers.Preferred.DialAsync(call, tokens.For(call.Reference), CancellationToken.None);
        CrashPoint.Reach("dial-answered");
        if (answer.AccountTrouble)
        {
            log.AccountRefused(answer.Report.Detail ?? "");
        }

        var row = await KeepAnswerAsync(intent, answer);
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

    // A machine that was suspended, or a database that stood still: everybody has given this dial up by now, and the agent may have clicked again elsewhere.
    private DialAnswer? HeldUp(PhoneCall call)
    {
        var now = clock.GetUtcNow();
        return now - call.ReceivedAt < Deadlines.Reply
            ? null
            : new DialAnswer(new Report { Reference = call.Reference, Source = ReportSource.Reply, At = now, Proof = DialProof.NotSent, Detail = "this service was held up before it could dial" }, null);
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
