using Offhook.Calls;
using Offhook.Gateway.Providers.Kaleyra;
using Offhook.Kaleyra;
using Offhook.Kaleyra.Io;

namespace Offhook.Gateway.Providers.KaleyraIo;

/// <summary>kaleyra.io's log of the last seven days: of single calls by their ids, or of a span of time.</summary>
internal sealed class IoLogReads(KaleyraIoClient client, TimeProvider clock) : IKaleyraLog
{
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(15);

    // Clocks differ, and a question takes its time.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    private readonly LogRetry _reads = new(clock);

    /// <inheritdoc/>
    /// <remarks>Every call is looked up at least once, for its times: a page of the log tells those of many at once.</remarks>
    public int MostSingleQuestions => 3;

    /// <inheritdoc/>
    public bool ListsOutbound => true;

    /// <inheritdoc/>
    public bool RowsBearTheId => true;

    /// <summary>Which product made a row.</summary>
    /// <remarks>Assumed: the words for the kind of a call are not published, so they are read by what they hold; a row of two numbers without a word is a click-to-call.</remarks>
    public static LoggedService ServiceOf(LogRow row)
    {
        var word = row.Service ?? "";
        return Holds("click", "c2c") ? LoggedService.ClickToCall
            : Holds("incoming", "inbound", "missed") ? LoggedService.Inbound
            : Holds("outbound", "obd", "flow", "outgoing") || row.From is null ? LoggedService.Outbound
            : LoggedService.ClickToCall;

        bool Holds(params ReadOnlySpan<string> parts)
        {
            foreach (var part in parts)
            {
                if (word.Contains(part, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }

            return false;
        }
    }

    LoggedService IKaleyraLog.ServiceOf(LogRow row) => ServiceOf(row);

    /// <inheritdoc/>
    public Task<LogReply> OfCallAsync(PhoneCall call, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return OfSpanAsync(call.ReceivedAt - Overlap, now, query => query with { CallId = call.CallId }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<LogReply> OfSpanAsync(DateTimeOffset from, DateTimeOffset to, int page, CancellationToken cancellationToken) =>
        OfSpanAsync(from, to, query => query with { Page = page, Limit = LogSearcher.RowsPerPage }, cancellationToken);

    private Task<LogReply> OfQueryAsync(IoLogQuery query, CancellationToken cancellationToken) => _reads.ReadAsync(token => client.ReadCallLogAsync(query, token), cancellationToken);

    /// <summary>One page of the log of a span of time, as far as the log reaches: one that begins a moment too early would be refused as a whole. One that lies out of reach altogether is left to the provider to refuse.</summary>
    public Task<LogReply> OfSpanAsync(DateTimeOffset from, DateTimeOffset to, Func<IoLogQuery, IoLogQuery> narrowed, CancellationToken cancellationToken)
    {
        var edge = clock.GetUtcNow() - IoLogQuery.LongestReach + Margin;
        var start = from < edge && edge < to ? edge : from;
        return OfQueryAsync(narrowed(new IoLogQuery(start, to < start ? start : to)), cancellationToken);
    }
}
