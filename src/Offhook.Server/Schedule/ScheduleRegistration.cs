using Offhook.Storage.Postgres;

namespace Offhook.Server.Schedule;

/// <summary>Adds periodic work to the host.</summary>
internal static class ScheduleRegistration
{
    // It looks at its schedule, gives its sign of life and does its work, hardly ever at the same moment.
    private const int MostConnections = 3;

    // One lock of the schedule is everybody's: a node that freezes with it must not keep it.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <param name="database">The database that the nodes share; null when there is none.</param>
    public static IServiceCollection AddSchedule(this IServiceCollection services, PostgresAddress? database) => services
        .AddSingleton(_ => new ScheduleStore(database?.CreateSource("offhook schedule", MostConnections, LongestPause)))
        .AddSingleton<ScheduleLog>()
        .AddSingleton<PeriodicWork>()
        .AddHostedService(provider => provider.GetRequiredService<PeriodicWork>());
}
