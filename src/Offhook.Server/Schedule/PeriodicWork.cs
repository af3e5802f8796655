using Offhook.Gateway.Retention;
using Quartz;

namespace Offhook.Server.Schedule;

/// <summary>
/// Does what is to be done every hour, by Quartz.NET: on a shared database once for all nodes, otherwise in this process. It begins when the service answers
/// already, and tries again until the database lets it, so that nobody waits for it.
/// </summary>
/// <remarks>It runs by real time, as the other nodes do, whatever clock calls are measured by.</remarks>
internal sealed class PeriodicWork(ScheduleStore store, ChangeRetention retention, IHostApplicationLifetime application, ScheduleLog log) : BackgroundService
{
    private static readonly TimeSpan BeforeNextTry = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);

    private readonly TaskCompletionSource<IScheduler> _running = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The schedule, as soon as this node takes part in it.</summary>
    public Task<IScheduler> Running => _running.Task;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await EndOf(application.ApplicationStarted, stoppingToken);
        var tells = true;
        while (!stoppingToken.IsCancellationRequested)
        {
            if (await TryStartAsync(tells, stoppingToken) is { } scheduler)
            {
                _running.TrySetResult(scheduler);
                await EndOf(stoppingToken);
                await StopAsync(scheduler);
                return;
            }

            tells = false;
            await Task.Delay(BeforeNextTry, TimeProvider.System, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<IScheduler?> TryStartAsync(bool tells, CancellationToken stoppingToken)
    {
        var factory = HourlySchedule.Create(store, retention, log);
        try
        {
            var scheduler = await factory.GetScheduler(stoppingToken);
            await scheduler.Start(stoppingToken);
            return scheduler;
        }
#pragma warning disable CA1031 // The database is away, or something in it is not as it should be: the service goes on without, and says so.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            if (tells && !stoppingToken.IsCancellationRequested)
            {
                log.NotStarted(fault.GetBaseException().Message);
            }

            await factory.DisposeAsync();
            return null;
        }
    }

    // A database that does not answer must not hold up the end: the other nodes notice that this one is gone.
    private static async Task StopAsync(IScheduler scheduler)
    {
        try
        {
            await scheduler.Shutdown(waitForJobsToComplete: false, CancellationToken.None).AsTask().WaitAsync(StopPatience, TimeProvider.System, CancellationToken.None);
        }
        catch (Exception fault) when (fault is SchedulerException or TimeoutException)
        {
            // As said above.
        }
    }

    private static Task EndOf(params ReadOnlySpan<CancellationToken> tokens)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var token in tokens)
        {
            _ = token.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), ended);
        }

        return ended.Task;
    }
}
