using Offhook.Calls;
using Offhook.Storage;

namespace Offhook.Gateway.Reports;

/// <summary>Which call a callback is about: by our reference, or by the provider's id when the reference was lost on the way; each only with that call's own token, and never by numbers.</summary>
public sealed class CallbackProof(CallbackTokens tokens, ICallStore store)
{
    /// <summary>Looks for the call.</summary>
    /// <param name="reference">As it stood in the address.</param>
    /// <param name="providerCallId">The provider's id; null when it brought none.</param>
    /// <returns>The call's reference, whether or not the call is known here; null when there is no valid proof.</returns>
    public async Task<Guid?> FindAsync(string? reference, string? token, string? providerCallId)
    {
        if (CallReference.TryReadCompact(reference, out var named))
        {
            // A reference that contradicts its token is not rescued by an id: one of the two names another call.
            return tokens.Admits(named, token) ? named : null;
        }

        if (providerCallId is null || token is not { Length: CallbackTokens.Length })
        {
            return null;
        }

        foreach (var row in await store.FindByProviderIdAsync(providerCallId, CancellationToken.None))
        {
            if (tokens.Admits(row.Call.Reference, token))
            {
                return row.Call.Reference;
            }
        }

        return null;
    }
}
