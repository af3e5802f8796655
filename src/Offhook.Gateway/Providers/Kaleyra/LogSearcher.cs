using Offhook.Calls;
using Offhook.Kaleyra;
using Offhook.Storage;

namespace Offhook.Gateway.Providers.Kaleyra;

/// <summary>Looks calls up in Kaleyra's log: one by one where the id of the dial is known, and in the log of their time for the rest.</summary>
internal sealed class LogSearcher(IKaleyraLog log, ICallStore store, TimeProvider clock)
{
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(15);

    /// <summary>As many rows are asked for on a page.</summary>
    public const int RowsPerPage = 200;
    private const int MostPages = 50;
    private const int LongestId = 128;

    // One call's question may fail by itself. When a second one fails too, the log is away, and each further question would wait for its time-out.
    private const int FailuresThatMeanAway = 2;

    public async Task<LogSearch> FindAsync(IReadOnlyList<PhoneCall> calls, CancellationToken cancellationToken)
    {
        var findings = new List<LogFinding>();
        var rest = new List<PhoneCall>();
        var notRead = new HashSet<Guid>();
        string? trouble = null;
        var failures = 0;
        var asksOneByOne = calls.Count(CanBeAskedFor) <= log.MostSingleQuestions;
        foreach (var call in calls)
        {
            if (failures >= FailuresThatMeanAway)
            {
                notRead.Add(call.Reference);
                continue;
            }

            var (row, why) = asksOneByOne && CanBeAskedFor(call) ? await ReadOneAsync(call, cancellationToken) : default;
            if (row is not null)
            {
                findings.Add(Found(call, row));
            }
            else if (why is not null)
            {
                trouble ??= why;
                failures++;
                notRead.Add(call.Reference);
            }
            else if (IsWorthLookingAround(call, asksOneByOne))
            {
                rest.Add(call);
            }
        }

        var ambiguous = new List<Guid>();
        if (rest.Count > 0 && failures < FailuresThatMeanAway)
        {
            var (rows, why) = await ReadSpanAsync(rest, cancellationToken);
            trouble ??= why;
            if (why is null)
            {
                await JoinAsync(rest, rows, findings, ambiguous, cancellationToken);
                rest.Clear();
            }
        }

        notRead.UnionWith(rest.Select(call => call.Reference));
        return new LogSearch(findings, notRead, ambiguous, trouble);
    }

    // An id is whatever the provider sent; the client refuses to send one that no provider would have made.
    private static bool CanBeAskedFor(PhoneCall call) => call.HasProviderId() && call.CallId.Length is > 0 and <= LongestId && call.CallId.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0;

    // A call whose own question brought nothing yet is as a rule only not in the log yet. Whose id no row bears is looked for among all.
    private bool IsWorthLookingAround(PhoneCall call, bool wasAskedFor) => call.Kind is CallKind.ClickToCall
        ? !(log.RowsBearTheId && wasAskedFor && CanBeAskedFor(call)) || clock.GetUtcNow() - call.ReceivedAt >= Overlap
        : log.ListsOutbound && call.HasProviderId();

    private async Task<(LogRow? Row, string? Trouble)> ReadOneAsync(PhoneCall call, CancellationToken cancellationToken)
    {
        var reply = await log.OfCallAsync(call, cancellationToken);
        if (reply is not LogReply.Rows rows)
        {
            return (null, Trouble(reply));
        }

        // No rows means that the log does not have it yet. Several rows for one id are attempts or legs of which none may be picked by us.
        var finished = rows.Items.Where(row => IsFinished(row) && LogJoin.IsPlausible(call, row) && (!log.RowsBearTheId || LogJoin.BearsItsId(call, row))).DistinctBy(LogJoin.Key).ToList();
        return (finished.Count == 1 ? finished[0] : null, null);
    }

