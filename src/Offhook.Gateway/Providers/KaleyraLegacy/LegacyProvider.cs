using Offhook.Calls;
using Offhook.Gateway.Providers.Kaleyra;
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
    public static readonly CallbackPath Callbacks = new("/webhooks/kaleyra/callback", "Kaleyra reports the end of a call");

    private readonly KaleyraLegacyClient _client;
    private readonly LegacyAccountLog _log;
    private readonly GatewayOptions _options;
    private readonly TimeProvider _clock;
    private readonly LogSearcher _search;

    /// <summary>Speaks to the platform that the client is set up for.</summary>
    public LegacyProvider(KaleyraLegacyClient client, ICallStore store, GatewayOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_client, _options, _clock) = (client, options, clock);
        var reads = new LegacyLogReads(client, clock);
        _log = new LegacyAccountLog(reads, TraitsOf(options.IsDemo));
        _search = new LogSearcher(reads, store, clock);
    }

    /// <inheritdoc/>
    public ProviderTraits Traits => _log.Traits;

    /// <summary>Whether the callback address below a public address is short enough for the provider.</summary>
    public static bool HasRoomFor(Uri publicAddress)
    {
        try
        {
            CallbackTemplate.Build(Callbacks.Below(publicAddress), new string('0', CallReference.Length), new string('0', CallbackTokens.Length), CallbackKind.Voice);
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

        return KaleyraReports.AnswerOf(reply, intent.Reference, _clock.GetUtcNow());
    }

    /// <inheritdoc/>
    public Task<LogSearch> SearchLogAsync(IReadOnlyList<PhoneCall> calls, CancellationToken cancellationToken) => _search.FindAsync(calls, cancellationToken);

    /// <inheritdoc/>
    public Task<LogPage> ReadLogAsync(LogRequest request, CancellationToken cancellationToken) => _log.ReadLogAsync(request, cancellationToken);

    /// <inheritdoc/>
    public Task<RecordingLink> FindRecordingAsync(string recording, CancellationToken cancellationToken) => throw new NotSupportedException("recordings are links");

    /// <inheritdoc/>
    public async Task<string?> ProbeAsync(CancellationToken cancellationToken)
    {
        var today = IndianTime.DayOf(_clock.GetUtcNow());
        return KaleyraReports.TroubleOf(await _client.ReadAccountLogAsync(new LogQuery(today, today) { Page = 1, Limit = 1 }, cancellationToken));
    }

    internal static ProviderTraits TraitsOf(bool isDemo) => new(isDemo ? SimulatedName : RealName, isDemo ? "Kaleyra (simulated)" : "Kaleyra", ReportsLive: false)
    {
        GivesIdInReply = true,
        Recordings = RecordingAccess.ByLink,
        Callbacks = CallbackContents.Outcome | CallbackContents.Legs | CallbackContents.TalkTime | CallbackContents.Times
            | CallbackContents.Recording | CallbackContents.Operator | CallbackContents.KeyPress,
        Plays = [PlayForm.Sound, PlayForm.Ivr],
    };

    private Task<DialReply> AskAsync(PhoneCall intent, string token, CancellationToken cancellationToken)
    {
        if (!Traits.CanPlace(intent))
        {
            return Task.FromResult(KaleyraReports.CannotPlay);
        }

        var reference = CallReference.Compact(intent.Reference);
        return intent.Agent is { } agent
            ? _client.DialClickToCallAsync(new(agent.E164, intent.Customer.E164, Template(CallbackKind.ClickToCall)) { Custom = reference }, cancellationToken)
            : _client.DialVoiceAsync(new(intent.Customer.E164, intent.Play ?? "", Template(CallbackKind.Voice)), cancellationToken);

        string? Template(CallbackKind kind) => _options.HasOneCallbackAddress ? null : CallbackTemplate.Build(Callbacks.Below(_options.PublicAddress()), reference, token, kind);
    }
}
