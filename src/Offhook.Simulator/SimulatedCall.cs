namespace Offhook.Simulator;

/// <summary>Which of the two phones.</summary>
public enum Side
{
    /// <summary>The first leg, <c>caller</c> on the wire.</summary>
    Agent,

    /// <summary>The second leg, <c>receiver</c> on the wire; the only leg of an outbound call.</summary>
    Customer,
}

/// <summary>Which of the two platforms a request, a call or a fault belongs to.</summary>
public enum Wire
{
    /// <summary>The legacy platform: one address, one <c>method</c> parameter.</summary>
    Legacy,

    /// <summary>kaleyra.io: one path for each action, an account's SID in it.</summary>
    Io,
}

/// <summary>Which of a platform's two products a call belongs to.</summary>
public enum CallKind
{
    /// <summary><c>dial.click2call</c> or <c>click-to-call</c>: two legs, joined.</summary>
    ClickToCall,

    /// <summary><c>voice.call</c> or <c>outbound</c>: one leg; a sound, a text, an IVR or a flow is played.</summary>
    Outbound,
}

/// <summary>Where a call is.</summary>
public enum CallState
{
    /// <summary>The agent's phone is dialled.</summary>
    DiallingAgent,

    /// <summary>The customer's phone is dialled.</summary>
    DiallingCustomer,

    /// <summary>The customer has answered: they talk, or the sound plays.</summary>
    Talking,

    /// <summary>It is over.</summary>
    Ended,
}

/// <summary>What one phone does.</summary>
public enum LegState
{
    /// <summary>Not dialled yet, or never.</summary>
    Idle,

    /// <summary>The platform is dialling it, and it makes no sound.</summary>
    Dialled,

    /// <summary>It rings.</summary>
    Ringing,

    /// <summary>It was answered and is on the line.</summary>
    InCall,

    /// <summary>It is done.</summary>
    Ended,
}

/// <summary>One side of a call, as it is at one moment.</summary>
/// <param name="Numbers">The numbers as the dial gave them (on kaleyra.io with its <c>prefix</c> before them): all ring, the first to answer wins.</param>
public sealed record SimulatedLeg(IReadOnlyList<string> Numbers)
{
    /// <summary>What the phone does.</summary>
    public LegState State { get; init; }

    /// <summary>Since when it is dialled or rings; null before.</summary>
    public DateTimeOffset? DialledAt { get; init; }

    /// <summary>When it was answered; null if it was not.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>When it ended; null while it lasts.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How it ended, in a person's words such as <c>busy</c>; null while it lasts or when it never began.</summary>
    public string? Ending { get; init; }

    /// <summary>Whether it was put through to an IVR (<c>ivr:123</c>) instead of a phone.</summary>
    public bool IsIvr => Numbers[0].StartsWith("ivr:", StringComparison.Ordinal);

    /// <summary>The number that rows and callbacks name: the first.</summary>
    public string Number => Numbers[0];
}

/// <summary>One call as the platform knows it at one moment. A value: ask <see cref="Platform"/> again for a later one.</summary>
public sealed record SimulatedCall
{
    /// <summary>The platform it was placed on.</summary>
    public Wire Wire { get; init; }

    /// <summary>The id that the dial was answered with: <c>c2c_…</c> or <c>123456-1</c>, on kaleyra.io a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>The <c>id</c> of its row in legacy reports: there never the same as <see cref="Id"/> (observed in production integrations). On kaleyra.io the same.</summary>
    public required Guid RowId { get; init; }

    /// <summary>The <c>uniqid</c> of its row, <c>58_epoch.sequence</c>.</summary>
    public required string UniqId { get; init; }

    /// <summary>Two legs or one.</summary>
    public required CallKind Kind { get; init; }

    /// <summary>The agent's side; null in an outbound call.</summary>
    public SimulatedLeg? Agent { get; init; }

