using Offhook.Calls;
using Offhook.Gateway.Dialling;
using Offhook.Gateway.Reconciliation;
using Offhook.Server.Access;
using Offhook.Server.Problems;
using Offhook.Storage;

namespace Offhook.Server.Calls;

/// <summary>Starts a call for a request, under its key if it has one.</summary>
internal sealed class StartFlow(CallStarter starter, StartAnswers answers, IdempotencyKeys keys, ICallStore store, StartLog log, TimeProvider clock)
{
    // The answer is written down a moment after the provider's reply.
    private const int LooksAfterReply = 10;

    // How soon the answer of another node is noticed.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    public async Task<IResult> StartAsync(HttpContext http, CallWish wish)
    {
        if (!keys.TryRead(http, wish, out var claim))
        {
            return ProblemWriter.Result(Problem.InvalidRequest, errors: new Dictionary<string, string[]>
            {
                [IdempotencyKeys.Header] = ["One key of 1 to 200 visible ASCII characters is allowed."],
            });
        }

        if (claim is null)
        {
            return new Repeatable(answers.Of(await starter.StartAsync(wish, null, http.RequestAborted), http.Caller().Audience));
        }

        using var turn = await keys.EnterAsync(claim, http.RequestAborted);
        var outcome = await starter.StartAsync(wish, claim, http.RequestAborted);
        if (outcome is StartOutcome.KeyUsed { Key: var used })
        {
            return used.BodyHash == claim.BodyHash ? new Repeatable(await FirstAnswerAsync(claim, used, http.Caller().Audience)) : ProblemWriter.Result(Problem.KeyReused);
        }

        var answer = answers.Of(outcome, http.Caller().Audience);
        if (StartAnswers.Binds(outcome))
        {
            await RememberAsync(claim, answer);
        }

        return new Repeatable(answer);
    }

    // The call was asked for. Without its answer a repetition is told how the call stands, so failing here must not hide the outcome.
    private async Task RememberAsync(KeyClaim claim, KeyAnswer answer)
    {
        try
        {
            await store.CompleteKeyAsync(claim.Scope, claim.Key, answer, CancellationToken.None);
        }
        catch (StoreUnavailableException away)
        {
            log.StoreAway(away);
        }
    }

    private async Task<KeyAnswer> FirstAnswerAsync(KeyClaim claim, KeyRecord used, CallAudience audience)
    {
        for (var looks = 0; ; looks++)
        {
            if (used.Answer is { } answer)
            {
                return answer;
            }

            // Nobody in this process is at it. Another process may be, for as long as a dial can take; after that it died with the answer.
            var row = await store.FindAsync(used.Reference.ToString("D"), CancellationToken.None) ?? throw new InvalidOperationException("a key without its call");
            var isPatient = row.Call.Status is CallStatus.Requested || looks < LooksAfterReply;
            if (!store.IsShared || !isPatient || clock.GetUtcNow() - row.Call.ReceivedAt > Deadlines.Reply)
            {
                return answers.OfRow(row, audience);
            }

            await Task.Delay(BetweenLooks, TimeProvider.System);
            used = await store.FindKeyAsync(claim.Scope, claim.Key, clock.GetUtcNow(), CancellationToken.None) ?? used;
        }
    }

    /// <summary>An answer written as it was first written.</summary>
    private sealed class Repeatable(KeyAnswer answer) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = answer.Status;
            foreach (var line in answer.Headers.Split('\n'))
            {
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                httpContext.Response.Headers[line[..colon]] = line[(colon + 1)..].Trim();
            }

            return httpContext.Response.WriteAsync(answer.Body);
        }
    }
}
