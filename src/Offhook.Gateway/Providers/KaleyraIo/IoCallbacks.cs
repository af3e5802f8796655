using Offhook.Calls;
using Offhook.Gateway.Reports;
using Offhook.Kaleyra;
using Offhook.Kaleyra.Io;
using Offhook.Storage;

namespace Offhook.Gateway.Providers.KaleyraIo;

/// <summary>Takes what kaleyra.io calls back with: the steps of a call, and its end.</summary>
public sealed class IoCallbacks(CallbackProof proof, ReportInbox inbox, ICallStore store, TimeProvider clock) : ICallbackIntake
{
    /// <inheritdoc/>
    public IReadOnlyList<CallbackPath> Paths { get; } = [IoProvider.Events, IoProvider.EndReports];

    /// <inheritdoc/>
    public async Task<bool> KeepAsync(CallbackPath path, string? query, string? body)
    {
        var callback = body is null ? IoCallback.Read(query, clock) : IoCallback.ReadPost(query, body, clock);
        if (await proof.FindAsync(callback.Reference, callback.Token, callback.Id) is not { } reference)
        {
            return false;
        }

        var now = clock.GetUtcNow();
        var report = path == IoProvider.Events && callback.Kind is not IoEvent.CallEnd
            ? IoReports.OfStep(callback, reference, now)
            : IoReports.OfEnd(callback, reference, path == IoProvider.Events ? ReportSource.Event : ReportSource.Callback, await IsOutboundAsync(callback, reference), now);

        // No request token: a provider that hangs up must not undo what it reported.
        await inbox.KeepAsync(report, callback.RawWithoutToken, CancellationToken.None);
        return true;
    }

    // Only then does the kind of the call make a difference to what the word says.
    private async Task<bool> IsOutboundAsync(IoCallback callback, Guid reference) =>
        KaleyraStatus.Read(callback.Status).Outcome is StatusOutcome.Completed
        && await store.FindAsync(reference.ToString("D"), CancellationToken.None) is { Call.Kind: CallKind.Outbound };
}
