namespace Offhook.Calls.Tests.Laws;

public sealed class EveryOrderTests
{
    private static readonly Dictionary<string, Report[]> Histories = new()
    {
        ["answered, told three times"] =
        [
            Given.Intent, Given.Reply(DialProof.Accepted, "c2c_1"), Given.Callback(Leg.Answered, Leg.Answered, Leg.Answered, 41),
            Given.Callback(Leg.Answered, Leg.Answered, Leg.Answered, 42), Given.Log(Leg.Answered, talk: 41), Given.Deadline,
        ],
        ["nobody knows, then the log does"] =
        [
            Given.Intent, Given.Reply(DialProof.Unknown, detail: "no answer in 10 s"), Given.Callback(Leg.Answered, Leg.Answered),
            Given.Callback(Leg.Answered, talk: 0), Given.Log(Leg.NoAnswer, talk: 0), Given.Deadline,
        ],
        ["contradictions of equal strength"] =
        [
            Given.Intent, Given.Callback(agent: Leg.Answered, customer: Leg.Busy), Given.Callback(agent: Leg.NoAnswer, customer: Leg.Cancelled),
            Given.Callback(agent: Leg.Answered, customer: Leg.Answered, talk: 0), Given.Log(Leg.Congestion), Given.Log(Leg.Busy),
        ],
        ["outbound, refused and yet reported"] =
        [
            Given.OutboundIntent, Given.Reply(DialProof.Refused, detail: "no credits"), Given.Callback(Leg.Answered, talk: 18) with { KeyPress = "1" },
            Given.Callback(Leg.NoAnswer), Given.Log(Leg.Failed) with { EndedAt = Given.Clicked.AddSeconds(30) }, Given.Deadline,
        ],
        ["seen live from the first ring to the end"] =
        [
            Given.Intent, Given.Seen(agent: Leg.Ringing), Given.Seen(agent: Leg.Answered), Given.Seen(customer: Leg.Ringing), Given.Seen(customer: Leg.Answered),
            Given.CallEnd(Leg.Answered, talk: 41),
        ],
        ["handed on to a second provider, and yet reported by the first"] =
        [
            Given.Intent, Given.Reply(DialProof.NotSent) with { Attempt = 1 }, Given.Intent with { Attempt = 2, At = Given.Clicked.AddSeconds(5), Wish = Given.Intent.Wish! with { Provider = "kaleyra-io" } },
            Given.Reply(DialProof.Accepted, "io-1"), Given.Seen(agent: Leg.Ringing), Given.Deadline,
        ],
        ["two intents that differ"] =
        [
            Given.Intent, Given.OutboundIntent, Given.Callback(Leg.NoAnswer, Leg.Answered),
            Given.Callback(Leg.Rejected), Given.Log(customer: Leg.Ringing), Given.Deadline,
        ],
    };

    public static TheoryData<string> Names => [.. Histories.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void All_orders_of_six_reports_with_and_without_repeats_give_one_call(string name)
    {
        var reports = Histories[name];
        var expected = EveryFact.Of(CallFold.Fold(reports));
        var orders = 0;

        foreach (var order in Orders(reports))
        {
            orders++;
            var late = order[orders % order.Length];
            Assert.Equal(expected, EveryFact.Of(CallFold.Fold(order)));
            Assert.Equal(expected, EveryFact.Of(CallFold.Fold([late with { At = late.At.AddHours(27) }, .. order, .. order])));
        }

        Assert.Equal(720, orders);
    }

    private static IEnumerable<Report[]> Orders(Report[] reports)
    {
        if (reports.Length < 2)
        {
            yield return reports;
            yield break;
        }

        for (var first = 0; first < reports.Length; first++)
        {
            Report[] others = [.. reports[..first], .. reports[(first + 1)..]];
            foreach (var order in Orders(others))
            {
                yield return [reports[first], .. order];
            }
        }
    }
}
