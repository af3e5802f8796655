namespace Offhook.Server.Schedule;

/// <summary>What the log says about periodic work.</summary>
internal sealed partial class ScheduleLog(ILogger<ScheduleLog> logger)
{
    [LoggerMessage(LogLevel.Warning, "This node takes no part in periodic work yet, and goes on trying: {Why}")]
    public partial void NotStarted(string why);

    [LoggerMessage(LogLevel.Warning, "The schedule of periodic work is in trouble, and goes on trying: {Why}")]
    public partial void Trouble(string why);

    [LoggerMessage(LogLevel.Warning, "Old changes were not deleted, which is done again every hour: {Why}")]
    public partial void NotPruned(string why);
}
