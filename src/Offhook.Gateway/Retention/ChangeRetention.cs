using Offhook.Storage;

namespace Offhook.Gateway.Retention;

/// <summary>Deletes the traces that nobody asks for any more: changes that no screen resumes from, and answers to requests that nobody repeats.</summary>
public sealed class ChangeRetention(ICallStore store, TimeProvider clock)
{
    /// <summary>How long they are kept.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    /// <summary>Deletes what is older. Calls and reports stay. Doing it twice, also at the same time, does no harm.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task PruneAsync(CancellationToken cancellationToken) => store.PruneAsync(clock.GetUtcNow() - KeptFor, cancellationToken);
}
