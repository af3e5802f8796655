namespace Offhook.Gateway.Comparisons;

/// <summary>
/// Which rows of two logs are the same call: both numbers are the same, and the starts lie near each other. One row to one row, the nearest starts first, and only where
/// nothing else fits as well; nothing is guessed.
/// </summary>
/// <param name="Pairs">The same calls.</param>
/// <param name="Ambiguous">Rows of either log that more than one row of the other fits equally well.</param>
/// <param name="Alone">Rows of either log that no row of the other fits.</param>
internal sealed record CallPairs(
    IReadOnlyList<(LoggedCall First, LoggedCall Second)> Pairs, (IReadOnlyList<LoggedCall> First, IReadOnlyList<LoggedCall> Second) Ambiguous, (IReadOnlyList<LoggedCall> First, IReadOnlyList<LoggedCall> Second) Alone)
{
    /// <summary>So far apart the starts may lie. A log may write down the click or the moment at which the call left the queue, and either log may be the later one.</summary>
    public static readonly TimeSpan Reach = TimeSpan.FromMinutes(10);

    /// <param name="first">Rows that can be found (<see cref="LoggedCall.CanBeFound"/>).</param>
    /// <param name="second">The same of the other log.</param>
    public static CallPairs Of(IReadOnlyList<LoggedCall> first, IReadOnlyList<LoggedCall> second)
    {
        var nearest = new List<Edge>();
        var ambiguous = new HashSet<Place>();
        var taken = new HashSet<Place>();
        foreach (var equallyNear in Edges(first, second).GroupBy(edge => edge.Apart).OrderBy(group => group.Key))
        {
            var free = equallyNear.Where(edge => !edge.Ends.Any(taken.Contains)).ToList();
            var crowded = free.SelectMany(edge => edge.Ends).CountBy(end => end).Where(end => end.Value > 1).Select(end => end.Key).ToHashSet();
            foreach (var edge in free)
            {
                taken.UnionWith(edge.Ends);
                if (edge.Ends.Any(crowded.Contains))
                {
                    ambiguous.UnionWith(edge.Ends);
                }
                else
                {
                    nearest.Add(edge);
                }
            }
        }

        // Calls between the same two phones come one after the other. Pairs that change their order show that one log's times are shifted, and then near means nothing.
        var crossed = nearest.GroupBy(edge => PartiesOf(edge.First)).SelectMany(group => group.Where(edge => group.Any(edge.Crosses))).ToList();
        ambiguous.UnionWith(crossed.SelectMany(edge => edge.Ends));
        return new(
            [.. nearest.Except(crossed).Select(edge => (edge.First, edge.Second))],
            (Where(first, isSecond: false, ambiguous.Contains), Where(second, isSecond: true, ambiguous.Contains)),
            (Where(first, isSecond: false, place => !taken.Contains(place)), Where(second, isSecond: true, place => !taken.Contains(place))));
    }

    private static IEnumerable<Edge> Edges(IReadOnlyList<LoggedCall> first, IReadOnlyList<LoggedCall> second)
    {
        var others = second.Select((call, index) => (Call: call, Index: index)).ToLookup(other => PartiesOf(other.Call));
        return first.SelectMany((call, index) => others[PartiesOf(call)].Select(other => new Edge(index, call, other.Index, other.Call))).Where(edge => edge.Apart <= Reach);
    }

    private static (bool, string?, string?) PartiesOf(LoggedCall call) => (call.IsOnePhone, call.Agent, call.Customer);

    private static List<LoggedCall> Where(IReadOnlyList<LoggedCall> log, bool isSecond, Predicate<Place> isIt) =>
        [.. log.Where((_, index) => isIt(new Place(isSecond, index)))];

    private readonly record struct Place(bool IsSecond, int Index);

    private sealed record Edge(int FirstIndex, LoggedCall First, int SecondIndex, LoggedCall Second)
    {
        public Place[] Ends { get; } = [new(false, FirstIndex), new(true, SecondIndex)];

        public TimeSpan Apart { get; } = (First.StartedAt.GetValueOrDefault() - Second.StartedAt.GetValueOrDefault()).Duration();

        public bool Crosses(Edge other) => First.StartedAt < other.First.StartedAt && Second.StartedAt > other.Second.StartedAt
            || First.StartedAt > other.First.StartedAt && Second.StartedAt < other.Second.StartedAt;
    }
}
