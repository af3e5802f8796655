namespace Offhook.Simulator;

/// <summary>The names of kaleyra.io's live events. Those of outbound calls are documented by the vendor, those of click-to-call were seen in integrations.</summary>
internal static class CallEvents
{
    public const string ToAnswer = "to_call_answer";
    public const string End = "call_end";

    private static readonly string[] TwoLegs = ["from_call_start", "from_call_answer", "to_call_start", ToAnswer, End];
    private static readonly string[] OneLeg = ["call_start", "call_answer", End];

    /// <summary>The names that a kind of call knows, in the order in which they can happen.</summary>
    public static IReadOnlyList<string> Of(CallKind kind) => kind is CallKind.ClickToCall ? TwoLegs : OneLeg;

    /// <summary>The event that a step of a call is.</summary>
    public static string Of(CallKind kind, CallStep step) => step switch
    {
        CallStep.Ended => End,
        CallStep.CustomerDialled when kind is CallKind.Outbound => OneLeg[0],
        CallStep.CustomerAnswered when kind is CallKind.Outbound => OneLeg[1],
        _ => TwoLegs[(int)step],
    };

    /// <exception cref="ArgumentException">There is no event of that name.</exception>
    public static string Known(string name) => TwoLegs.Contains(name) || OneLeg.Contains(name)
        ? name
        : throw new ArgumentException($"There is no event \"{name}\". There are: {string.Join(", ", TwoLegs.Concat(OneLeg).Distinct())}.");
}
