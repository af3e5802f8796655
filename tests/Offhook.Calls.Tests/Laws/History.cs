using FsCheck;
using FsCheck.Fluent;

namespace Offhook.Calls.Tests.Laws;

/// <summary>Reports of one call, printed in full when a law fails, and a seed for what a law does with them.</summary>
internal sealed class History(IReadOnlyList<Report> reports, int chance)
{
    public IReadOnlyList<Report> Reports => reports;

    /// <summary>Any history: several intents, or none, included.</summary>
    public static Arbitrary<History> Any { get; } = Make(random => [.. Some(random, intents: true)]);

    /// <summary>What happens: one intent, then anything.</summary>
    public static Arbitrary<History> OfOneIntent { get; } = Make(random => [AnyReport.Intent(random), .. Some(random, intents: false)]);

    /// <summary>The same reports in another order, many of them more than once and then arriving later.</summary>
    public List<Report> ShuffledAndRepeated()
    {
        var random = new Random(chance);
        List<Report> all = [.. reports];
        for (var i = random.Next(6); i > 0 && reports.Count > 0; i--)
        {
            var again = reports[random.Next(reports.Count)];
            all.Add(again with { At = again.At.AddMinutes(random.Next(5_000)) });
        }

        var shuffled = all.ToArray();
        random.Shuffle(shuffled);
        return [.. shuffled];
    }

    public override string ToString() =>
        string.Join('\n', reports.Select(report => $"{report.At:O} {ReportIdentity.Content(report)}")) + $"\nchance {chance}";

    private static IEnumerable<Report> Some(Random random, bool intents)
    {
        for (var i = random.Next(7); i > 0; i--)
        {
            yield return AnyReport.Of(random, intents);
        }
    }

    private static Arbitrary<History> Make(Func<Random, IReadOnlyList<Report>> make) => Arb.From(
        Gen.Choose(int.MinValue, int.MaxValue).Select(seed => new History(make(new Random(seed)), seed)),
        history => history.Reports.Select((_, left) => new History([.. history.Reports.Where((_, i) => i != left)], history.Chance)));

    private int Chance => chance;
}
