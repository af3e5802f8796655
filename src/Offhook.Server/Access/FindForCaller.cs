using Offhook.Storage;

namespace Offhook.Server.Access;

/// <summary>Calls by id, for those who may see them.</summary>
internal static class FindForCaller
{
    /// <summary>The call with this id; null when there is none, and just so when it is not the caller's to see.</summary>
    public static Task<CallRow?> FindForAsync(this ICallStore store, HttpContext http, string id) =>
        store.FindAsync(id, http.Caller().Audience, http.RequestAborted);
}
