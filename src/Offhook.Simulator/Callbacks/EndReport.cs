namespace Offhook.Simulator;

/// <summary>The report at the end of a call, in the words of its platform.</summary>
internal static class EndReport
{
    public static Uri Address(SimulatedCall call, IReadOnlyList<Fault> faults, IReadOnlyDictionary<string, string>? overrides = null)
    {
        var values = call.Wire is Wire.Io ? IoVariables.AtEnd(call, faults) : CallbackVariables.Of(call, faults);
        foreach (var (name, value) in overrides ?? new Dictionary<string, string>())
        {
            values[name] = value;
        }

        return Fill(call, values);
    }

    /// <summary>What the platform knew when only the agent had answered.</summary>
    public static Uri Weaker(SimulatedCall call, IReadOnlyList<Fault> faults) =>
        Fill(call, call.Wire is Wire.Io ? IoVariables.Weaker(call, faults) : CallbackVariables.Weaker(call, faults));

    private static Uri Fill(SimulatedCall call, Dictionary<string, string> values)
    {
        var template = call.Callback ?? throw new InvalidOperationException($"The dial of {call.Id} named no callback.");
        return call.Wire is Wire.Io ? IoTemplate.Fill(template, values) : CallbackTemplate.Fill(template, values);
    }
}
