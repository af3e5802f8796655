using Offhook.Calls;

namespace Offhook.Desk.Dialling;

/// <summary>What a person typed, as typed.</summary>
/// <param name="Kind">Which of the two forms it was.</param>
/// <param name="Customer">The customer's number.</param>
/// <param name="Agent">The agent's own phone; empty on an outbound call.</param>
/// <param name="AgentName">The agent's name; may be empty.</param>
/// <param name="Play">What is to be played; empty on a click-to-call.</param>
public sealed record DialEntry(CallKind Kind, string Customer = "", string Agent = "", string AgentName = "", string Play = "")
{
    /// <summary>The longest name that is taken.</summary>
    public const int LongestName = 80;

    // Longer than anything that could be right, short enough for a cookie.
    private const int LongestField = 100;

    /// <summary>Cuts what is far too long to be right.</summary>
    public static string Cut(string? text) => text is null ? "" : text.Length <= LongestField ? text : text[..LongestField];
}
