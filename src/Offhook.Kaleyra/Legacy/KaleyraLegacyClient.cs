using System.Globalization;
using Microsoft.Extensions.Options;
using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra.Legacy;

/// <summary>Kaleyra's legacy voice API: dials and reads logs. Thread-safe, without static state; one instance per account.</summary>
/// <remarks>
/// Nothing is retried here. A dial is posted at most once, whatever handlers the <see cref="HttpClient"/> has; a log may be read again by the caller.
/// What networks and the provider do comes back as a value; exceptions are left for wrong arguments and for the caller's own cancellation.
/// </remarks>
public sealed class KaleyraLegacyClient
{
    private const int MostDialBytes = 64 * 1024;
    private const int MostLogBytes = 1024 * 1024;

    private readonly KaleyraLegacyOptions _options;
    private readonly HttpExchange _http;
    private readonly TimeProvider _clock;
    private readonly SecretMask _mask;

    /// <summary>Makes a client for one account.</summary>
    /// <param name="http">
    /// Its handler must not follow redirects, which would carry the key to another host: use <see cref="CreateHandler"/>. Its base address is not used,
    /// and its own time-out, where shorter, counts too.
    /// </param>
    /// <param name="options">Copied; later changes have no effect.</param>
    /// <param name="clock">Drives the time-outs of whole requests and judges times in rows; the machine's clock by default.</param>
    /// <exception cref="OptionsValidationException">A setting is wrong; the message names each and never holds the key.</exception>
    public KaleyraLegacyClient(HttpClient http, KaleyraLegacyOptions options, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(options);
        var checkedOptions = new KaleyraLegacyOptionsValidator().Validate(null, options);
        if (checkedOptions.Failed)
        {
            throw new OptionsValidationException(nameof(KaleyraLegacyOptions), typeof(KaleyraLegacyOptions), checkedOptions.Failures);
        }

        // Without the slash the provider would redirect, and a redirected dial has an unknown outcome.
        _options = options with { BaseAddress = SettingRules.WithSlash(options.BaseAddress), ObdBaseAddress = SettingRules.WithSlash(options.ObdBaseAddress) };
        _clock = clock ?? TimeProvider.System;
        _http = new(http, _clock);
        _mask = new(options.ApiKey);
    }

    /// <summary>A handler as this client needs it: no redirects, no cookies, no proxy from the environment, the options' time for connecting, connections renewed every five minutes so that a change of name resolution is seen.</summary>
    public static SocketsHttpHandler CreateHandler(KaleyraLegacyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return SettingRules.Handler(options.ConnectTimeout);
    }

    /// <summary>Rings the agent and, once that phone answers, rings the customer and joins the two.</summary>
    /// <param name="cancellationToken">Better left alone: once the request left, cancelling does not stop the call, and the answer is lost with it.</param>
    /// <returns>What the answer proves. Accepted means queued: nothing has rung yet.</returns>
    /// <exception cref="ArgumentException">Agent and customer are the same number: the provider would ring it and then fail in silence (observed).</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled; whether a phone rings is not known.</exception>
    /// <remarks>Provider method <c>dial.click2call</c>, with <c>return=1</c> for the id. Never retried here: a second request may ring twice.</remarks>
    public Task<DialReply> DialClickToCallAsync(ClickToCall dial, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dial);
        if (DialledNumber.International(dial.Agent) == DialledNumber.International(dial.Customer))
        {
            throw new ArgumentException("The agent's number and the customer's are the same.", nameof(dial));
        }

