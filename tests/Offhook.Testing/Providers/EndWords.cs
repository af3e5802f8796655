using Offhook.Simulator;

namespace Offhook.Testing;

/// <summary>The end report of a call with other values: given in the legacy API's words, which has one for each leg, and said in those of the provider that has the call.</summary>
internal static class EndWords
{
    private static readonly string[] Words = ["status", "status1", "status2"];

    // In no report of kaleyra.io, but understood when one brings them.
    private static readonly string[] Times = ["starttime", "endtime", "duration"];

    /// <summary>Path and query of the address.</summary>
    public static string Of(Platform platform, SimulatedCall call, IReadOnlyCollection<(string Name, string Value)> overrides)
    {
        var values = overrides.ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal);
        if (call.Wire is Wire.Legacy)
        {
            return platform.CallbackAddressOf(call, values).PathAndQuery;
        }

        if (values.Keys.Any(Words.Contains))
        {
            values["status"] = IoWord(values.GetValueOrDefault("status", call.Status), values.GetValueOrDefault("status1"));
        }

        return platform.CallbackAddressOf(call, values).PathAndQuery
            + string.Concat(values.Where(pair => Times.Contains(pair.Key)).Select(pair => $"&{pair.Key}={Uri.EscapeDataString(pair.Value)}"));
    }

    // Three of kaleyra.io's words say whose phone it was: the customer's, unless the agent's leg is said to have come to the same.
    private static string IoWord(string whole, string? agent) => whole switch
    {
        "NOANSWER" or "BUSY" or "FAILED" => whole + (agent == whole ? "_CHANNEL1" : "_CHANNEL2"),
        _ => whole,
    };
}
