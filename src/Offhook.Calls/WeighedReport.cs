namespace Offhook.Calls;

/// <summary>A report with what it says of the legs, what it proves, and the text that orders it among its equals.</summary>
internal sealed record WeighedReport(Report Report, SaidLegs Said, Verdict Verdict, string Content)
{
    /// <summary>Whether the call went on after this was said.</summary>
    public bool IsLive => Report is { Source: ReportSource.Event, StillRunning: true };

    /// <summary>Whether this was said by the provider after the end of the call.</summary>
    public bool IsOfTheEnd => !IsLive && Report.Source is ReportSource.Callback or ReportSource.Event or ReportSource.Log;
}
