using Offhook.Gateway.Providers.Kaleyra;
using Offhook.Kaleyra.Legacy;

namespace Offhook.Gateway.Providers.KaleyraLegacy;

/// <summary>The legacy API's log of the account.</summary>
public sealed class LegacyAccountLog : IProviderLog
{
    private readonly LegacyLogReads _reads;

    /// <summary>Reads the log of the real platform.</summary>
    public LegacyAccountLog(KaleyraLegacyClient client, TimeProvider clock)
        : this(new LegacyLogReads(client, clock), LegacyProvider.TraitsOf(isDemo: false))
    {
    }

    internal LegacyAccountLog(LegacyLogReads reads, ProviderTraits traits) => (_reads, Traits) = (reads, traits);

    /// <inheritdoc/>
    public ProviderTraits Traits { get; }

    /// <inheritdoc/>
    public async Task<LogPage> ReadLogAsync(LogRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var query = new LogQuery(request.From, request.To) { Customer = request.Customer?.E164, Page = request.Page, Limit = request.Limit };
        var reply = request.Customer is null
            ? await _reads.OfAccountAsync(query, cancellationToken)
            : await _reads.OfClickToCallAsync(query, cancellationToken);
        return KaleyraReports.PageOf(reply, request.Limit, row => LogRowView.Of(row, LegacyLogReads.ServiceOf(row), Traits));
    }
}
