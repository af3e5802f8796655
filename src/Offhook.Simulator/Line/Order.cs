namespace Offhook.Simulator;

/// <summary>One call that somebody asked for, already understood.</summary>
/// <param name="Callers">Numbers of the first leg; none for an outbound call.</param>
/// <param name="Receivers">Numbers of the second leg, or one <c>ivr:…</c>.</param>
internal sealed record Order(CallKind Kind, IReadOnlyList<string> Callers, IReadOnlyList<string> Receivers)
{
    public string? Callback { get; init; }

    public string? Custom { get; init; }

    public string? Plays { get; init; }

    public string? CallerId { get; init; }

    public string Method => Kind is CallKind.ClickToCall ? "dial.click2call" : "voice.call";
}
