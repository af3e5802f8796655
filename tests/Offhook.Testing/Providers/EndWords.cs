using Offhook.Simulator;

namespace Offhook.Testing;

/// <summary>What the end report of a call is made to say: in the legacy API's words, which have one for each leg, and the same in kaleyra.io's, which has one for the whole.</summary>
internal static class EndWords
{
    private static readonly string[] Words = ["status", "status1", "status2"];

    // In no report of kaleyra.io.
    private static readonly string[] Untold = [.. Words, "starttime", "endtime", "duration", "recordpath", "provider"];

    public static Dictionary<string, string> For(SimulatedCall call, IReadOnlyCollection<(string Name, string Value)> overrides)
    {
        var values = overrides.ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal);
        return call.Wire is Wire.Legacy ? values : AsIo(call, values);
    }

    private static Dictionary<string, string> AsIo(SimulatedCall call, Dictionary<string, string> values)
    {
        var told = values.Where(pair => !Untold.Contains(pair.Key)).ToDictionary(StringComparer.Ordinal);
        if (values.Keys.Any(Words.Contains))
        {
            told["status"] = Word(values.GetValueOrDefault("status", call.Status), values.GetValueOrDefault("status1"));
        }

        return told;
    }

    // Three of its words say whose phone it was: the customer's, unless the agent's leg is said to have come to the same.
    private static string Word(string whole, string? agent) => whole switch
    {
        "NOANSWER" or "BUSY" or "FAILED" => whole + (agent == whole ? "_CHANNEL1" : "_CHANNEL2"),
        "ANSWERED-B" => "ANSWER",
        "ANSWERED-A" => "NOANSWER_CHANNEL2",
        _ => whole.Replace("_LEG", "_CHANNEL", StringComparison.Ordinal),
    };
}
