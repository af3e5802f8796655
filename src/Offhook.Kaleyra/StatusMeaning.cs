namespace Offhook.Kaleyra;

/// <summary>A status word and what it means.</summary>
/// <param name="Outcome">What the word says; <see cref="StatusOutcome.Unknown"/> for no word and for words in no table.</param>
/// <param name="Leg">1 when the word names the agent's leg, 2 for the customer's (<c>_LEG2</c>, <c>_CHANNEL2</c>); null when it names none.</param>
/// <param name="Raw">The word as written, trimmed; null when there was none.</param>
public readonly record struct StatusMeaning(StatusOutcome Outcome, int? Leg, string? Raw);
