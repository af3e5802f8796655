using Offhook.Gateway.Providers.Kaleyra;
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
        return KaleyraReports.PageOf(reply, request.Limit, row =>
            request.Customer is not { } customer || LogJoin.IsNumber(customer, row.To ?? "") ? LogRowView.Of(row, IoLogReads.ServiceOf(row), Traits) : null);
    }
}
