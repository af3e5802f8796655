using System.Globalization;
using System.Text;
using Offhook.Gateway;
using Offhook.Gateway.Comparisons;

namespace Offhook.Server.Comparisons;

/// <summary>A comparison for people: a line for each call that is not the same in both logs, and the counts in the last line. Numbers are masked.</summary>
internal static class ComparisonText
{
    public static string Write(LogComparison comparison, (string First, string Second) names)
    {
        var lines = new List<(DateTimeOffset? At, string Line)>();
        lines.AddRange(comparison.Different.Select(pair => (pair.StartedAt,
            $"{Place(pair.First)} different ({string.Join(", ", pair.Contradictions)}): {names.First} {Said(pair.First)} | {names.Second} {Said(pair.Second)}{StartsApart(pair)}")));
        lines.AddRange(comparison.OnlyInFirst.Select(call => (call.StartedAt, $"{Place(call)} only in {names.First}: {Said(call)}")));
        lines.AddRange(comparison.OnlyInSecond.Select(call => (call.StartedAt, $"{Place(call)} only in {names.Second}: {Said(call)}")));
        lines.AddRange(comparison.Undecided.Select(row => (row.Call.StartedAt,
            $"{Place(row.Call)} ambiguous ({Why(row.Doubt)}): {(row.IsInSecond ? names.Second : names.First)} {Said(row.Call)}")));

        var text = new StringBuilder();
        foreach (var (_, line) in lines.OrderBy(line => line.At))
        {
            text.AppendLine(line);
        }

        if (comparison.Incoming is not (0, 0))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"Not compared: incoming calls, {comparison.Incoming.InFirst} in {names.First}, {comparison.Incoming.InSecond} in {names.Second}");
        }

        return text.AppendLine(CultureInfo.InvariantCulture,
            $"same {comparison.Same.Count}, different {comparison.Different.Count}, only in {names.First} {comparison.OnlyInFirst.Count}, only in {names.Second} {comparison.OnlyInSecond.Count}, ambiguous {comparison.Undecided.Count}").ToString();
    }

    /// <summary>A number with its last four digits alone.</summary>
    public static string? Masked(string? number) => number is null ? null : number.Length < 5 ? "••••" : "••••••" + number[^4..];

    /// <summary>Why a row was not joined, in a few words.</summary>
    public static string Why(Doubt doubt) => doubt switch
    {
        Doubt.SeveralFit => "several calls fit",
        Doubt.TooLittleSaid => "no time or no number",
        Doubt.DayBeforeNotRead => "may belong to the day before",
        _ => throw new ArgumentOutOfRangeException(nameof(doubt), doubt, null),
    };

    private static string Place(LoggedCall call) => $"{Clock(call)} {(call.IsOnePhone ? "" : $"{Masked(call.Agent) ?? "?"} → ")}{Masked(call.Customer) ?? "?"}";

    private static string Clock(LoggedCall call) => call.StartedAt?.ToOffset(IndianTime.Offset).ToString("HH:mm:ss", CultureInfo.InvariantCulture) ?? "??:??:??";

    private static string Said(LoggedCall call)
    {
        var legs = call.IsOnePhone ? $"customer {call.CustomerLeg}" : $"agent {call.AgentLeg}, customer {call.CustomerLeg}";
        var talk = call.TalkSeconds is { } seconds ? string.Create(CultureInfo.InvariantCulture, $", talk {seconds} s") : "";
        return $"{call.Status}{(call.Reason is null ? "" : $" ({call.Reason})")}, {legs}{talk}";
    }

    // The line begins with the time of the first log.
    private static string StartsApart(CallPair pair) => Clock(pair.First) == Clock(pair.Second) ? "" : $", at {Clock(pair.Second)}";
}
