namespace Offhook.Calls;

/// <summary>A report with what it proves and the text that orders it among its equals.</summary>
internal sealed record WeighedReport(Report Report, Verdict Verdict, string Content);
