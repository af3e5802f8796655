using System.Diagnostics;

namespace Offhook.Calls.Tests.Rules;

/// <summary>What becomes of each state when each kind of report arrives. Who wins is decided by the evidence, never by who came first.</summary>
public sealed class HeldAndArrivingTests
{
    private const string Table = """
        held \ arrives |ringing    |answer   |answer+talk|busy     |noanswer |cancel   |failed   |congestion|log:talk|log:noanswer|log:congestion|deadline
        requested      |ringing    |answered |answered   |busy     |missed   |cancelled|failed   |failed    |answered|missed      |failed        |unconfirmed
        unconfirmed    |ringing    |answered |answered   |busy     |missed   |cancelled|failed   |failed    |answered|missed      |failed        |unconfirmed
        ringing        |ringing    |answered |answered   |busy     |missed   |cancelled|failed   |failed    |answered|missed      |failed        |unconfirmed
        agent-was-there|unconfirmed|answered |answered   |busy     |missed   |cancelled|failed   |failed    |answered|missed      |failed        |unconfirmed
        answered:talk  |answered   |answered |answered   |answered |answered |answered |answered |answered  |answered|answered    |answered      |answered
        answered:legs  |answered   |answered |answered   |answered |answered |answered |answered |answered  |answered|missed      |failed        |answered
        answered:word  |answered   |answered |answered   |busy     |missed   |cancelled|failed   |failed    |answered|missed      |failed        |answered
        busy           |busy       |busy     |answered   |busy     |busy     |busy     |busy     |busy      |answered|missed      |failed        |busy
        missed         |missed     |missed   |answered   |missed   |missed   |missed   |missed   |missed    |answered|missed      |failed        |missed
        cancelled      |cancelled  |cancelled|answered   |cancelled|cancelled|cancelled|cancelled|cancelled |answered|missed      |failed        |cancelled
        failed         |failed     |failed   |answered   |failed   |failed   |failed   |failed   |failed    |answered|missed      |failed        |failed
        never-sent     |failed     |failed   |answered   |busy     |missed   |cancelled|failed   |failed    |answered|missed      |failed        |failed
        deadline       |unconfirmed|answered |answered   |busy     |missed   |cancelled|failed   |failed    |answered|missed      |failed        |unconfirmed
        log:noanswer   |missed     |missed   |answered   |missed   |missed   |missed   |missed   |missed    |answered|missed      |failed        |missed
        """;

    public static TheoryData<string, string, string> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string, string>();
            var rows = Table.Split('\n').Select(row => row.Split('|', StringSplitOptions.TrimEntries)).ToList();
            foreach (var row in rows.Skip(1))
            {
                for (var column = 1; column < row.Length; column++)
                {
                    pairs.Add(row[0], rows[0][column], row[column]);
                }
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_state_and_an_arriving_report_make(string held, string arriving, string status)
    {
        var before = Given.Folded(Held(held));

        var after = Given.Folded([.. Held(held), Arriving(arriving)]);
        var turned = Given.Folded([Arriving(arriving), .. Held(held)]);

        Assert.Equal(status, after.Status.Word());
        Assert.Equal(after, turned);
        Assert.True(after.IsSettled || !before.IsSettled, "a settled call was opened");
    }

    private static Report[] Held(string state) => state switch
    {
        "requested" => [Given.Intent],
        "unconfirmed" => [Given.Intent, Given.Reply(DialProof.Unknown)],
        "ringing" => [Given.Intent, Given.Reply(DialProof.Accepted)],
        "agent-was-there" => [Given.Intent, Given.Callback(agent: Leg.Answered)],
        "answered:talk" => [Given.Intent, Given.Callback(Leg.Answered, Leg.Answered, Leg.Answered, 41)],
        "answered:legs" => [Given.Intent, Given.Callback(Leg.Answered, Leg.Answered, Leg.Answered, 0)],
        "answered:word" => [Given.Intent, Given.Callback(Leg.Answered, talk: 0)],
        "busy" => [Given.Intent, Given.Callback(agent: Leg.Answered, customer: Leg.Busy)],
        "missed" => [Given.Intent, Given.Callback(agent: Leg.Answered, customer: Leg.NoAnswer)],
        "cancelled" => [Given.Intent, Given.Callback(agent: Leg.Answered, customer: Leg.Cancelled)],
        "failed" => [Given.Intent, Given.Callback(agent: Leg.Answered, customer: Leg.Failed)],
        "never-sent" => [Given.Intent, Given.Reply(DialProof.NotSent)],
        "deadline" => [Given.Intent, Given.Reply(DialProof.Accepted), Given.Deadline],
        "log:noanswer" => [Given.Intent, Given.Log(agent: Leg.Answered, customer: Leg.NoAnswer)],
        _ => throw new UnreachableException(state),
    };

    private static Report Arriving(string report) => report switch
    {
        "ringing" => Given.Callback(agent: Leg.Ringing),
        "answer" => Given.Callback(Leg.Answered),
        "answer+talk" => Given.Callback(Leg.Answered, talk: 20),
        "busy" => Given.Callback(Leg.Busy),
        "noanswer" => Given.Callback(Leg.NoAnswer),
        "cancel" => Given.Callback(Leg.Cancelled),
        "failed" => Given.Callback(Leg.Failed),
        "congestion" => Given.Callback(Leg.Congestion),
        "log:talk" => Given.Log(Leg.Answered, talk: 20),
        "log:noanswer" => Given.Log(agent: Leg.Answered, customer: Leg.NoAnswer),
        "log:congestion" => Given.Log(Leg.Answered, Leg.Answered, Leg.Congestion),
        "deadline" => Given.Deadline,
        _ => throw new UnreachableException(report),
    };
}
