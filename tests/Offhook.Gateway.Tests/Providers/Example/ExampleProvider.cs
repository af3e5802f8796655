using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Offhook.Calls;
using Offhook.Gateway.Live;
using Offhook.Gateway.Providers;
using Offhook.Gateway.Reports;

namespace Offhook.Gateway.Tests.Providers.Example;

/// <summary>A provider with a small API: <c>POST calls</c> dials, <c>GET calls</c> lists, <c>GET calls/{id}</c> tells of one; it calls back at the end.</summary>
/// <param name="http">With the account's address and key. Its handler follows no redirects and gives up after 15 s.</param>
internal sealed class ExampleProvider(HttpClient http, GatewayOptions options, TimeProvider clock) : IVoiceProvider
{
    public static readonly CallbackPath Callbacks = new("/webhooks/example/callback", "Example reports the end of a call");

    public ProviderTraits Traits { get; } = new("example", "Example", ReportsLive: false)
    {
        GivesIdInReply = true,
        Callbacks = CallbackContents.Outcome | CallbackContents.Legs | CallbackContents.TalkTime,
    };

    public async Task<DialAnswer> DialAsync(PhoneCall intent, string token, CancellationToken cancellationToken)
    {
        var report = new Report { Reference = intent.Reference, Source = ReportSource.Reply, At = clock.GetUtcNow() };
        if (intent.Agent is not { } agent)
        {
            return new(report with { Proof = DialProof.Refused, Detail = "it cannot play this" }, null);
        }

        // The reference and the proof stand in the address that goes with this dial, and come back with the callback.
        var callback = $"{Callbacks.Below(options.PublicAddress())}?ref={CallReference.Compact(intent.Reference)}&t={token}";
        try
        {
            using var answer = await http.PostAsJsonAsync("calls", new { from = agent.E164, to = intent.Customer.E164, callback }, cancellationToken);
            return answer.StatusCode switch
            {
                HttpStatusCode.Accepted => new(report with { Proof = DialProof.Accepted, ProviderCallId = await answer.Content.ReadFromJsonAsync<string>(cancellationToken) }, null),
                HttpStatusCode.Unauthorized => new(report with { Proof = DialProof.Refused, Detail = "the key is not accepted" }, null, AccountTrouble: true),
                HttpStatusCode.UnprocessableEntity => new(report with { Proof = DialProof.Refused, Detail = "it refused this call" }, null),
                HttpStatusCode.TooManyRequests => new(report with { Proof = DialProof.SlowDown, Detail = "it asks to slow down" }, null, answer.Headers.RetryAfter?.Delta),

                // A 5xx, a page of some proxy: the call may have been placed all the same.
                var other => new(report with { Proof = DialProof.Unknown, Detail = $"it answered HTTP {(int)other}" }, null),
            };
        }
        catch (HttpRequestException failed) when (failed.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError)
        {
            return new(report with { Proof = DialProof.NotSent, Detail = "no connection could be made" }, null);
        }
        catch (Exception broken) when (broken is HttpRequestException or OperationCanceledException or JsonException)
        {
            return new(report with { Proof = DialProof.Unknown, Detail = "no answer, or one that cannot be read" }, null);
        }
    }

    public async Task<LogSearch> SearchLogAsync(IReadOnlyList<PhoneCall> calls, CancellationToken cancellationToken)
    {
        var (findings, notRead, trouble) = (new List<LogFinding>(), new List<Guid>(), (string?)null);
        foreach (var call in calls.Where(call => call.HasProviderId()))
        {
            var (row, why) = await AskAsync<ExampleRow>($"calls/{Uri.EscapeDataString(call.CallId)}", cancellationToken);
            if (why is not null)
            {
                trouble = why;
                notRead.Add(call.Reference);
            }
            else if (row is { EndedAt: not null })
            {
                findings.Add(new(row.ToReport(call.Reference, ReportSource.Log, clock.GetUtcNow()), JsonSerializer.Serialize(row)));
            }
        }

        return new(findings, notRead, [], trouble);
    }

