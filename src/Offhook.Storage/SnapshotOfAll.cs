using Offhook.Calls;

namespace Offhook.Storage;

/// <summary>Snapshots for those who see everything.</summary>
public static class SnapshotOfAll
{
    /// <summary>All open calls and the newest of all calls.</summary>
    /// <param name="newest">How many of the newest calls to add to the open ones.</param>
    public static Task<Snapshot> SnapshotAsync(this ICallStore store, int newest, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.SnapshotAsync(newest, CallAudience.Everyone.Instance, cancellationToken);
    }
}
