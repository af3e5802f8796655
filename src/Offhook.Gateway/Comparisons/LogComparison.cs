namespace Offhook.Gateway.Comparisons;

/// <summary>How two logs of one Indian day compare, call by call. A pure function of the two; swapping them swaps the result.</summary>
/// <param name="Same">Calls of which both logs tell the same.</param>
/// <param name="Different">Calls of which they do not, by time.</param>
/// <param name="OnlyInFirst">Calls that the second log does not have, by time.</param>
/// <param name="OnlyInSecond">Calls that the first log does not have, by time.</param>
/// <param name="Undecided">Rows of which it cannot be said which call of the other log they are, by time.</param>
/// <param name="Incoming">How many rows of each log are incoming calls, which are not compared.</param>
public sealed record LogComparison(
    IReadOnlyList<CallPair> Same, IReadOnlyList<CallPair> Different, IReadOnlyList<LoggedCall> OnlyInFirst, IReadOnlyList<LoggedCall> OnlyInSecond,
    IReadOnlyList<UndecidedCall> Undecided, (int InFirst, int InSecond) Incoming)
{
    /// <summary>Whether the logs tell the same of every call.</summary>
    public bool IsClean => Different.Count + OnlyInFirst.Count + OnlyInSecond.Count + Undecided.Count == 0;

    /// <summary>Compares two logs.</summary>
    /// <param name="first">Rows of the day, and those around it, so that a call at midnight is found; rows that tell no time belong to the day.</param>
    /// <param name="second">The same of the other log.</param>
    /// <param name="day">The Indian day that is reported on.</param>
    /// <param name="readFrom">The first Indian day that was read of both logs: the day itself, or one before it.</param>
    public static LogComparison Of(IReadOnlyList<LoggedCall> first, IReadOnlyList<LoggedCall> second, DateOnly day, DateOnly readFrom)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var pairs = CallPairs.Of(Comparable(first), Comparable(second));
        List<CallPair> reported = [.. pairs.Pairs.Where(pair => IsOf(day, pair.First) || IsOf(day, pair.Second)).Select(pair => new CallPair(pair.First, pair.Second))];
        var unseenUntil = IndianTime.StartOf(readFrom) + CallPairs.Reach;
        return new(
            ByTime(reported.Where(pair => pair.Contradictions.Count == 0)),
            ByTime(reported.Where(pair => pair.Contradictions.Count > 0)),
            ByTime(Alone(pairs.Alone.First).Where(call => !MayHaveBegunBefore(call))),
            ByTime(Alone(pairs.Alone.Second).Where(call => !MayHaveBegunBefore(call))),
            [.. Undecided(first, isSecond: false, pairs.Ambiguous.First, pairs.Alone.First).Concat(Undecided(second, isSecond: true, pairs.Ambiguous.Second, pairs.Alone.Second)).OrderBy(row => row.Call.StartedAt)],
            (Incoming(first), Incoming(second)));

        IEnumerable<LoggedCall> Alone(IEnumerable<LoggedCall> calls) => calls.Where(call => IsOf(day, call));

        // The other log may have it in the day before, which was not read.
        bool MayHaveBegunBefore(LoggedCall call) => call.StartedAt < unseenUntil;

        int Incoming(IEnumerable<LoggedCall> log) => log.Count(call => call.IsIncoming && IsOf(day, call));

        IEnumerable<UndecidedCall> Undecided(IReadOnlyList<LoggedCall> log, bool isSecond, IEnumerable<LoggedCall> ambiguous, IEnumerable<LoggedCall> alone) =>
        [
            .. ambiguous.Where(call => IsOf(day, call)).Select(call => new UndecidedCall(call, isSecond, Doubt.SeveralFit)),
            .. log.Where(call => !call.IsIncoming && !call.CanBeFound && IsOf(day, call)).Select(call => new UndecidedCall(call, isSecond, Doubt.TooLittleSaid)),
            .. Alone(alone).Where(MayHaveBegunBefore).Select(call => new UndecidedCall(call, isSecond, Doubt.DayBeforeNotRead)),
        ];
    }

    private static List<LoggedCall> Comparable(IEnumerable<LoggedCall> log) => [.. log.Where(call => !call.IsIncoming && call.CanBeFound)];

    private static bool IsOf(DateOnly day, LoggedCall call) => call.StartedAt is not { } start || IndianTime.DayOf(start) == day;

    private static List<CallPair> ByTime(IEnumerable<CallPair> pairs) => [.. pairs.OrderBy(pair => pair.StartedAt)];

    private static List<LoggedCall> ByTime(IEnumerable<LoggedCall> calls) => [.. calls.OrderBy(call => call.StartedAt)];
}

/// <summary>A call that both logs have.</summary>
public sealed record CallPair(LoggedCall First, LoggedCall Second)
{
    /// <summary>The columns in which they contradict each other, see <see cref="LoggedCall.ContradictionsTo"/>.</summary>
    public IReadOnlyList<string> Contradictions { get; } = First.ContradictionsTo(Second);

    /// <summary>When it began, by the log that says so earlier.</summary>
    public DateTimeOffset? StartedAt => First.StartedAt < Second.StartedAt ? First.StartedAt : Second.StartedAt;
}

/// <summary>A row of which it cannot be said which call of the other log it is.</summary>
/// <param name="IsInSecond">Whose row it is.</param>
public sealed record UndecidedCall(LoggedCall Call, bool IsInSecond, Doubt Doubt);

/// <summary>Why it cannot be said.</summary>
public enum Doubt
{
    /// <summary>Several rows of the other log fit equally well, or the other way round.</summary>
    SeveralFit,

    /// <summary>The row tells no time or lacks a number.</summary>
    TooLittleSaid,

    /// <summary>The other log may have it at the end of the day before, which cannot be read any more.</summary>
    DayBeforeNotRead,
}
