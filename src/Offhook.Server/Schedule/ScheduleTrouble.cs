namespace Offhook.Server.Schedule;

/// <summary>What Quartz says when something is wrong. While the database is away it tries again every few seconds, and says so each time: told once is enough.</summary>
internal sealed class ScheduleTrouble(ScheduleLog log) : ILogger, ILoggerProvider
{
    // After so long without a complaint the next one is another trouble.
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    // "ClusterManager: detected 1 failed or restarted instances": every node that was stopped is noticed that way by the next one.
    private static readonly EventId NodesGone = new(3503);

    private long _last;

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel) || eventId == NodesGone)
        {
            return;
        }

        var last = Interlocked.Exchange(ref _last, TimeProvider.System.GetTimestamp());
        if (last == 0 || TimeProvider.System.GetElapsedTime(last) > Quiet)
        {
            log.Trouble(exception?.GetBaseException().Message ?? formatter(state, null));
        }
    }

    public void Dispose()
    {
    }
}
