namespace Offhook.Simulator;

/// <summary>One dial that placed a call, whatever its reply said.</summary>
/// <param name="CallId">The call that it placed, see <see cref="SimulatedCall.Id"/>.</param>
/// <param name="At">When it was accepted.</param>
/// <param name="Method">The provider's method, <c>dial.click2call</c> or <c>voice.call</c>.</param>
/// <param name="Caller">First leg as given; empty in an outbound call.</param>
/// <param name="Receiver">Second leg as given.</param>
/// <param name="Fault">The fault that spoilt its reply; null when the reply was in order.</param>
public sealed record DialRecord(string CallId, DateTimeOffset At, string Method, string Caller, string Receiver, FaultKind? Fault);

/// <summary>One phone that really rang.</summary>
/// <param name="Number">As the dial gave it.</param>
/// <param name="Side">Whose phone.</param>
/// <param name="CallId">For which call.</param>
/// <param name="At">Since when.</param>
public sealed record Ring(string Number, Side Side, string CallId, DateTimeOffset At);

/// <summary>One callback that was sent, once it is known what became of it.</summary>
/// <param name="CallId">Of which call.</param>
/// <param name="At">When it was sent.</param>
/// <param name="Verb"><c>GET</c>, or <c>POST</c> by a fault.</param>
/// <param name="Address">Exactly as sent.</param>
/// <param name="Body">The body of a POST; null for a GET.</param>
/// <param name="StatusCode">The HTTP status of the answer; null when there was none.</param>
/// <param name="Problem">Why there was no answer; null when there was one.</param>
public sealed record CallbackAttempt(string CallId, DateTimeOffset At, string Verb, Uri Address, string? Body, int? StatusCode, string? Problem);
