using Offhook.Gateway.Comparisons;

namespace Offhook.Gateway.Tests.Comparisons;

/// <summary>What holds for any two logs.</summary>
public sealed class ComparisonLawTests
{
    private static readonly DateOnly Day = new(2026, 2, 24);

    [Fact]
    public void A_log_compared_with_itself_in_any_order_shows_no_difference() => Law.Holds(1_000, random =>
    {
        var log = AnyLog(random);
        var again = log.Select(call => call with { Id = "of the other log" }).ToArray();
        random.Shuffle(again);

        var comparison = LogComparison.Of(log, again, Day, Day.AddDays(-1));

        Assert.Empty(comparison.Different);
        Assert.Empty(comparison.OnlyInFirst);
        Assert.Empty(comparison.OnlyInSecond);
        Assert.All(comparison.Undecided, row => Assert.True(!row.Call.CanBeFound || log.Count(call => AreSimultaneous(call, row.Call)) > 1, $"{row} is the only such call"));
    });

    [Fact]
    public void Swapping_the_logs_swaps_the_result() => Law.Holds(1_000, random =>
    {
        var (first, second) = TwoLogs(random);

        var readFrom = Day.AddDays(-random.Next(2));
        var one = LogComparison.Of(first, second, Day, readFrom);
        var other = LogComparison.Of(second, first, Day, readFrom);

        Assert.Equal(Sorted(one.OnlyInFirst), Sorted(other.OnlyInSecond));
        Assert.Equal(Sorted(one.OnlyInSecond), Sorted(other.OnlyInFirst));
        Assert.Equal(Sorted(one.Same.Select(pair => (pair.First, pair.Second))), Sorted(other.Same.Select(pair => (pair.Second, pair.First))));
        Assert.Equal(Sorted(one.Different.Select(pair => (pair.First, pair.Second))), Sorted(other.Different.Select(pair => (pair.Second, pair.First))));
        Assert.Equal(Sorted(one.Undecided), Sorted(other.Undecided.Select(row => row with { IsInSecond = !row.IsInSecond })));
        Assert.Equal(one.Incoming, (other.Incoming.InSecond, other.Incoming.InFirst));
    });

    [Fact]
    public void The_order_of_the_rows_does_not_matter() => Law.Holds(1_000, random =>
    {
        var (first, second) = TwoLogs(random);
        var one = LogComparison.Of(first, second, Day, Day);
        random.Shuffle(first);
        random.Shuffle(second);

        var other = LogComparison.Of(first, second, Day, Day);

        Assert.Equal(Sorted(one.Same.Concat(one.Different)), Sorted(other.Same.Concat(other.Different)));
        Assert.Equal(Sorted(one.OnlyInFirst), Sorted(other.OnlyInFirst));
        Assert.Equal(Sorted(one.Undecided), Sorted(other.Undecided));
    });

    [Fact]
    public void Every_row_of_the_day_is_told_once() => Law.Holds(1_000, random =>
    {
        var (first, second) = TwoLogs(random);

        var comparison = LogComparison.Of(first, second, Day, Day);

        IEnumerable<CallPair> pairs = [.. comparison.Same, .. comparison.Different];
        Assert.Equal(Sorted(first.Where(IsOfTheDay)), Sorted(pairs.Select(pair => pair.First).Where(IsOfTheDay)
            .Concat(comparison.OnlyInFirst).Concat(comparison.Undecided.Where(row => !row.IsInSecond).Select(row => row.Call)).Concat(first.Where(call => call.IsIncoming && IsOfTheDay(call)))));
        Assert.Equal(Sorted(second.Where(IsOfTheDay)), Sorted(pairs.Select(pair => pair.Second).Where(IsOfTheDay)
            .Concat(comparison.OnlyInSecond).Concat(comparison.Undecided.Where(row => row.IsInSecond).Select(row => row.Call)).Concat(second.Where(call => call.IsIncoming && IsOfTheDay(call)))));
    });

    private static (LoggedCall[] First, LoggedCall[] Second) TwoLogs(Random random)
    {
        var first = AnyLog(random);
        var others = AnyLog(random).Select(call => call with { Id = call.Id + " of the other log" });
        var moved = first.Where(_ => random.Chance(0.7)).Select(call => call with { Id = call.Id + " moved", StartedAt = call.StartedAt?.AddSeconds(random.Next(-20, 20)) });
        LoggedCall[] second = [.. moved, .. others.Where(_ => random.Chance(0.3))];
        return (first, second);
    }

    // Few numbers and few minutes, mostly around midnight, so that much fits much.
    private static LoggedCall[] AnyLog(Random random) => [.. Enumerable.Range(0, random.Next(12)).Select(index => new LoggedCall
    {
        Id = $"{index}",
        IsIncoming = random.Chance(0.1),
        IsOnePhone = random.Chance(0.2),
        Agent = random.Chance(0.05) ? null : random.Pick("9800000001", "9800000002"),
        Customer = random.Chance(0.05) ? null : random.Pick("9800000010", "9800000021"),
        StartedAt = random.Chance(0.05) ? null : IndianTime.StartOf(random.Chance(0.5) ? Day : Day.AddDays(1)).AddSeconds(random.Chance(0.3) ? random.Next(-60, 60) : random.Next(-1_200, 1_200)),
        Status = random.Pick("answered", "missed", "busy"),
        Reason = random.Pick(null, "busy", "customer_busy"),
        AgentLeg = random.Pick("unknown", "answered", "busy"),
        CustomerLeg = random.Pick("unknown", "answered", "busy"),
        TalkSeconds = random.Pick<long?>(null, 0, 8, 9, 10),
    })];

    private static bool IsOfTheDay(LoggedCall call) => call.StartedAt is not { } start || IndianTime.DayOf(start) == Day;

    private static bool AreSimultaneous(LoggedCall one, LoggedCall other) =>
        (one.IsOnePhone, one.Agent, one.Customer, one.StartedAt) == (other.IsOnePhone, other.Agent, other.Customer, other.StartedAt);

    private static List<string> Sorted<T>(IEnumerable<T> items) => [.. items.Select(item => $"{item}").Order(StringComparer.Ordinal)];
}
