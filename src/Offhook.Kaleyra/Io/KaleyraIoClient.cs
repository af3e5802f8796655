using Microsoft.Extensions.Options;
using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra.Io;

/// <summary>The voice API of kaleyra.io: dials, reads the log, asks for recordings, makes callback profiles. Thread-safe, without static state; one instance per account.</summary>
/// <remarks>
/// Nothing is retried here. A dial is posted at most once, whatever handlers the <see cref="HttpClient"/> has. A question does no harm when it is repeated, by you or by a handler,
/// and may be asked twice, once by GET and once by POST, because the vendor's pages name both; the verb that worked is remembered. What networks and the provider do comes back as a value; exceptions are left for wrong arguments and for the
/// caller's own cancellation. Made from the vendor's pages and from integrations; not yet tried against a real account.
/// </remarks>
public sealed class KaleyraIoClient
{
    private const int MostDialBytes = 64 * 1024;
    private const int MostLogBytes = 1024 * 1024;

    private readonly KaleyraIoOptions _options;
    private readonly Uri _account;
    private readonly HttpExchange _http;
    private readonly TimeProvider _clock;
    private readonly SecretMask _mask;
    private readonly IoRefusals _refusals;
    private readonly IoLogReader _log;
    private readonly RecordingReplyReader _recordings;
    private readonly IoReadVerb _logVerb = new();
    private readonly IoReadVerb _recordingVerb = new();

    /// <summary>Makes a client for one account.</summary>
    /// <param name="http">
    /// Its handler must not follow redirects, which would carry the key to another host: use <see cref="CreateHandler"/>. Its base address is not used,
    /// and its own time-out, where shorter, counts too.
    /// </param>
    /// <param name="options">Copied; later changes have no effect.</param>
    /// <param name="clock">Drives the time-outs of whole requests and judges times in rows; the machine's clock by default.</param>
    /// <exception cref="OptionsValidationException">A setting is wrong; the message names each and never holds the key.</exception>
    public KaleyraIoClient(HttpClient http, KaleyraIoOptions options, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(options);
        var checkedOptions = new KaleyraIoOptionsValidator().Validate(null, options);
        if (checkedOptions.Failed)
        {
            throw new OptionsValidationException(nameof(KaleyraIoOptions), typeof(KaleyraIoOptions), checkedOptions.Failures);
        }

        _options = options with { };
        _account = new(SettingRules.WithSlash(options.BaseAddress), $"v1/{options.Sid}/");
        _clock = clock ?? TimeProvider.System;
        _http = new(http, _clock);
        _mask = new(options.ApiKey);
        _refusals = new(options.BaseAddress.IdnHost);
        _log = new(_mask, _refusals, options.KnownOffset);
        _recordings = new(_mask, _refusals, options.BaseAddress is { IsLoopback: true, Scheme: "http" });
    }

    /// <summary>A handler as this client needs it: no redirects, no cookies, no proxy from the environment, the options' time for connecting, connections renewed every five minutes so that a change of name resolution is seen.</summary>
    public static SocketsHttpHandler CreateHandler(KaleyraIoOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return SettingRules.Handler(options.ConnectTimeout);
    }

    /// <summary>Rings the agent and, once that phone answers, rings the customer and joins the two.</summary>
    /// <param name="cancellationToken">Better left alone: once the request left, cancelling does not stop the call, and the answer is lost with it.</param>
    /// <returns>What the answer proves. Accepted means queued: nothing has rung yet. A yes without an id is common here; the first callback brings it.</returns>
    /// <exception cref="ArgumentException">Agent and customer are the same number.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled; whether a phone rings is not known.</exception>
    /// <remarks>POST <c>voice/click-to-call</c>. Never retried here, and the provider is not asked to retry.</remarks>
    public Task<DialReply> DialClickToCallAsync(IoClickToCall dial, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dial);
        if (DialledNumber.International(dial.Agent) == DialledNumber.International(dial.Customer))
        {
            throw new ArgumentException("The agent's number and the customer's are the same.", nameof(dial));
        }

