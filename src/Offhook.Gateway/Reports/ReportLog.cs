using Microsoft.Extensions.Logging;

namespace Offhook.Gateway.Reports;

/// <summary>What the log says about reports. Numbers and tokens never appear in it.</summary>
public sealed partial class ReportLog(ILogger<ReportLog> logger)
{
    /// <summary>A report changed its call.</summary>
    [LoggerMessage(LogLevel.Information, "Call {Reference} is {Status}, says its {Source}")]
    public partial void Changed(Guid reference, string status, string source);

    /// <summary>A report said nothing new.</summary>
    [LoggerMessage(LogLevel.Debug, "The {Source} of call {Reference} says nothing new")]
    public partial void Repeated(Guid reference, string source);

    /// <summary>A genuine report whose call is not known.</summary>
    [LoggerMessage(LogLevel.Warning, "A genuine {Source} names call {Reference}, which is not known here; it is kept until the call is")]
    public partial void Orphaned(Guid reference, string source);

    /// <summary>Some fields could not be read.</summary>
    [LoggerMessage(LogLevel.Warning, "The {Source} of call {Reference} has fields that cannot be read: {Fields}")]
    public partial void Unreadable(Guid reference, string source, string fields);

    /// <summary>The provider used a word that is not in the table.</summary>
    [LoggerMessage(LogLevel.Warning, "The provider's words {Words} about call {Reference} tell no outcome; the provider's log is asked")]
    public partial void UnknownWord(Guid reference, string words);
}
