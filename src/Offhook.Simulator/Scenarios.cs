namespace Offhook.Simulator;

/// <summary>One line of the scenario table.</summary>
/// <param name="Digits">The receiver's last two digits.</param>
/// <param name="Says">What happens, in a person's words.</param>
/// <param name="Script">The same as the platform plays it.</param>
public sealed record Scenario(string Digits, string Says, Script Script);

/// <summary>What the last two digits of a receiver decide. Every other number is played by a person on the phones page.</summary>
public static class Scenarios
{
    private static readonly LegScript Answers = new(LegOutcome.Answer, TimeSpan.FromSeconds(2));

    /// <summary>The whole table, by digits. <c>docs/simulator.md</c> shows the same.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("10", "Both answer and talk for 8 s", new Script()),
        new("12", "Both answer and talk for 20 s", Talking(20)),
        new("13", "Both answer and talk for 12 s; the word is ANSWERED-B and no leg is named", Talking(12) with { Words = new("ANSWERED-B", "", "") }),
        new("14", "Both answer and talk for 8 s; no callback ever, only the log tells", new Script { Reported = false }),
        new("15", "The customer does not answer; the word is ANSWERED-A and no leg is named", Customer(LegOutcome.NoAnswer) with { Words = new("ANSWERED-A", "", "") }),
        new("16", "Both answer and talk for 3 minutes", Talking(180)),
        new("20", "The agent does not answer", Agent(LegOutcome.NoAnswer)),
        new("21", "The customer does not answer", Customer(LegOutcome.NoAnswer)),
        new("22", "The customer does not answer; the word is NOANSWER_LEG2", Customer(LegOutcome.NoAnswer) with { Words = new("NOANSWER_LEG2", "ANSWER", "NOANSWER") }),
        new("30", "The agent is busy", Agent(LegOutcome.Busy, 2)),
        new("31", "The customer is busy", Customer(LegOutcome.Busy, 2)),
        new("32", "The customer is busy; the word is BUSY_LEG2", Customer(LegOutcome.Busy, 2) with { Words = new("BUSY_LEG2", "ANSWER", "BUSY") }),
        new("40", "The agent hangs up while the customer's phone rings", Customer(LegOutcome.AgentGone, 6)),
        new("41", "The customer declines", Customer(LegOutcome.Decline, 4)),
        new("50", "The agent's leg fails", Agent(LegOutcome.Fail, 1)),
        new("51", "The customer's leg fails", Customer(LegOutcome.Fail, 1)),
        new("52", "The customer's network is congested", Customer(LegOutcome.Congestion, 2)),
        new("53", "No channel to the customer", Customer(LegOutcome.Unavailable, 2)),
        new("60", "The customer is on the do-not-disturb register", Customer(LegOutcome.Dnd, 1)),
        new("61", "The number is blocked on the account; no phone rings", Stopped("BLOCKED")),
        new("62", "All lines are in use; no phone rings", Stopped("MAX-USE")),
        new("63", "Outside the working hours; no phone rings", Stopped("OFF-HOUR")),
        new("64", "The account may not call the customer", Customer(LegOutcome.NotAllowed, 1)),
        new("70", "Ends with a word in no document, FORWARDED, and no talk", Customer(LegOutcome.NoAnswer, 5) with { Words = new("FORWARDED", "ANSWER", ""), ObdStatus = "FORWARDED" }),
    ];

    private static readonly Dictionary<string, Script> ByDigits = All.ToDictionary(scenario => scenario.Digits, scenario => scenario.Script, StringComparer.Ordinal);

    /// <summary>The script of a receiver: of its last two digits, or <see cref="Script.ByPerson"/>.</summary>
    public static Script For(string receiver)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        return receiver.Length >= 2 && ByDigits.TryGetValue(receiver[^2..], out var script) ? script : Script.ByPerson;
    }

    private static Script Talking(int seconds) => new() { Talk = TimeSpan.FromSeconds(seconds) };

    private static Script Agent(LegOutcome outcome, int? after = null) => new() { Agent = Leg(outcome, after), Customer = new(LegOutcome.Person), Talk = null };

    private static Script Customer(LegOutcome outcome, int? after = null) => new() { Agent = Answers, Customer = Leg(outcome, after), Talk = null };

    private static Script Stopped(string word) => new() { Stopped = word };

    private static LegScript Leg(LegOutcome outcome, int? after) => new(outcome, after is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
}
