namespace Offhook.Calls;

/// <summary>A report with what it says of the legs, what it proves, and the text that orders it among its equals.</summary>
internal sealed record WeighedReport(Report Report, SaidLegs Said, Verdict Verdict, string Content);
