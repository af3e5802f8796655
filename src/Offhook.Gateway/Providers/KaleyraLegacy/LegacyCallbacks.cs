using Offhook.Calls;
using Offhook.Gateway.Reports;
using Offhook.Kaleyra;
using Offhook.Kaleyra.Legacy;
using Offhook.Storage;

namespace Offhook.Gateway.Providers.KaleyraLegacy;

/// <summary>Takes Kaleyra's callbacks: finds the call, checks the proof, keeps the report.</summary>
public sealed class LegacyCallbacks(CallbackTokens tokens, ReportInbox inbox, ICallStore store, TimeProvider clock)
{
    /// <summary>Keeps a callback.</summary>
    /// <returns>False when it brings no valid proof; then nothing was kept. True when it is on the disk.</returns>
    /// <exception cref="StoreUnavailableException">It could not be kept and must not be acknowledged.</exception>
    public async Task<bool> KeepAsync(KaleyraCallback callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        if (await FindAsync(callback) is not { } reference)
        {
            return false;
        }

        // Only the template of an outbound call asks for this word. Without it, a word that means something on outbound calls alone makes us look.
        var isOutbound = callback.ObdStatus is not null
            || (KaleyraStatus.Read(callback.Status).Outcome is StatusOutcome.Completed
                && await store.FindAsync(reference.ToString("D"), CancellationToken.None) is { Call.Kind: CallKind.Outbound });

        // No request token: a provider that hangs up must not undo what it reported.
        await inbox.KeepAsync(LegacyReports.Of(callback, reference, isOutbound, clock.GetUtcNow()), callback.RawWithoutToken, CancellationToken.None);
        return true;
    }

    // By our reference, or by the provider's id when the reference was lost on the way; each only with that call's own token, and never by numbers.
    private async Task<Guid?> FindAsync(KaleyraCallback callback)
    {
        if (CallReference.TryReadCompact(callback.Reference, out var reference))
        {
            // A reference that contradicts its token is not rescued by an id: one of the two names another call.
            return tokens.Admits(reference, callback.Token) ? reference : null;
        }

        if (callback.Id is null || callback.Token is not { Length: CallbackTokens.Length })
        {
            return null;
        }

        foreach (var row in await store.FindByProviderIdAsync(callback.Id, CancellationToken.None))
        {
            if (tokens.Admits(row.Call.Reference, callback.Token))
            {
                return row.Call.Reference;
            }
        }

        return null;
    }
}