        var form = Form("dial.click2call");
        form.Add(new("caller", Number(dial.Agent)));
        form.Add(new("receiver", Number(dial.Customer)));
        form.AddWhenSet("caller_id", dial.CallerId is null ? null : Number(dial.CallerId));
        form.AddWhenSet("custom", dial.Custom);
        form.Add(new("return", "1"));
        form.AddWhenSet("callback", dial.CallbackTemplate);
        return DialAsync(_options.BaseAddress, form, dial.CallbackTemplate, cancellationToken);
    }

    /// <summary>Rings one phone and plays a sound or an IVR.</summary>
    /// <param name="cancellationToken">As in <see cref="DialClickToCallAsync"/>.</param>
    /// <returns>What the answer proves. Accepted means queued: nothing has rung yet.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled; whether a phone rings is not known.</exception>
    /// <remarks>Provider method <c>voice.call</c>, on <see cref="KaleyraLegacyOptions.ObdBaseAddress"/>, one number per request. Never retried here, and the provider is not asked to retry.</remarks>
    public Task<DialReply> DialVoiceAsync(VoiceCall dial, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dial);
        var form = Form("voice.call");
        form.Add(new("numbers", Number(dial.Customer)));
        form.Add(new("play", DialTexts.Spelled(dial.Play, _options.PlaySpelling)));
        form.AddWhenSet("campaign", dial.Campaign);
        form.Add(new("return", "1"));
        form.AddWhenSet("callback", dial.CallbackTemplate);
        return DialAsync(_options.ObdBaseAddress, form, dial.CallbackTemplate, cancellationToken);
    }

    /// <summary>Reads one click-to-call call by the id given when dialling.</summary>
    /// <param name="id">1 to 128 characters.</param>
    /// <returns>One row; none means "ask later": a call is in no log for some minutes after its end (observed).</returns>
    /// <remarks>Provider method <c>dial.c2cstatus</c>.</remarks>
    public Task<LogReply> ReadClickToCallStatusAsync(string id, CancellationToken cancellationToken = default) =>
        ReadAsync(_options.BaseAddress, FormFor("dial.c2cstatus", id), cancellationToken);

    /// <summary>Reads one page of the click-to-call log.</summary>
    /// <exception cref="ArgumentException">The last day is before the first.</exception>
    /// <remarks>Provider method <c>dial.c2cstatus</c>.</remarks>
    public Task<LogReply> ReadClickToCallLogAsync(LogQuery query, CancellationToken cancellationToken = default) =>
        ReadAsync(_options.BaseAddress, FormFor("dial.c2cstatus", query), cancellationToken);

    /// <summary>Reads one page of the account's log: the calls of all products, not only yours.</summary>
    /// <exception cref="ArgumentException">The last day is before the first, or a customer is named: this log cannot filter by number.</exception>
    /// <remarks>Provider method <c>dial</c>.</remarks>
    public Task<LogReply> ReadAccountLogAsync(LogQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return query.Customer is null
            ? ReadAsync(_options.BaseAddress, FormFor("dial", query), cancellationToken)
            : throw new ArgumentException("The account's log cannot be filtered by number; read the click-to-call log, or filter the rows.", nameof(query));
    }

    /// <summary>Reads the detailed report of one call by the id given when dialling, with the status of each leg.</summary>
    /// <param name="id">1 to 128 characters.</param>
    /// <returns>One row; none means "ask later": a call is in no log for some minutes after its end (observed).</returns>
    /// <remarks>Provider method <c>dial.callreports</c>.</remarks>
    public Task<LogReply> ReadCallReportAsync(string id, CancellationToken cancellationToken = default) =>
        ReadAsync(_options.BaseAddress, FormFor("dial.callreports", id), cancellationToken);

    /// <summary>Reads one call of the outbound dialler by the id given when dialling.</summary>
    /// <param name="id">1 to 128 characters.</param>
    /// <returns>One row; none means "ask later".</returns>
    /// <remarks>Provider method <c>voice.status</c>, on <see cref="KaleyraLegacyOptions.ObdBaseAddress"/>. Assumed: its rows have the names of the other logs.</remarks>
    public Task<LogReply> ReadVoiceStatusAsync(string id, CancellationToken cancellationToken = default) =>
        ReadAsync(_options.ObdBaseAddress, FormFor("voice.status", id), cancellationToken);

    private async Task<DialReply> DialAsync(Uri address, List<KeyValuePair<string, string>> fields, string? template, CancellationToken cancellationToken) =>
        DialReplyReader.Read(
            await PostAsync(address, fields, true, _options.DialTimeout, MostDialBytes, cancellationToken).ConfigureAwait(false), _mask.And(CallbackAddress.TokenOf(template)));

    private async Task<LogReply> ReadAsync(Uri address, List<KeyValuePair<string, string>> fields, CancellationToken cancellationToken) =>
        LogReplyReader.Read(await PostAsync(address, fields, false, _options.ReportTimeout, MostLogBytes, cancellationToken).ConfigureAwait(false), _mask, _clock.GetUtcNow());

    private async Task<Exchange> PostAsync(
        Uri address, List<KeyValuePair<string, string>> fields, bool once, TimeSpan timeout, int mostBytes, CancellationToken cancellationToken)
    {
        using var form = OutgoingBody.Form(fields, once);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = form };
        request.Headers.Accept.Add(new("application/json"));
        if (_options.KeyPlacement is KeyPlacement.Header)
        {
            request.Headers.Add(KaleyraLegacyServices.KeyHeader, _options.ApiKey);
        }

        return await _http.SendAsync(request, form, timeout, mostBytes, cancellationToken).ConfigureAwait(false);
    }

    // The provider answers plain text unless asked for JSON in every request.
    private List<KeyValuePair<string, string>> Form(string method)
    {
        List<KeyValuePair<string, string>> form = [new("method", method), new("format", "json")];
        form.AddWhenSet("api_key", _options.KeyPlacement is KeyPlacement.Body ? _options.ApiKey : null);
        return form;
    }

    private List<KeyValuePair<string, string>> FormFor(string method, string id)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(id.Length, 128, nameof(id));
        var form = Form(method);
        form.Add(new("id", id));
        return form;
    }

    private List<KeyValuePair<string, string>> FormFor(string method, LogQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.To < query.From)
        {
            throw new ArgumentException("The last day is before the first.", nameof(query));
        }

        var form = Form(method);
        form.AddWhenSet("callto", query.Customer is null ? null : Number(query.Customer));
        form.Add(new("fromdate", query.From.ToString("yyyy'/'MM'/'dd", CultureInfo.InvariantCulture)));
        form.Add(new("todate", query.To.ToString("yyyy'/'MM'/'dd", CultureInfo.InvariantCulture)));
        form.Add(new("page", query.Page.ToString(CultureInfo.InvariantCulture)));
        form.Add(new("limit", query.Limit.ToString(CultureInfo.InvariantCulture)));
        return form;
    }

    private string Number(string number)
    {
        var international = DialledNumber.International(number)!; // Checked when the record was made.
        return _options.NumberFormat is NumberFormat.National ? DialledNumber.WithoutCountry(international) : international;
    }
}
