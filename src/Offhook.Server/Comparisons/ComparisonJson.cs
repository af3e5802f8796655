using System.Text.Json;
using System.Text.Json.Serialization;
using Offhook.Gateway.Comparisons;

namespace Offhook.Server.Comparisons;

/// <summary>A comparison for programs: what <see cref="ComparisonText"/> says, as one document.</summary>
internal static class ComparisonJson
{
    public static string Write(LogComparison comparison, DateOnly day)
    {
        IEnumerable<ComparedCallView> calls =
        [
            .. comparison.Different.Select(pair => View("different", pair.StartedAt, pair.First, pair.Second) with { Differs = pair.Contradictions }),
            .. comparison.OnlyInFirst.Select(call => View("only_in_legacy", call.StartedAt, call, null)),
            .. comparison.OnlyInSecond.Select(call => View("only_in_kaleyra_io", call.StartedAt, null, call)),
            .. comparison.Undecided.Select(row => View("ambiguous", row.Call.StartedAt, row.IsInSecond ? null : row.Call, row.IsInSecond ? row.Call : null) with { Why = ComparisonText.Why(row.Doubt) }),
        ];
        var counts = new ComparisonCounts(comparison.Same.Count, comparison.Different.Count, comparison.OnlyInFirst.Count, comparison.OnlyInSecond.Count, comparison.Undecided.Count);
        var document = new ComparisonView(day, [.. calls.OrderBy(call => call.StartedAt)], new(comparison.Incoming.InFirst, comparison.Incoming.InSecond), counts);
        return JsonSerializer.Serialize(document, ComparisonViewJson.Default.ComparisonView) + Environment.NewLine;
    }

    private static ComparedCallView View(string result, DateTimeOffset? startedAt, LoggedCall? legacy, LoggedCall? io) =>
        new(result, startedAt, ComparisonText.Masked((legacy ?? io)?.Agent), ComparisonText.Masked((legacy ?? io)?.Customer), Said(legacy), Said(io));

    private static SaidView? Said(LoggedCall? call) => call is null ? null : new(call.StartedAt, call.Status, call.Reason, call.AgentLeg, call.CustomerLeg, call.TalkSeconds);
}

/// <summary>How the logs of a day compare.</summary>
/// <param name="Calls">The calls that are not the same in both, by time.</param>
/// <param name="Incoming">Rows that are not compared.</param>
internal sealed record ComparisonView(DateOnly Day, IReadOnlyList<ComparedCallView> Calls, IncomingCounts Incoming, ComparisonCounts Counts);

/// <summary>A call that is not the same in both logs.</summary>
/// <param name="Result"><c>different</c>, <c>only_in_legacy</c>, <c>only_in_kaleyra_io</c> or <c>ambiguous</c>.</param>
/// <param name="AgentNumber">Masked; null where it is not told, and for a call to one phone.</param>
/// <param name="CustomerNumber">Masked.</param>
/// <param name="Legacy">What the legacy API's log says; null where it has no such row.</param>
/// <param name="KaleyraIo">The same of kaleyra.io.</param>
internal sealed record ComparedCallView(string Result, DateTimeOffset? StartedAt, string? AgentNumber, string? CustomerNumber, SaidView? Legacy, SaidView? KaleyraIo)
{
    /// <summary>The columns in which the logs contradict each other.</summary>
    public IReadOnlyList<string> Differs { get; init; } = [];

    /// <summary>Why it is ambiguous.</summary>
    public string? Why { get; init; }
}

/// <summary>What one log says of a call.</summary>
internal sealed record SaidView(DateTimeOffset? StartedAt, string Status, string? Reason, string AgentLeg, string CustomerLeg, long? TalkSeconds);

/// <summary>Incoming calls of each log.</summary>
internal sealed record IncomingCounts(int Legacy, int KaleyraIo);

/// <summary>How many calls; <paramref name="Ambiguous"/> counts rows of both logs.</summary>
internal sealed record ComparisonCounts(int Same, int Different, int OnlyInLegacy, int OnlyInKaleyraIo, int Ambiguous);

/// <summary>JSON of the comparison, snake case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ComparisonView))]
internal sealed partial class ComparisonViewJson : JsonSerializerContext;
