using Offhook.Gateway.Providers;

namespace Offhook.Gateway.Comparisons;

/// <summary>Reads a provider's log of whole Indian days, to the last page.</summary>
public static class WholeLog
{
    private const int RowsPerPage = 200;

    // More calls than anybody's day has; a log that never ends is broken.
    private const int MostPages = 2_000;

    /// <summary>The rows of a day and of the days around it.</summary>
    /// <param name="day">Its rows without a time are kept; those of the other days could be of any day.</param>
    /// <exception cref="LogUnreadableException">A page could not be read.</exception>
    public static async Task<IReadOnlyList<LoggedCall>> ReadAsync(IProviderLog log, DateOnly day, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(log);
        var calls = new HashSet<LoggedCall>();
        for (var read = from; read <= to; read = read.AddDays(1))
        {
            calls.UnionWith((await ReadDayAsync(log, read, cancellationToken)).Where(call => read == day || call.StartedAt is not null));
        }

        return [.. calls];
    }

    private static async Task<HashSet<LoggedCall>> ReadDayAsync(IProviderLog log, DateOnly day, CancellationToken cancellationToken)
    {
        var calls = new HashSet<LoggedCall>();
        var pageSize = 0;
        for (var number = 1; number <= MostPages; number++)
        {
            var page = await log.ReadLogAsync(new LogRequest(day, day, null, number, RowsPerPage), cancellationToken);
            var rows = page switch
            {
                LogPage.Read read => read.Items,
                LogPage.Refused refused => throw new LogUnreadableException(log.Traits.Name, day, refused.Reason),
                LogPage.Unavailable unavailable => throw new LogUnreadableException(log.Traits.Name, day, unavailable.Why),
                _ => throw new InvalidOperationException($"a log page of no known kind: {page.GetType().Name}"),
            };

            // The platform may give fewer rows than asked for (its own maximum is not published), so the first page tells how long a full one is.
            pageSize = number == 1 ? rows.Count : pageSize;
            var known = calls.Count;
            calls.UnionWith(rows.Select(LoggedCall.Of));
            if (calls.Count == known || rows.Count < pageSize)
            {
                return calls;
            }
        }

        throw new LogUnreadableException(log.Traits.Name, day, $"it has more than {MostPages} pages");
    }
}

/// <summary>A provider's log cannot be read. The message says whose and why, and holds no key.</summary>
public sealed class LogUnreadableException(string provider, DateOnly day, string why) : Exception($"{provider}: its log of {day:yyyy-MM-dd} cannot be read: {why}");
