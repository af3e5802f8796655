namespace Offhook.Simulator;

/// <summary>The final words of one call, in the spelling of its platform.</summary>
/// <param name="Words">Of a click-to-call; empty words otherwise.</param>
/// <param name="Obd">Of an outbound call; empty otherwise.</param>
internal sealed record LastWord(StatusWords Words, string Obd)
{
    /// <summary>A call whose last leg came to this.</summary>
    public static LastWord Of(SimulatedCall call, Side side, LegOutcome outcome)
    {
        // A script's own words hold only for the end that the script foresaw; a person may have taken the call elsewhere.
        var script = call.Script;
        var expected = call.Kind is CallKind.Outbound ? Ending.OneLeg(script) : side is Side.Agent ? script.Agent : script.Customer;
        var asWritten = outcome == expected.Outcome;
        var (words, obd) = asWritten ? (script.Words, script.ObdStatus) : (null, null);
        if (call.Wire is Wire.Io)
        {
            return call.Kind is CallKind.Outbound
                ? OneLeg(obd is null ? IoEnding.OnOneLeg(outcome, call.FlowId is not null) : IoEnding.Spelt(obd))
                : TwoLegs(words is null ? Word(IoEnding.OnLeg(side, outcome)) : Word(IoEnding.Spelt(words.Status)));
        }

        return call.Kind is CallKind.Outbound
            ? OneLeg(obd ?? Ending.Outbound(outcome))
            : TwoLegs(words ?? (side is Side.Agent ? Ending.OnAgentLeg(outcome)
                : call.Customer.IsIvr && outcome is LegOutcome.Answer ? Ending.InIvr
                : Ending.OnCustomerLeg(outcome)));
    }

    /// <summary>A call that the platform stopped before any phone rang.</summary>
    public static LastWord Stopped(SimulatedCall call, string stopped)
    {
        var (words, obd) = (call.Script.Words, call.Script.ObdStatus);
        return (call.Wire, call.Kind) switch
        {
            (Wire.Io, CallKind.Outbound) => OneLeg(IoEnding.Spelt(obd ?? stopped)),
            (Wire.Io, _) => TwoLegs(Word(IoEnding.Spelt(words?.Status ?? stopped))),
            (_, CallKind.Outbound) => OneLeg(obd ?? Ending.Outbound(LegOutcome.NotAllowed)),
            _ => TwoLegs(words ?? Word(stopped)),
        };
    }

    private static LastWord TwoLegs(StatusWords words) => new(words, "");

    private static LastWord OneLeg(string word) => new(Word(""), word);

    private static StatusWords Word(string status) => new(status, "", "");
}
