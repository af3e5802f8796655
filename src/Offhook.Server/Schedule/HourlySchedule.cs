using System.Globalization;
using System.Security.Cryptography;
using Offhook.Gateway.Retention;
using Quartz;

namespace Offhook.Server.Schedule;

/// <summary>What is done when, and by which of the nodes.</summary>
internal static class HourlySchedule
{
    // Seventeen minutes past every hour. A simple trigger that two nodes declare fires twice; of one like this the database knows when it fires next.
    private const string Hourly = "0 17 * * * ?";

    // A node that is silent for both together is taken for dead, and another one does what it had taken up.
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(10);

    /// <summary>A schedule that is not running yet, in a container of its own: the service starts without it, and it may be made anew.</summary>
    public static StandaloneSchedulerFactory Create(ScheduleStore store, ChangeRetention retention, ScheduleLog log) =>
        QuartzSchedulerBuilder.Create(quartz =>
        {
            quartz.Services.AddSingleton(retention).AddSingleton(log).AddLogging(logging => logging.AddProvider(new ScheduleTrouble(log)));
            quartz.ConfigureScheduler(scheduler => (scheduler.InstanceName, scheduler.InstanceId) = ("offhook", NodeName()))
                .UseDefaultThreadPool(2)
                .AddJob<PruneJob>(job => job.WithIdentity(PruneJob.Key).StoreDurably())
                .AddTrigger<PruneJob>(trigger => trigger.WithIdentity("hourly").ForJob(PruneJob.Key).WithSchedule(
                    CronScheduleBuilder.Create(Hourly).InTimeZone(TimeZoneInfo.Utc).WithMisfireInstruction(CronTriggerMisfireInstruction.DoNothing)))
                .RunAtStartup(PruneJob.Key);
            if (store.Source is { } source)
            {
                quartz.UsePersistentStore(database => database
                    .UsePostgres(data => data.DataSourceFactory = _ => source)
                    .UseSystemTextJsonSerializer()
                    .ConfigureStore(options => (options.TablePrefix, options.UseBackgroundThreads) = ("offhook.qrtz_", true))
                    .UseClustering(cluster => (cluster.CheckinInterval, cluster.CheckinMisfireThreshold) = (SignOfLife, LongestSilence)));
            }
        }).Build();

    // Of a process, so that two on one machine differ, and so that people recognise it.
    private static string NodeName() => string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}-{Environment.ProcessId}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
}
