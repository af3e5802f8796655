using Offhook.Storage;

namespace Offhook.Server.Health;

/// <summary>Whether calls can be taken: whether the store can be written. Asked by whoever likes, so its answer is shared for a while.</summary>
internal sealed partial class ReadyCheck(ICallStore store, TimeProvider clock, ILogger<ReadyCheck> logger) : IDisposable
{
    private static readonly TimeSpan Shared = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _turn = new(1);
    private long? _askedAt;
    private string? _reason;

    /// <summary>Why not, or null when calls can be taken. At most 5 s old.</summary>
    public async Task<string?> WhyNotAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_askedAt is not { } asked || clock.GetElapsedTime(asked) >= Shared)
            {
                _reason = await ProveAsync();
                _askedAt = clock.GetTimestamp();
            }

            return _reason;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    // Not cancelled with the request: others share the answer.
    private async Task<string?> ProveAsync()
    {
        try
        {
            await store.ProveWritableAsync(CancellationToken.None);
            return null;
        }
        catch (StoreUnavailableException away)
        {
            return away.Message;
        }
        catch (Exception fault)
        {
            // What is no word of the store's own may say more than is anybody's business.
            Failed(fault);
            return "The store cannot be written; the log tells why";
        }
    }

    [LoggerMessage(LogLevel.Error, "The store cannot be written")]
    private partial void Failed(Exception fault);
}
