using Offhook.Calls;

namespace Offhook.Storage;

/// <summary>Calls by id, for those who see everything.</summary>
public static class FindAmongAll
{
    /// <summary>The call with this reference (as UUID text or in its compact form) or this <c>call_id</c>; the newest when several share an id. Null when there is none.</summary>
    public static Task<CallRow?> FindAsync(this ICallStore store, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.FindAsync(id, CallAudience.Everyone.Instance, cancellationToken);
    }
}
