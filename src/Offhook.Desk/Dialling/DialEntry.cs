using Offhook.Calls;
using Offhook.Gateway.Providers;

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
    public const int LongestName = 100;

    /// <summary>Longer than any text that can be spoken, with what stands before it.</summary>
    public const int LongestPlay = PlayForm.LongestSpeech + 20;

    // Longer than anything that could be right, so that what was cut is still refused for its length.
    private const int LongestField = 120;

    /// <summary>Cuts what is far too long to be right.</summary>
    public static string Cut(string? text) => Cut(text, LongestField);

    /// <summary>The same for what is to be played, which may be a text.</summary>
    public static string CutPlay(string? text) => Cut(text, LongestPlay);

    /// <summary>The same with every field cut to a length, and what is played to its own.</summary>
    public DialEntry Cut(int length, int play) =>
        this with { Customer = Cut(Customer, length), Agent = Cut(Agent, length), AgentName = Cut(AgentName, length), Play = Cut(Play, play) };

    /// <summary>The beginning of a text. A character of two halves stays whole or goes.</summary>
    public static string Cut(string? text, int length) =>
        text is null ? "" : text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