    /// <summary>The customer's side.</summary>
    public required SimulatedLeg Customer { get; init; }

    /// <summary>The first leg's number as the dial gave it; empty in an outbound call.</summary>
    public string Caller => Agent?.Number ?? "";

    /// <summary>The customer's number as the dial gave it.</summary>
    public string Receiver => Customer.Number;

    /// <summary>The template of the report at the end (<c>callback</c>, on kaleyra.io <c>dlrurl</c>) as given, with its <c>{variables}</c>; null when the dial named none.</summary>
    public string? Callback { get; init; }

    /// <summary>Who is told of live events, in the dial's order; empty on the legacy platform, which has none.</summary>
    public IReadOnlyList<EventTarget> EventTargets { get; init; } = [];

    /// <summary>The dialler's own reference, as given; null when none.</summary>
    public string? Custom { get; init; }

    /// <summary>What an outbound call plays (<c>123.sound</c>, <c>ivr:1234</c>) or says; null in a click-to-call.</summary>
    public string? Plays { get; init; }

    /// <summary>The id of the flow that an outbound call on kaleyra.io runs; null when it runs none.</summary>
    public string? FlowId { get; init; }

    /// <summary>The number that phones show; on kaleyra.io the <c>bridge</c>.</summary>
    public required string CallerId { get; init; }

    /// <summary>The customer's telephone network; <c>provider</c> on the wire.</summary>
    public required string Carrier { get; init; }

    /// <summary>The customer's telecom circle; <c>location</c> on the wire.</summary>
    public required string Circle { get; init; }

    /// <summary>What happens while nobody touches a phone.</summary>
    public required Script Script { get; init; }

    /// <summary>Where it is.</summary>
    public CallState State { get; init; }

    /// <summary>When the dial was accepted.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When the customer answered; null if not.</summary>
    public DateTimeOffset? TalkingSince { get; init; }

    /// <summary>When it ended; null while it lasts.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The final words of a click-to-call; empty words while it lasts. kaleyra.io has one word only.</summary>
    public StatusWords Words { get; init; } = new("", "", "");

    /// <summary>The final word of an outbound call; empty while it lasts.</summary>
    public string ObdStatus { get; init; } = "";

    /// <summary>The recording, protocol-relative (<c>//host/recordings/?id=…</c>); empty when nobody talked, and on kaleyra.io.</summary>
    public string RecordPath { get; init; } = "";

    /// <summary>The id by which kaleyra.io gives a link to the recording, Base64 that ends with <c>==</c>; empty when nobody talked, and on the legacy platform.</summary>
    public string RecordingId { get; init; } = "";

    /// <summary>The final status word, of either kind.</summary>
    public string Status => Kind is CallKind.ClickToCall ? Words.Status : ObdStatus;

    /// <summary>Talk in whole seconds of the clock, rounded, at least 1 when there was any; 0 before the end.</summary>
    public int BillSeconds => TalkingSince is { } since && EndedAt is { } end ? Math.Max(1, Seconds(end - since)) : 0;

    /// <summary>The whole call in seconds of the clock, ringing included, never less than the talk; 0 before the end.</summary>
    public int DurationSeconds => EndedAt is { } end ? Math.Max(BillSeconds, Seconds(end - StartedAt)) : 0;

    /// <summary>How long the phone that was dialled last rang, in whole seconds of the clock; 0 when none was dialled.</summary>
    internal int RingSeconds => (Customer.DialledAt is null ? Agent ?? Customer : Customer) is { DialledAt: { } since } leg && (leg.AnsweredAt ?? leg.EndedAt) is { } until ? Seconds(until - since) : 0;

    /// <summary>One of its sides; null for the agent of an outbound call.</summary>
    public SimulatedLeg? Leg(Side side) => side is Side.Agent ? Agent : Customer;

    private static int Seconds(TimeSpan span) => (int)Math.Round(span.TotalSeconds, MidpointRounding.AwayFromZero);
}
