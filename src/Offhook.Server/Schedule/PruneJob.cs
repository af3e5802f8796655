using Offhook.Gateway.Retention;
using Quartz;

namespace Offhook.Server.Schedule;

/// <summary>Has old changes and idempotency keys deleted. It may run twice: what is gone is gone. So no row says that it ran at a time.</summary>
/// <remarks>The name of this type stands in the shared schedule: a node of another version must find it there.</remarks>
internal sealed class PruneJob(ChangeRetention retention, ScheduleLog log) : IJob
{
    public static readonly JobKey Key = new("prune");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        try
        {
            await retention.PruneAsync(cancellationToken);
        }
#pragma warning disable CA1031 // The next hour does what this one could not. A fault that Quartz got would be logged by it, too.
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            log.NotPruned(fault.Message);
        }
    }
}
