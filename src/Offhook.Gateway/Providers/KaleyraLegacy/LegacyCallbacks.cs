using Offhook.Calls;
using Offhook.Gateway.Reports;
using Offhook.Kaleyra;
using Offhook.Kaleyra.Legacy;
using Offhook.Storage;

namespace Offhook.Gateway.Providers.KaleyraLegacy;

/// <summary>Takes the callbacks of Kaleyra's legacy API: one at the end of a call.</summary>
public sealed class LegacyCallbacks(CallbackProof proof, ReportInbox inbox, ICallStore store, TimeProvider clock) : ICallbackIntake
{
    /// <inheritdoc/>
    public IReadOnlyList<CallbackPath> Paths { get; } = [LegacyProvider.Callbacks];

    /// <inheritdoc/>
    public async Task<bool> KeepAsync(CallbackPath path, string? query, string? body)
    {
        var callback = body is null ? KaleyraCallback.Read(query, clock) : KaleyraCallback.ReadPost(query, body, clock);
        if (await proof.FindAsync(callback.Reference, callback.Token, callback.Id) is not { } reference)
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
}
