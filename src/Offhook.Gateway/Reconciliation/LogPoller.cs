using Microsoft.Extensions.Hosting;
using Offhook.Calls;
using Offhook.Gateway.Providers;
using Offhook.Gateway.Reports;
using Offhook.Storage;

namespace Offhook.Gateway.Reconciliation;

/// <summary>Looks after open calls: asks the provider's log for those that stay silent, and settles as what is known those whose deadline passed.</summary>
public sealed class LogPoller(
    ICallStore store, ProviderDirectory providers, ReportInbox inbox, GatewayOptions options, TimeProvider clock, PollerLog log) : BackgroundService
{
    private const int Batch = 50;

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    // The longest sleep, so that a call that was begun meanwhile is not waited for too long.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(10);

    // Longer than one round takes. After a node died in the middle of one, its calls wait no longer than this.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var due = await store.ClaimDueAsync(clock.GetUtcNow(), Lease, Batch, stoppingToken);
                if (due.Count == 0)
                {
                    await SleepAsync(stoppingToken);
                }
                else
                {
                    await LookAfterAsync(due, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever went wrong, open calls must go on being looked after.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                log.Failed(failure);
                await Task.Delay(AfterFailure, clock, stoppingToken);
            }
        }
    }

    private async Task SleepAsync(CancellationToken stoppingToken)
    {
        var wait = await store.NextDueAsync(stoppingToken) - clock.GetUtcNow() ?? Longest;

        // Timers count whole milliseconds and drop the rest; waking up before the time would only mean to ask again at once.
        var rounded = TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
        await Task.Delay(rounded < Shortest ? Shortest : rounded < Longest ? rounded : Longest, clock, stoppingToken);
    }

    private async Task LookAfterAsync(IReadOnlyList<DueCall> due, CancellationToken stoppingToken)
    {
        var now = clock.GetUtcNow();
        foreach (var call in due.Where(call => IsReplyOverdue(call.Row.Call, now)))
        {
            await inbox.KeepAsync(NoReply(call.Row.Call.Reference, now), null, stoppingToken);
        }

        foreach (var group in due.GroupBy(call => call.Row.Call.Provider))
        {
            await AskAsync(group.Key, [.. group], now, stoppingToken);
        }
    }

    private async Task AskAsync(string providerName, IReadOnlyList<DueCall> due, DateTimeOffset now, CancellationToken stoppingToken)
    {
        // What the log does not hold any more, nobody will ever tell; and a question that goes back too far would be refused for all.
        var reach = providers.Find(providerName)?.Traits.LogReach;
        var lost = due.Where(call => now - call.Row.Call.ReceivedAt >= reach).ToList();
        var asked = due.Except(lost).Where(call => Deadlines.IsWorthAsking(call.Row.Call, options.CallbacksReachUs, now)).ToList();
        var search = new LogSearch([], [], []);
        if (asked.Count > 0)
        {
            search = await SearchAsync(providerName, [.. asked.Select(call => call.Row.Call)], stoppingToken);
            Tell(search);
        }

        foreach (var finding in search.Findings)
        {
            await inbox.KeepAsync(finding.Report, finding.Raw, stoppingToken);
        }

        foreach (var call in due)
        {
            await SettleOrPostponeAsync(call, lost.Contains(call) || (asked.Contains(call) && !search.NotRead.Contains(call.Row.Call.Reference)), stoppingToken);
        }
    }

    // One search that breaks, for whatever reason, must not keep its calls, and all behind them, from their deadlines.
    private async Task<LogSearch> SearchAsync(string providerName, IReadOnlyList<PhoneCall> calls, CancellationToken stoppingToken)
    {
        if (providers.Find(providerName) is not { } provider)
        {
            return Unread(calls, $"the provider {providerName} is not configured any more");
        }

        try
        {
            return await provider.SearchLogAsync(calls, stoppingToken);
        }
#pragma warning disable CA1031 // As said above. The store's own trouble ends the round, because nothing could be kept of it.
        catch (Exception broken) when (broken is not StoreUnavailableException && !stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            log.SearchBroke(providerName, broken);
            return Unread(calls, null);
        }
    }

    private static LogSearch Unread(IReadOnlyList<PhoneCall> calls, string? trouble) => new([], [.. calls.Select(call => call.Reference)], [], trouble);

    private async Task SettleOrPostponeAsync(DueCall due, bool logWasRead, CancellationToken stoppingToken)
    {
        // Read again: a finding, or a callback that came meanwhile, may have settled it.
        if (await store.FindAsync(due.Row.Call.Reference.ToString("D"), stoppingToken) is not { Call: { IsLookedAfter: true } call } row)
        {
            // Also when another program wrote the times.
            await store.GiveUpAsync(due, stoppingToken);
            return;
        }

        var now = clock.GetUtcNow();
        if (call.IsSettled)
        {
            await LookForTimesAsync(due, row, logWasRead, now, stoppingToken);
            return;
        }

        var deadline = Deadlines.Of(call);
        if (now >= (logWasRead ? deadline : deadline + Deadlines.LogOutage))
        {
            log.DeadlinePassed(call.Reference);
            await inbox.KeepAsync(new Report { Reference = call.Reference, Source = ReportSource.Deadline, At = now }, null, stoppingToken);
            return;
        }

        await store.PostponeAsync(due, Deadlines.Next(call, options.CallbacksReachUs, now), stoppingToken);
    }

    // Its outcome is known; only when it was, and perhaps its recording, is not.
    private async Task LookForTimesAsync(DueCall due, CallRow row, bool logWasRead, DateTimeOffset now, CancellationToken stoppingToken)
    {
        var end = row.UpdatedAt + Deadlines.Times;
        if (now >= (logWasRead ? end : end + Deadlines.LogOutage))
        {
            await store.GiveUpAsync(due, stoppingToken);
            return;
        }

        await store.PostponeAsync(due, Deadlines.NextForTimes(row.UpdatedAt, options.CallbacksReachUs, now), stoppingToken);
    }

    private void Tell(LogSearch search)
    {
        if (search.Trouble is { } trouble)
        {
            log.CannotRead(trouble);
        }

        foreach (var reference in search.Ambiguous)
        {
            log.Ambiguous(reference);
        }
    }

    private static bool IsReplyOverdue(PhoneCall call, DateTimeOffset now) => call.Status is CallStatus.Requested && now - call.ReceivedAt >= Deadlines.Reply;

    private static Report NoReply(Guid reference, DateTimeOffset now) =>
        new() { Reference = reference, Source = ReportSource.Reply, At = now, Proof = DialProof.Unknown, Detail = "no answer was recorded" };
}
