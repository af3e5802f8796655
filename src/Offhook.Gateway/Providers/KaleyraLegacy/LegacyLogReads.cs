using Offhook.Calls;
using Offhook.Gateway.Providers.Kaleyra;
using Offhook.Kaleyra;
using Offhook.Kaleyra.Legacy;

namespace Offhook.Gateway.Providers.KaleyraLegacy;

/// <summary>The log of the legacy API: of single calls by their ids, of the account by Indian days.</summary>
internal sealed class LegacyLogReads(KaleyraLegacyClient client, TimeProvider clock) : IKaleyraLog
{
    private readonly LogRetry _reads = new(clock);

    /// <inheritdoc/>
    public int MostSingleQuestions => int.MaxValue;

    /// <inheritdoc/>
    public bool ListsOutbound => false;

    /// <inheritdoc/>
    public bool RowsBearTheId => false;

    /// <summary>Which product made a row. An incoming call gives a row of its own and one for each agent it was forwarded to.</summary>
    public static LoggedService ServiceOf(LogRow row) =>
        Is(row, "Click2Call") ? LoggedService.ClickToCall
        : Is(row, "Incoming") || Is(row, "CallForward") ? LoggedService.Inbound
        : LoggedService.Outbound;

    LoggedService IKaleyraLog.ServiceOf(LogRow row) => ServiceOf(row);

    /// <inheritdoc/>
    public Task<LogReply> OfCallAsync(PhoneCall call, CancellationToken cancellationToken) => call.Kind is CallKind.Outbound
        ? _reads.ReadAsync(token => client.ReadVoiceStatusAsync(call.CallId, token), cancellationToken)
        : _reads.ReadAsync(token => client.ReadClickToCallStatusAsync(call.CallId, token), cancellationToken);

    /// <inheritdoc/>
    public Task<LogReply> OfSpanAsync(DateTimeOffset from, DateTimeOffset to, int page, CancellationToken cancellationToken) =>
        OfAccountAsync(new LogQuery(IndianTime.DayOf(from), IndianTime.DayOf(to)) { Page = page, Limit = LogSearcher.RowsPerPage }, cancellationToken);

    public Task<LogReply> OfAccountAsync(LogQuery query, CancellationToken cancellationToken) => _reads.ReadAsync(token => client.ReadAccountLogAsync(query, token), cancellationToken);

    public Task<LogReply> OfClickToCallAsync(LogQuery query, CancellationToken cancellationToken) => _reads.ReadAsync(token => client.ReadClickToCallLogAsync(query, token), cancellationToken);

    private static bool Is(LogRow row, string service) => string.Equals(row.Service, service, StringComparison.OrdinalIgnoreCase);
}
