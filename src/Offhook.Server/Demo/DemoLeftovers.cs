using Offhook.Calls;
using Offhook.Storage;

namespace Offhook.Server.Demo;

/// <summary>Calls of an earlier run of the demo. Its simulator has forgotten them, so nobody will ever tell how they ended.</summary>
internal static class DemoLeftovers
{
    /// <summary>Settles them as what is known.</summary>
    public static async Task SettleAsync(ICallStore store, TimeProvider clock, CancellationToken cancellationToken)
    {
        foreach (var row in (await store.SnapshotAsync(0, cancellationToken)).Items)
        {
            var deadline = new Report { Reference = row.Call.Reference, Source = ReportSource.Deadline, At = clock.GetUtcNow() };
            await store.KeepAsync(new KeptReport(deadline, null), cancellationToken);
        }
    }
}