    public async Task<LogPage> ReadLogAsync(LogRequest request, CancellationToken cancellationToken)
    {
        var (rows, why) = await AskAsync<ExampleRow[]>(
            $"calls?from={request.From:yyyy-MM-dd}&to={request.To:yyyy-MM-dd}&customer={request.Customer?.E164[1..]}&page={request.Page}&limit={request.Limit}", cancellationToken);
        return rows is null ? new LogPage.Unavailable(why!, null) : new LogPage.Read([.. rows.Select(row => row.ToView(Traits.Name))], rows.Length == request.Limit);
    }

    public Task<RecordingLink> FindRecordingAsync(string recording, CancellationToken cancellationToken) => throw new NotSupportedException("there are no recordings");

    public async Task<string?> ProbeAsync(CancellationToken cancellationToken) => (await AskAsync<ExampleRow[]>("calls?limit=1", cancellationToken)).Trouble;

    private async Task<(T? Answer, string? Trouble)> AskAsync<T>(string question, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return (await http.GetFromJsonAsync<T>(question, cancellationToken), null);
        }
        catch (Exception broken) when (broken is HttpRequestException or JsonException || (broken is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return (null, broken is HttpRequestException { StatusCode: { } status } ? $"it answered HTTP {(int)status}" : "it did not answer, or not in a way that can be read");
        }
    }
}

/// <summary>What it tells of a call, in its log and in a callback.</summary>
/// <param name="AgentLeg">A word of its own for the agent's side; <paramref name="CustomerLeg"/> for the customer's.</param>
internal sealed record ExampleRow(string Id, string From, string To, string? AgentLeg, string? CustomerLeg, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, double? TalkSeconds)
{
    /// <summary>In our words. What it does not say stays empty; nothing is filled with "now".</summary>
    public Report ToReport(Guid reference, ReportSource source, DateTimeOffset at) => new()
    {
        Reference = reference,
        Source = source,
        At = at,
        ProviderCallId = Id,
        ProviderStatus = $"{AgentLeg}/{CustomerLeg}",
        Agent = LegOf(AgentLeg),
        Customer = LegOf(CustomerLeg),
        StartedAt = StartedAt,
        EndedAt = EndedAt,
        Talk = TalkSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
    };

    /// <summary>In the shape of our rows.</summary>
    public CallView ToView(string provider) => new()
    {
        CallId = Id,
        Provider = provider,
        Kind = CallKind.ClickToCall.Word(),
        CustomerNumber = To,
        AgentNumber = From,
        Status = (LegOf(CustomerLeg) is > Leg.Ringing and var leg ? leg.Outcome() : CallStatus.Unconfirmed).Word(),
        AgentLeg = LegOf(AgentLeg).Word(),
        CustomerLeg = LegOf(CustomerLeg).Word(),
        ReceivedAt = StartedAt,
        EndedAt = EndedAt,
    };

    // One table of all words. An unknown one says nothing, and the call stays open.
    private static Leg LegOf(string? word) => word switch
    {
        "ok" => Leg.Answered,
        "noanswer" => Leg.NoAnswer,
        "declined" => Leg.Rejected,
        "busy" => Leg.Busy,
        _ => Leg.Unknown,
    };
}

/// <summary>Takes its callbacks: a POST with a row as JSON, at the address that went with the dial.</summary>
internal sealed class ExampleCallbacks(CallbackProof proof, ReportInbox inbox, TimeProvider clock) : ICallbackIntake
{
    public IReadOnlyList<CallbackPath> Paths { get; } = [ExampleProvider.Callbacks];

    public async Task<bool> KeepAsync(CallbackPath path, string? query, string? body)
    {
        var fields = System.Web.HttpUtility.ParseQueryString(query ?? "");
        if (Read(body) is not { } row || await proof.FindAsync(fields["ref"], fields["t"], row.Id) is not { } reference)
        {
            return false;
        }

        // What is kept has no proof in it. Whoever hangs up does not undo what he reported, so there is no token to cancel with.
        await inbox.KeepAsync(row.ToReport(reference, ReportSource.Callback, clock.GetUtcNow()), body, CancellationToken.None);
        return true;
    }

    private static ExampleRow? Read(string? body)
    {
        try
        {
            return body is null ? null : JsonSerializer.Deserialize<ExampleRow>(body, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
