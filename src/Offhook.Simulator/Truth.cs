namespace Offhook.Simulator;

/// <summary>One dial that placed a call, whatever its reply said.</summary>
/// <param name="CallId">The call that it placed, see <see cref="SimulatedCall.Id"/>.</param>
/// <param name="At">When it was accepted.</param>
/// <param name="Method">The provider's method, <c>dial.click2call</c> or <c>voice.call</c>; on kaleyra.io the last part of the path, <c>click-to-call</c> or <c>outbound</c>.</param>
/// <param name="Caller">First leg, see <see cref="SimulatedLeg.Numbers"/>; empty in an outbound call.</param>
/// <param name="Receiver">Second leg.</param>
/// <param name="Fault">The fault that spoilt its reply; null when the reply was in order.</param>
public sealed record DialRecord(string CallId, DateTimeOffset At, string Method, string Caller, string Receiver, FaultKind? Fault);

/// <summary>One phone that really rang.</summary>
/// <param name="Number">As the dial gave it.</param>
/// <param name="Side">Whose phone.</param>
/// <param name="CallId">For which call.</param>
/// <param name="At">Since when.</param>
public sealed record Ring(string Number, Side Side, string CallId, DateTimeOffset At);

/// <summary>One callback or live event that was sent, once it is known what became of it.</summary>
/// <param name="CallId">Of which call.</param>
/// <param name="At">When it was sent.</param>
/// <param name="Verb"><c>GET</c>, or <c>POST</c> by a fault; of a profile, the profile's own.</param>
/// <param name="Address">Exactly as sent.</param>
/// <param name="Body">The body, where there is one; null for a GET.</param>
/// <param name="StatusCode">The HTTP status of the answer; null when there was none.</param>
/// <param name="Problem">Why there was no answer; null when there was one.</param>
/// <param name="Event">The name of the live event (<c>from_call_start</c>); null for the report at the end.</param>
public sealed record CallbackAttempt(string CallId, DateTimeOffset At, string Verb, Uri Address, string? Body, int? StatusCode, string? Problem, string? Event = null);

/// <summary>Somebody who is told of one live event: an address or a callback profile, never both.</summary>
/// <param name="Event">The event's name (<c>from_call_start</c>).</param>
/// <param name="Url">The address as given, with its <c>{variables}</c>.</param>
/// <param name="Profile">The id of a callback profile.</param>
public sealed record EventTarget(string Event, string? Url, string? Profile);
