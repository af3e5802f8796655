using System.Globalization;
using System.Text.Json;
using Offhook.Calls;
using Offhook.Gateway.Dialling;
using Offhook.Gateway.Live;
using Offhook.Gateway.Providers;
using Offhook.Server.Problems;
using Offhook.Storage;

namespace Offhook.Server.Calls;

/// <summary>What a start is answered with, as bytes that can be repeated to the letter.</summary>
internal sealed class StartAnswers(StartMessage message, ProviderDirectory providers)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web) { Encoder = ViewJson.Encoder };

    /// <summary>The answer to an outcome that has a row, or that kept nothing.</summary>
    /// <param name="audience">Who asks hears that the agent is busy, but only of its own calls which one it is.</param>
    public KeyAnswer Of(StartOutcome outcome, CallAudience audience) => outcome switch
    {
        StartOutcome.Placed placed => Started(201, placed.Row, message.Of(outcome)),
        StartOutcome.Unconfirmed unconfirmed => Started(202, unconfirmed.Row, message.Of(outcome)),
        StartOutcome.Refused refused => Failed(Problem.ProviderRefused, outcome, refused.Row, null, ("reason", refused.Reason)),
        StartOutcome.SlowedDown slowed => Failed(Problem.ProviderSlowsDown, outcome, slowed.Row, slowed.RetryAfter ?? TimeSpan.FromSeconds(5)),
        StartOutcome.NotSent notSent => Failed(Problem.ProviderUnreachable, outcome, notSent.Row, null),
        StartOutcome.NumberRefused { Refusal: var refusal } =>
            Answer(Problem.Named(refusal.Problem), refusal.Sentence, null, null, new Dictionary<string, string[]> { [refusal.Field] = [refusal.Sentence] }),
        StartOutcome.AgentBusy busy => Answer(Problem.AgentBusy, message.Of(outcome), audience.Sees(busy.Running.Call) ? busy.Running : null, null),
        StartOutcome.TooFast fast => Answer(Problem.TooFast, message.Of(outcome), null, fast.RetryAfter),
        StartOutcome.ProvidersRest rest => Answer(Problem.ProviderRests, message.Of(outcome), null, rest.RetryAfter),
        StartOutcome.StoreAway => Answer(Problem.StoreUnavailable, message.Of(outcome), null, TimeSpan.FromSeconds(5)),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };

    /// <summary>The answer to a repetition whose first answer was lost with its process: how the call stands.</summary>
    public KeyAnswer OfRow(CallRow row, CallAudience audience) => Of(row.Call switch
    {
        { Reason.Word: "provider_refused" } call => new StartOutcome.Refused(row, call.ReasonDetail ?? "no reason was given"),
        { Reason.Word: "never_connected" } => new StartOutcome.NotSent(row),
        { Reason.Word: "slow_down" } => new StartOutcome.SlowedDown(row, null),
        { Status: CallStatus.Requested or CallStatus.Unconfirmed } => new StartOutcome.Unconfirmed(row),
        _ => new StartOutcome.Placed(row),
    }, audience);

    /// <summary>Whether an outcome binds its key, so that its answer is repeated.</summary>
    public static bool Binds(StartOutcome outcome) =>
        outcome is StartOutcome.Placed or StartOutcome.Unconfirmed or StartOutcome.Refused or StartOutcome.SlowedDown or StartOutcome.NotSent;

    private KeyAnswer Started(int status, CallRow row, string text)
    {
        var view = CallView.Of(row, providers.DisplayName(row.Call.Provider)) with { Message = text };
        return new KeyAnswer(status, $"Content-Type: application/json; charset=utf-8\nLocation: /calls/{view.Id}", JsonSerializer.Serialize(view, ViewJson.Readable.CallView));
    }

    private KeyAnswer Failed(Problem problem, StartOutcome outcome, CallRow row, TimeSpan? retryAfter, params (string, object?)[] more) =>
        Answer(problem, message.Of(outcome), row, retryAfter, null, more);

    private static KeyAnswer Answer(
        Problem problem, string detail, CallRow? row, TimeSpan? retryAfter, IReadOnlyDictionary<string, string[]>? errors = null, params (string Name, object? Value)[] more)
    {
        var members = more.ToDictionary(member => member.Name, member => member.Value);
        if (row is not null)
        {
            members["id"] = row.Call.Reference;
            members["call_id"] = row.Call.CallId;
            members["call_status"] = row.Call.Status.Word();
        }

        var headers = "Content-Type: application/problem+json";
        if (retryAfter is { } wait)
        {
            headers += string.Create(CultureInfo.InvariantCulture, $"\nRetry-After: {Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds))}");
        }

        var details = ProblemWriter.Details(problem, detail, errors, members);
        return new KeyAnswer(problem.Status, headers, JsonSerializer.Serialize(details, Web));
    }
}
