using Offhook.Gateway.Providers.Kaleyra;
using Offhook.Kaleyra;
using Offhook.Kaleyra.Io;

namespace Offhook.Gateway.Providers.KaleyraIo;

/// <summary>kaleyra.io's log of the account.</summary>
public sealed class IoAccountLog : IProviderLog
{
    private readonly IoLogReads _reads;

    /// <summary>Reads the log of the platform that the client is set up for.</summary>
    public IoAccountLog(KaleyraIoClient client, IoPlays plays, TimeProvider clock)
        : this(new IoLogReads(client, clock), IoProvider.TraitsOf(plays))
    {
    }

    internal IoAccountLog(IoLogReads reads, ProviderTraits traits) => (_reads, Traits) = (reads, traits);

    /// <inheritdoc/>
    public ProviderTraits Traits { get; }

    /// <inheritdoc/>
    public async Task<LogPage> ReadLogAsync(LogRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (from, to) = (IndianTime.StartOf(request.From), IndianTime.StartOf(request.To.AddDays(1)).AddSeconds(-1));
        var reply = await _reads.OfSpanAsync(from, to, query => query with { Page = request.Page, Limit = request.Limit }, cancellationToken);

        // This log cannot be asked for one number, so a page may show fewer rows than it has.
        var page = KaleyraReports.PageOf(reply, request.Limit, row =>
            request.Customer is not { } customer || LogJoin.IsNumber(customer, row.To ?? "") ? LogRowView.Of(row, IoLogReads.ServiceOf(row), Traits) : null);
        return page is LogPage.Read { HasMore: false } read && reply is LogReply.Rows { Items: [.., var last] }
            ? read with { HasMore = await ContinuesAsync(from, to, request, last, cancellationToken) }
            : page;
    }

    // The platform may give fewer rows than asked for (its own maximum is not published), so only the next page tells whether a short one is the last.
    private async Task<bool> ContinuesAsync(DateTimeOffset from, DateTimeOffset to, LogRequest request, LogRow last, CancellationToken cancellationToken) =>
        await _reads.OfSpanAsync(from, to, query => query with { Page = request.Page + 1, Limit = request.Limit }, cancellationToken) is LogReply.Rows { Items: { Count: > 0 } next }
        && LogJoin.Key(next[^1]) != LogJoin.Key(last);
}
