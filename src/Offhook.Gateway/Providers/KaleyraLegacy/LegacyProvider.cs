using Offhook.Calls;
using Offhook.Gateway.Reports;
using Offhook.Kaleyra;
using Offhook.Kaleyra.Legacy;
using Offhook.Storage;

namespace Offhook.Gateway.Providers.KaleyraLegacy;

/// <summary>Kaleyra's legacy API. It reports only the end of a call, and nothing while it rings.</summary>
public sealed class LegacyProvider : IVoiceProvider
{
    /// <summary>The name of the real platform in the column <c>provider</c>.</summary>
    public const string RealName = "kaleyra-legacy";

    /// <summary>The name of the simulated one.</summary>
    public const string SimulatedName = "simulator";

    /// <summary>Where the provider calls back, below the public address.</summary>
    public const string CallbackPath = "/webhooks/kaleyra/callback";

    // Below the public address, which may have a path of its own and ends in a slash.
    private const string RelativeCallbackPath = "webhooks/kaleyra/callback";

    private readonly KaleyraLegacyClient _client;
    private readonly LegacyLogReads _reads;
    private readonly GatewayOptions _options;
    private readonly TimeProvider _clock;
    private readonly LegacyLogSearch _search;

    /// <summary>Speaks to the platform that the client is set up for.</summary>
    public LegacyProvider(KaleyraLegacyClient client, ICallStore store, GatewayOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_client, _options, _clock) = (client, options, clock);
        _reads = new LegacyLogReads(client, clock);
        _search = new LegacyLogSearch(_reads, store, clock);
        Traits = options.IsDemo
            ? new(SimulatedName, "Kaleyra (simulated)", ReportsLive: false)
            : new(RealName, "Kaleyra", ReportsLive: false);
    }

    /// <inheritdoc/>
    public ProviderTraits Traits { get; }

    /// <summary>Whether the callback address below a public address is short enough for the provider.</summary>
    public static bool HasRoomFor(Uri publicAddress)
    {
        try
        {
            CallbackTemplate.Build(CallbackAddress(publicAddress), new string('0', CallReference.Length), new string('0', CallbackTokens.Length), CallbackKind.Voice);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public async Task<DialAnswer> DialAsync(PhoneCall intent, string token, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(intent);
        DialReply reply;
        try
        {
            reply = await AskAsync(intent, token, cancellationToken);
        }
        catch (ArgumentException)
        {
            // The client's own check, before anything is sent: another country's number of ten digits would ring a stranger in India.
            reply = new DialReply.Refused(RefusalKind.Rejected, "it would take this number for another one");
        }

        return new DialAnswer(
            LegacyReports.Of(reply, intent.Reference, _clock.GetUtcNow()),
            reply.Raw,
            (reply as DialReply.Refused)?.RetryAfter,
            reply is DialReply.Refused { Kind: RefusalKind.Authentication or RefusalKind.Account });
    }

    /// <inheritdoc/>
    public Task<LogSearch> SearchLogAsync(IReadOnlyList<PhoneCall> calls, CancellationToken cancellationToken) => _search.FindAsync(calls, cancellationToken);

    /// <inheritdoc/>
    public async Task<LogPage> ReadLogAsync(LogRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var query = new LogQuery(request.From, request.To) { Customer = request.Customer?.E164, Page = request.Page, Limit = request.Limit };
        var reply = request.Customer is null
            ? await _reads.OfAccountAsync(query, cancellationToken)
            : await _reads.OfClickToCallAsync(query, cancellationToken);
        return reply switch
        {
            LogReply.Rows rows => new LogPage.Read([.. rows.Items.Select(row => LegacyLogView.Of(row, Traits))], rows.Items.Count >= request.Limit),
            LogReply.Refused { Kind: RefusalKind.SlowDown } slow => new LogPage.Unavailable(slow.Reason, slow.RetryAfter),
            LogReply.Refused refused => new LogPage.Refused(refused.Reason),
            LogReply.Unavailable unavailable => new LogPage.Unavailable(unavailable.Why, unavailable.RetryAfter),
            _ => throw new InvalidOperationException("a log reply of no known kind"),
        };
    }

    private Task<DialReply> AskAsync(PhoneCall intent, string token, CancellationToken cancellationToken)
    {
        var address = CallbackAddress(_options.PublicAddress());
        var reference = CallReference.Compact(intent.Reference);
        if (intent.Agent is { } agent)
        {
            var template = CallbackTemplate.Build(address, reference, token, CallbackKind.ClickToCall);
            return _client.DialClickToCallAsync(new(agent.E164, intent.Customer.E164, template) { Custom = reference }, cancellationToken);
        }

        var voice = CallbackTemplate.Build(address, reference, token, CallbackKind.Voice);
        return _client.DialVoiceAsync(new(intent.Customer.E164, intent.Play ?? "", voice), cancellationToken);
    }

    private static Uri CallbackAddress(Uri publicAddress) => new(publicAddress, RelativeCallbackPath);
}
