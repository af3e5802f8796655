using System.Data.Common;

namespace Offhook.Server.Schedule;

/// <summary>Where the schedule of periodic work is kept.</summary>
/// <param name="source">A few connections of its own to the shared database, so that it never waits for those of calls, nor they for it; null when it is kept in memory.</param>
internal sealed class ScheduleStore(DbDataSource? source) : IAsyncDisposable
{
    public DbDataSource? Source => source;

    public ValueTask DisposeAsync() => source?.DisposeAsync() ?? ValueTask.CompletedTask;
}
