using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Offhook.Calls;
using Offhook.Gateway.Providers;
using Offhook.Gateway.Reports;
using Offhook.Storage;

namespace Offhook.Gateway.Reconciliation;

/// <summary>
/// Takes hints that a call is over from whoever knows the installation's one static callback address. A hint proves nothing: it makes us read the provider's log for that call at
/// once, and only what the log says is kept.
/// </summary>
/// <remarks>Hints are kept in memory alone. One that is lost with the process, or that comes when too many wait, costs time and no call: the log is read for every open call anyway.</remarks>
public sealed class CallHints(ICallStore store, ProviderDirectory providers, ReportInbox inbox, TimeProvider clock, PollerLog log) : BackgroundService
{
    /// <summary>Hints that wait at most; more are left to the deadlines.</summary>
    public const int MostWaiting = 1000;

    private const int LongestId = 128;
    private const int MostUnnamed = 200;

    // Rows reach the provider's log some time after the end of a call. After the last try the ordinary deadlines go on.
    private static readonly TimeSpan[] Tries = [TimeSpan.Zero, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(45)];

    // However many hints come, the log is read in rounds.
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan UnnamedAge = TimeSpan.FromHours(1);

    private readonly Channel<string> _arrived = Channel.CreateBounded<string>(new BoundedChannelOptions(MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Takes a hint.</summary>
    /// <param name="providerCallId">The provider's id of the call; null when none was said. Then, and when no call has this id, the calls are meant whose id nobody has told us.</param>
    public void Take(string? providerCallId) => _arrived.Writer.TryWrite(providerCallId is { Length: <= LongestId } id ? id : "");

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var waiting = new Dictionary<string, (int Try, DateTimeOffset Due)>(StringComparer.Ordinal);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await WaitAsync(waiting, stoppingToken);
                while (waiting.Count < MostWaiting && _arrived.Reader.TryRead(out var id))
                {
                    waiting[id] = (0, clock.GetUtcNow());
                }

                await LookAsync(waiting, stoppingToken);
                await Task.Delay(BetweenRounds, clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever went wrong, later hints must be followed, and the deadlines look after the calls of these.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                waiting.Clear();
                log.HintsFailed(failure);
                await Task.Delay(BetweenRounds, clock, stoppingToken);
            }
        }
    }

    private async Task WaitAsync(Dictionary<string, (int Try, DateTimeOffset Due)> waiting, CancellationToken stoppingToken)
    {
        var arrival = _arrived.Reader.WaitToReadAsync(stoppingToken).AsTask();
        if (waiting.Count == 0)
        {
            await arrival;
            return;
        }

        var left = waiting.Values.Min(hint => hint.Due) - clock.GetUtcNow();
        if (left > TimeSpan.Zero && waiting.Count < MostWaiting)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            await Task.WhenAny(arrival, Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), clock, either.Token));
            await either.CancelAsync();
        }
    }

    private async Task LookAsync(Dictionary<string, (int Try, DateTimeOffset Due)> waiting, CancellationToken stoppingToken)
    {
        var now = clock.GetUtcNow();
        string[] due = [.. waiting.Where(hint => hint.Value.Due <= now).Select(hint => hint.Key)];
        var meant = new Dictionary<Guid, (PhoneCall Call, string Hint)>();
        foreach (var id in due)
        {
            foreach (var call in await MeantAsync(id, now, stoppingToken))
            {
                meant.TryAdd(call.Reference, (call, id));
            }
        }

        foreach (var group in meant.Values.GroupBy(hint => hint.Call.Provider))
        {
            if (providers.Find(group.Key) is { } provider)
            {
                await ReadAsync(provider, [.. group.Select(hint => hint.Call)], stoppingToken);
            }
        }

        foreach (var id in due)
        {
            var next = waiting[id].Try + 1;
            if (next < Tries.Length && (await MeantAsync(id, now, stoppingToken)).Count > 0)
            {
                waiting[id] = (next, now + Tries[next]);
            }
            else
            {
                waiting.Remove(id);
            }
        }
    }

    private async Task ReadAsync(IVoiceProvider provider, IReadOnlyList<PhoneCall> calls, CancellationToken stoppingToken)
    {
        var search = await provider.SearchLogAsync(calls, stoppingToken);
        if (search.Trouble is { } trouble)
        {
            log.CannotRead(trouble);
        }

        foreach (var finding in search.Findings)
        {
            await inbox.KeepAsync(finding.Report, finding.Raw, stoppingToken);
        }
    }

    private async Task<IReadOnlyList<PhoneCall>> MeantAsync(string id, DateTimeOffset now, CancellationToken stoppingToken)
    {
        if (id.Length > 0 && await store.FindByProviderIdAsync(id, stoppingToken) is { Count: > 0 } known)
        {
            return [.. known.Select(row => row.Call).Where(call => call.IsLookedAfter)];
        }

        // Their dials were answered in a way that told no id. The search joins them to rows of the log by both numbers and time.
        var open = await store.ListAsync(new CallFilter { OpenOnly = true, From = now - UnnamedAge }, null, MostUnnamed, stoppingToken);
        return [.. open.Items.Select(row => row.Call).Where(call => !call.HasProviderId())];
    }
}
