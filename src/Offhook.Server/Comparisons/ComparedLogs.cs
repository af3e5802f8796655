using Offhook.Gateway;
using Offhook.Gateway.Comparisons;
using Offhook.Gateway.Providers;
using Offhook.Server.Settings;

namespace Offhook.Server.Comparisons;

/// <summary>The logs of the account that is left and of the one that is moved to.</summary>
internal sealed class ComparedLogs(IProviderLog first, IProviderLog second)
{
    private static readonly TimeSpan OneDay = TimeSpan.FromDays(1);

    /// <summary>Whose logs they are.</summary>
    public (string First, string Second) Names => (first.Traits.Name, second.Traits.Name);

    /// <summary>Reads both logs and compares them.</summary>
    /// <exception cref="SettingsException">One of the logs does not reach back to the day.</exception>
    /// <exception cref="LogUnreadableException">One of the logs cannot be read.</exception>
    public async Task<LogComparison> CompareAsync(DateOnly day, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        foreach (var log in (IProviderLog[])[first, second])
        {
            if (now - IndianTime.StartOf(day) > log.Traits.LogReach)
            {
                throw new SettingsException($"{CompareLogs.Argument}: {log.Traits.Name} shows the last {log.Traits.LogReach.Value.TotalDays:0} days of its log; the first whole one is {FirstWholeDay(now, log.Traits.LogReach.Value):yyyy-MM-dd}");
            }
        }

        // A call at midnight may stand on one day in one log and on the next in the other.
        var before = day.AddDays(-1);
        var from = now - IndianTime.StartOf(before) > first.Traits.LogReach || now - IndianTime.StartOf(before) > second.Traits.LogReach ? day : before;
        var today = IndianTime.DayOf(now);
        var to = day < today ? day.AddDays(1) : day;
        var firstRows = await WholeLog.ReadAsync(first, day, from, to, cancellationToken);
        var secondRows = await WholeLog.ReadAsync(second, day, from, to, cancellationToken);
        return LogComparison.Of(firstRows, secondRows, day, from);
    }

    private static DateOnly FirstWholeDay(DateTimeOffset now, TimeSpan reach) => IndianTime.DayOf(now - reach + OneDay - TimeSpan.FromTicks(1));
}
