namespace Offhook.Simulator;

/// <summary>One call that somebody asked for, already understood.</summary>
/// <param name="Callers">Numbers of the first leg; none for an outbound call.</param>
/// <param name="Receivers">Numbers of the second leg, or one <c>ivr:…</c>.</param>
internal sealed record Order(CallKind Kind, IReadOnlyList<string> Callers, IReadOnlyList<string> Receivers)
{
    public Wire Wire { get; init; }

    public string? Callback { get; init; }

    public IReadOnlyList<EventTarget> EventTargets { get; init; } = [];

    public string? Custom { get; init; }

    public string? Plays { get; init; }

    public string? FlowId { get; init; }

    public string? CallerId { get; init; }

    public string Method => (Wire, Kind) switch
    {
        (Wire.Legacy, CallKind.ClickToCall) => "dial.click2call",
        (Wire.Legacy, _) => "voice.call",
        (_, CallKind.ClickToCall) => "click-to-call",
        _ => "outbound",
    };
}