        List<KeyValuePair<string, string>> form = [new("from", Number(dial.Agent)), new("to", Number(dial.Customer)), new("bridge", DialledNumber.Own(_options.Bridge)!)];
        return DialAsync("voice/click-to-call", form, dial.EndReport, dial.Events, cancellationToken);
    }

    /// <summary>Rings one phone and speaks a text or runs a flow.</summary>
    /// <param name="cancellationToken">As in <see cref="DialClickToCallAsync"/>.</param>
    /// <returns>As <see cref="DialClickToCallAsync"/>.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled; whether a phone rings is not known.</exception>
    /// <remarks>POST <c>voice/outbound</c>. Never retried here, and the provider is not asked to retry.</remarks>
    public Task<DialReply> DialOutboundAsync(IoOutboundCall dial, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dial);
        List<KeyValuePair<string, string>> form =
            [new("to", Number(dial.Customer)), new("bridge", DialledNumber.Own(_options.Bridge)!), new("target", dial.Target.Written(_options.FlowTarget))];
        return DialAsync("voice/outbound", form, dial.EndReport, dial.Events, cancellationToken);
    }

    /// <summary>Reads one page of the account's log.</summary>
    /// <returns>The rows in the provider's order; <see cref="LogRow.RecordingId"/> where a recording is named. None means "ask later".</returns>
    /// <exception cref="ArgumentException">The last moment is before the first.</exception>
    /// <remarks>GET <c>voice/call-logs</c>, or POST where the platform wants that: then the first question takes two requests, each within <see cref="KaleyraIoOptions.ReportTimeout"/>. The limit goes out as a field and as a header; the vendor's page shows a header.</remarks>
    public async Task<LogReply> ReadCallLogAsync(IoLogQuery query, CancellationToken cancellationToken = default)
    {
        var fields = IoQuestions.Log(query, _options.KnownOffset ?? TimeSpan.Zero);
        var limit = fields[^1];
        var exchange = await _logVerb.AskAsync(verb => AskAsync(verb, "voice/call-logs", fields, limit, MostLogBytes, cancellationToken)).ConfigureAwait(false);
        return _log.Read(exchange, query.CallId is not null, _clock.GetUtcNow());
    }

    /// <summary>Asks for a link to a recording. The sound itself is not fetched.</summary>
    /// <param name="id">The recording's id as written, 1 to 512 characters.</param>
    /// <param name="validity">How long the link is to live: 1 minute to 1 day, rounded up to minutes. The provider's own default is 5 minutes, its maximum is not published.</param>
    /// <remarks>GET <c>voice/recordings</c> with <c>download=0</c>, or POST as in <see cref="ReadCallLogAsync"/>. A redirect is not followed: its address is the link. Documented: not in the North America region.</remarks>
    public async Task<RecordingReply> FindRecordingAsync(string id, TimeSpan validity, CancellationToken cancellationToken = default)
    {
        var fields = IoQuestions.Recording(id, validity);
        return _recordings.Read(await _recordingVerb.AskAsync(verb => AskAsync(verb, "voice/recordings", fields, null, MostDialBytes, cancellationToken)).ConfigureAwait(false));
    }

    /// <summary>Makes a callback profile, once for the account.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled; whether the profile was made is not known.</exception>
    /// <remarks>POST <c>callback/profiles</c> with JSON. Never retried here: a second request may make a second profile.</remarks>
    public async Task<ProfileReply> CreateCallbackProfileAsync(CallbackProfile profile, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(profile);
        using var body = OutgoingBody.Json(profile.ToJson(), once: true);
        var exchange = await SendAsync(HttpMethod.Post, "callback/profiles", body, null, _options.DialTimeout, MostDialBytes, cancellationToken).ConfigureAwait(false);
        return ProfileReply.From(IoDialReplyReader.Read(exchange, profile.Secrets.Aggregate(_mask, (mask, secret) => mask.And(secret)), _refusals));
    }

    private async Task<DialReply> DialAsync(string path, List<KeyValuePair<string, string>> form, string? endReport, IoEventCallbacks? events, CancellationToken cancellationToken)
    {
        form.AddWhenSet("dlrurl", endReport);
        form.AddWhenSet("callback", events is { Count: > 0 } ? events.ToJson() : null);
        using var body = OutgoingBody.Form(form, once: true);
        var exchange = await SendAsync(HttpMethod.Post, path, body, null, _options.DialTimeout, MostDialBytes, cancellationToken).ConfigureAwait(false);
        var tokens = (events?.Addresses ?? []).Append(endReport).Select(CallbackAddress.TokenOf).Distinct();
        return IoDialReplyReader.Read(exchange, tokens.Aggregate(_mask, (mask, token) => mask.And(token)), _refusals);
    }

    private async Task<Exchange> AskAsync(
        HttpMethod verb, string path, List<KeyValuePair<string, string>> fields, KeyValuePair<string, string>? header, int mostBytes, CancellationToken cancellationToken)
    {
        using var body = verb == HttpMethod.Post ? OutgoingBody.Form(fields, once: false) : null;
        return await SendAsync(verb, body is null ? $"{path}?{OutgoingBody.Pairs(fields)}" : path, body, header, _options.ReportTimeout, mostBytes, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Exchange> SendAsync(
        HttpMethod verb, string path, OutgoingBody? body, KeyValuePair<string, string>? header, TimeSpan timeout, int mostBytes, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(verb, new Uri(_account, path)) { Content = body };
        request.Headers.Accept.Add(new("application/json"));
        request.Headers.Add(KaleyraIoServices.KeyHeader, _options.ApiKey);
        if (header is { } extra)
        {
            request.Headers.Add(extra.Key, extra.Value);
        }

        return await _http.SendAsync(request, body, timeout, mostBytes, cancellationToken).ConfigureAwait(false);
    }

    private static string Number(string number) => DialledNumber.International(number)!; // Checked when the record was made.
}
