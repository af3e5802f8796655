namespace Offhook.Desk.Dialling;

/// <summary>What became of a form that was sent.</summary>
/// <param name="Entry">What the form shows next: what was typed when it has to be mended, otherwise only what is remembered.</param>
/// <param name="Notice">What happened, whether a phone may ring, and what to do next; null when the sentences under the fields say it all.</param>
/// <param name="IsProblem">Whether something has to be done.</param>
public sealed record DialResult(DialEntry Entry, string? Notice, bool IsProblem)
{
    /// <summary>What is wrong with the customer's number.</summary>
    public string? CustomerFault { get; init; }

    /// <summary>What is wrong with the agent's number.</summary>
    public string? AgentFault { get; init; }

    /// <summary>What is wrong with the name.</summary>
    public string? NameFault { get; init; }

    /// <summary>What is wrong with what is to be played.</summary>
    public string? PlayFault { get; init; }

    /// <summary>Whether a call was begun, so that the agent's phone is worth remembering.</summary>
    public bool IsBegun { get; init; }
}