    private async Task<(List<LogRow> Rows, string? Trouble)> ReadSpanAsync(List<PhoneCall> calls, CancellationToken cancellationToken)
    {
        var rows = new List<LogRow>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        var (from, to) = SpanOf(calls);
        var pageSize = 0;
        for (var page = 1; page <= MostPages; page++)
        {
            var reply = await log.OfSpanAsync(from, to, page, cancellationToken);
            if (reply is not LogReply.Rows read)
            {
                return (rows, Trouble(reply));
            }

            // The platform may give fewer rows than asked for (its own maximum is not published), so the first page tells how long a full one is.
            pageSize = page == 1 ? read.Items.Count : pageSize;
            var news = read.Items.Where(row => known.Add(LogJoin.Key(row))).ToList();
            rows.AddRange(news.Where(row => IsFinished(row) && calls.Exists(call => LogJoin.IsPlausible(call, row))));
            if (news.Count == 0 || read.Items.Count < pageSize)
            {
                return (rows, null);
            }
        }

        return (rows, $"the log of {IndianTime.DayOf(from):yyyy-MM-dd} to {IndianTime.DayOf(to):yyyy-MM-dd} has more than {MostPages} pages");
    }

    private (DateTimeOffset From, DateTimeOffset To) SpanOf(List<PhoneCall> calls)
    {
        var from = calls.Min(call => call.ReceivedAt) - Overlap;
        var now = clock.GetUtcNow();
        var end = calls.Max(call => call.ReceivedAt) + Overlap;
        var to = end < now ? end : now;
        return (from, to < from ? from : to); // A clock that was set back may stand before the call.
    }

    private async Task JoinAsync(List<PhoneCall> calls, List<LogRow> rows, List<LogFinding> findings, List<Guid> ambiguous, CancellationToken cancellationToken)
    {
        foreach (var call in calls)
        {
            var rivals = await RivalsAsync(call, cancellationToken);
            var used = await UsedAsync(call, rows, cancellationToken);
            var (row, isAmbiguous) = new LogJoin(rivals, used, log.ServiceOf).Find(call, rows);
            if (row is not null)
            {
                findings.Add(Found(call, row));
            }
            else if (isAmbiguous)
            {
                ambiguous.Add(call.Reference);
            }
        }
    }

    // A row may begin 2 minutes before to 10 minutes after its call, so calls up to 12 minutes apart may claim the same row.
    private async Task<IReadOnlyList<PhoneCall>> RivalsAsync(PhoneCall call, CancellationToken cancellationToken)
    {
        var filter = new CallFilter { Customer = call.Customer, Agent = call.Agent, From = call.ReceivedAt - Overlap, Until = call.ReceivedAt + Overlap };
        var page = await store.ListAsync(filter, null, 200, cancellationToken);
        return [.. page.Items.Select(row => row.Call).Where(other => other.Provider == call.Provider && MayHaveRung(other))];
    }

    private static bool MayHaveRung(PhoneCall call) =>
        call.Reason != Reason.ProviderRefused && call.Reason != Reason.NeverConnected && call.Reason != Reason.SlowDown;

    private async Task<HashSet<string>> UsedAsync(PhoneCall call, List<LogRow> rows, CancellationToken cancellationToken)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in rows.Where(row => row.Id is not null && LogJoin.IsPlausible(call, row)))
        {
            foreach (var id in new[] { row.Id, row.UniqueId, row.ParentId }.OfType<string>())
            {
                var owners = await store.FindByProviderIdAsync(id, cancellationToken);
                if (owners.Any(owner => owner.Call.Reference != call.Reference))
                {
                    used.Add(row.Id!);
                }
            }
        }

        return used;
    }

    private LogFinding Found(PhoneCall call, LogRow row) =>
        new(KaleyraReports.Of(row, call.Reference, call.Kind is CallKind.Outbound, clock.GetUtcNow()), row.Raw);

    // A row without an end may be that of a call still in progress, and a duration of 0 proves an end only beside a word for a failure.
    private static bool IsFinished(LogRow row) =>
        row.EndedAt is not null || row.Duration > TimeSpan.Zero || row.Talk > TimeSpan.Zero || (row.Duration == TimeSpan.Zero && SaysFailure(row));

    private static bool SaysFailure(LogRow row) =>
        KaleyraWords.Read(row.Status, row.AgentStatus, row.CustomerStatus, isOutbound: false) is var words
        && (words.Overall.IsFailure() || words.Agent.IsFailure() || words.Customer.IsFailure());

    private static string Trouble(LogReply reply) => reply switch
    {
        LogReply.Refused refused => refused.Reason,
        LogReply.Unavailable unavailable => unavailable.Why,
        _ => "an answer of no known kind",
    };
}
