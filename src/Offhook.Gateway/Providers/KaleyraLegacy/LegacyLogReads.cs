using Offhook.Kaleyra;
using Offhook.Kaleyra.Legacy;
using Polly;
using Polly.Retry;

namespace Offhook.Gateway.Providers.KaleyraLegacy;

/// <summary>Reads of Kaleyra's reports. Unlike a dial, a read may be repeated: after a lost connection, a 429 or a 5xx, twice, with jitter, and no sooner than asked.</summary>
internal sealed class LegacyLogReads(KaleyraLegacyClient client, TimeProvider clock)
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

    public Task<LogReply> OfClickToCallAsync(string id, CancellationToken cancellationToken) => ReadAsync(token => client.ReadClickToCallStatusAsync(id, token), cancellationToken);

    public Task<LogReply> OfOutboundCallAsync(string id, CancellationToken cancellationToken) => ReadAsync(token => client.ReadVoiceStatusAsync(id, token), cancellationToken);

    public Task<LogReply> OfAccountAsync(LogQuery query, CancellationToken cancellationToken) => ReadAsync(token => client.ReadAccountLogAsync(query, token), cancellationToken);

    public Task<LogReply> OfClickToCallAsync(LogQuery query, CancellationToken cancellationToken) => ReadAsync(token => client.ReadClickToCallLogAsync(query, token), cancellationToken);

    // Waiting longer than this is the caller's matter, who learns when to come back.
    private static bool IsWorthRepeating(LogReply reply) =>
        reply is LogReply.Unavailable { Transient: true } or LogReply.Refused { Kind: RefusalKind.SlowDown } && !(RetryAfter(reply) > LongestDelay);

    private static TimeSpan? RetryAfter(LogReply reply) => reply switch
    {
        LogReply.Unavailable unavailable => unavailable.RetryAfter,
        LogReply.Refused refused => refused.RetryAfter,
        _ => null,
    };

    private async Task<LogReply> ReadAsync(Func<CancellationToken, Task<LogReply>> read, CancellationToken cancellationToken) =>
        await _pipeline.ExecuteAsync(static async (read, token) => await read(token), read, cancellationToken);
}
