using Offhook.Kaleyra;
using Polly;
using Polly.Retry;

namespace Offhook.Gateway.Providers.Kaleyra;

/// <summary>Unlike a dial, a read of the log may be repeated: after a lost connection, a 429 or a 5xx, twice, with jitter, and no sooner than asked.</summary>
internal sealed class LogRetry(TimeProvider clock)
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    private readonly ResiliencePipeline<LogReply> _pipeline = new ResiliencePipelineBuilder<LogReply> { TimeProvider = clock }
        .AddRetry(new RetryStrategyOptions<LogReply>
        {
            ShouldHandle = new PredicateBuilder<LogReply>().HandleResult(reply => IsWorthRepeating(reply)),
            MaxRetryAttempts = 2,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = TimeSpan.FromMilliseconds(300),
            MaxDelay = LongestDelay,
            DelayGenerator = arguments => new(arguments.Outcome.Result is { } reply ? RetryAfter(reply) : null),
        })
        .Build();

    public async Task<LogReply> ReadAsync(Func<CancellationToken, Task<LogReply>> read, CancellationToken cancellationToken) =>
        await _pipeline.ExecuteAsync(static async (read, token) => await read(token), read, cancellationToken);

    // Waiting longer than this is the caller's matter, who learns when to come back.
    private static bool IsWorthRepeating(LogReply reply) =>
        reply is LogReply.Unavailable { Transient: true } or LogReply.Refused { Kind: RefusalKind.SlowDown } && !(RetryAfter(reply) > LongestDelay);

    private static TimeSpan? RetryAfter(LogReply reply) => reply switch
    {
        LogReply.Unavailable unavailable => unavailable.RetryAfter,
        LogReply.Refused refused => refused.RetryAfter,
        _ => null,
    };
}
