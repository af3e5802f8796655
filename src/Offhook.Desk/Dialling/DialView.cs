using Offhook.Gateway.Providers;

namespace Offhook.Desk.Dialling;

/// <summary>The two forms as they are shown.</summary>
/// <param name="Result">What became of the last one; what was never sent shows only what is remembered.</param>
/// <param name="Own">The phone of the agent who reads, in E.164; null when not known.</param>
/// <param name="Agent">The remembered agent, for the form that was not sent.</param>
/// <param name="Key">Makes sending twice harmless; new with each rendering.</param>
/// <param name="OutboundKey">The same for the other form.</param>
/// <param name="TokenField">Name of the field with the antiforgery token.</param>
/// <param name="Token">That token.</param>
/// <param name="Plays">What can be played on outbound calls.</param>
public sealed record DialView(DialResult Result, string? Own, DialEntry Agent, string Key, string OutboundKey, string TokenField, string Token, IReadOnlyList<PlayForm> Plays);
