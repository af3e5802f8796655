using Offhook.Calls;
using Offhook.Gateway.Providers.Kaleyra;
using Offhook.Gateway.Reports;
using Offhook.Kaleyra;
using Offhook.Kaleyra.Io;
using Offhook.Storage;

namespace Offhook.Gateway.Providers.KaleyraIo;

/// <summary>kaleyra.io. It reports the steps of a call while they happen, and its end without times: those are in its log.</summary>
public sealed class IoProvider : IVoiceProvider
{
    /// <summary>The name in the column <c>provider</c>.</summary>
    public const string Name = "kaleyra-io";

    /// <summary>Where the steps of a call are reported.</summary>
    public static readonly CallbackPath Events = new("/webhooks/kaleyra/io/events", "kaleyra.io reports a step of a call");

    /// <summary>Where its end is reported.</summary>
    public static readonly CallbackPath EndReports = new("/webhooks/kaleyra/io/report", "kaleyra.io reports the end of a call");

    private static readonly TimeSpan LinkLifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(1);

    private readonly KaleyraIoClient _client;
    private readonly IoLogReads _reads;
    private readonly GatewayOptions _options;
    private readonly TimeProvider _clock;
    private readonly LogSearcher _search;

    /// <summary>Speaks to the platform that the client is set up for.</summary>
    public IoProvider(KaleyraIoClient client, IoPlays plays, ICallStore store, GatewayOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(plays);
        (_client, _options, _clock) = (client, options, clock);
        _reads = new IoLogReads(client, clock);
        _search = new LogSearcher(_reads, store, clock);
        Traits = new(Name, "Kaleyra", ReportsLive: true)
        {
            Recordings = RecordingAccess.ById,
            Callbacks = CallbackContents.Outcome | CallbackContents.Legs | CallbackContents.TalkTime | CallbackContents.KeyPress,
            LogReach = IoLogQuery.LongestReach,
            Plays = plays.Forms,
        };
    }

    /// <inheritdoc/>
    public ProviderTraits Traits { get; }

    /// <summary>Whether the callback addresses below a public address are short enough.</summary>
    public static bool HasRoomFor(Uri publicAddress)
    {
        var (reference, token) = (new string('0', CallReference.Length), new string('0', CallbackTokens.Length));
        try
        {
            IoCallbackTemplates.EndReport(EndReports.Below(publicAddress), reference, token);
            IoCallbackTemplates.Events(Events.Below(publicAddress), reference, token, isOutbound: false);
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
            // The client's own check, before anything is sent.
            reply = new DialReply.Refused(RefusalKind.Rejected, "it would take this call for another one");
        }

        return KaleyraReports.AnswerOf(reply, intent.Reference, _clock.GetUtcNow());
    }

    /// <inheritdoc/>
    public Task<LogSearch> SearchLogAsync(IReadOnlyList<PhoneCall> calls, CancellationToken cancellationToken) => _search.FindAsync(calls, cancellationToken);

    /// <inheritdoc/>
    public async Task<LogPage> ReadLogAsync(LogRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (from, to) = (IndianTime.StartOf(request.From), IndianTime.StartOf(request.To.AddDays(1)).AddSeconds(-1));

        // Of the first day that the log shows, its beginning is already too old; and the provider's clock may be ahead of ours.
        var earliest = _clock.GetUtcNow() - IoLogQuery.LongestReach + ClockDifference;
        from = from < earliest && earliest < to ? earliest : from;
        var reply = await _reads.OfQueryAsync(new IoLogQuery(from, to) { Page = request.Page, Limit = request.Limit }, cancellationToken);

        // This log cannot be asked for one number, so a page may show fewer rows than it has.
        return KaleyraReports.PageOf(reply, request.Limit, row =>
            request.Customer is not { } customer || LogJoin.IsNumber(customer, row.To ?? "") ? LogRowView.Of(row, IoLogReads.ServiceOf(row), Traits) : null);
    }

    /// <inheritdoc/>
    public async Task<RecordingLink> FindRecordingAsync(string recording, CancellationToken cancellationToken) =>
        !RecordingName.TryRead(recording, out var id)
            ? new RecordingLink.Unavailable("It has no name that the provider knows.")
            : await _client.FindRecordingAsync(id, LinkLifetime, cancellationToken) switch
            {
                RecordingReply.Link link => new RecordingLink.Found(link.Address),
                RecordingReply.Refused refused => new RecordingLink.Unavailable($"The provider refused: {refused.Reason}"),
                RecordingReply.Unavailable unavailable => new RecordingLink.Unavailable($"The provider gave no link: {unavailable.Why}"),
                var other => throw new InvalidOperationException($"a reply of no known kind: {other.GetType().Name}"),
            };

    /// <inheritdoc/>
    public async Task<string?> ProbeAsync(CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        return KaleyraReports.TroubleOf(await _client.ReadCallLogAsync(new IoLogQuery(now.AddMinutes(-1), now) { Limit = 1 }, cancellationToken));
    }

    private Task<DialReply> AskAsync(PhoneCall intent, string token, CancellationToken cancellationToken)
    {
        var reference = CallReference.Compact(intent.Reference);
        var report = IoCallbackTemplates.EndReport(EndReports.Below(_options.PublicAddress()), reference, token);
        var events = IoCallbackTemplates.Events(Events.Below(_options.PublicAddress()), reference, token, isOutbound: intent.Agent is null);
        return intent.Agent is { } agent
            ? _client.DialClickToCallAsync(new IoClickToCall(agent.E164, intent.Customer.E164) { EndReport = report, Events = events }, cancellationToken)
            : _client.DialOutboundAsync(new IoOutboundCall(intent.Customer.E164, TargetOf(intent.Play ?? "")) { EndReport = report, Events = events }, cancellationToken);
    }

    private static IoTarget TargetOf(string play) => play.StartsWith(PlayForm.FlowPrefix, StringComparison.Ordinal)
        ? new IoTarget.Flow(play[PlayForm.FlowPrefix.Length..])
        : new IoTarget.Speech(play[Math.Min(play.Length, PlayForm.SpeechPrefix.Length)..]);
}
