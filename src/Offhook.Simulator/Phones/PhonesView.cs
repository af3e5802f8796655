using System.Globalization;

namespace Offhook.Simulator;

/// <summary>One phone as the page shows it.</summary>
/// <param name="State"><c>idle</c>, <c>dialled</c>, <c>ringing</c>, <c>in-call</c> or <c>ended</c>.</param>
/// <param name="Says">The state in words.</param>
/// <param name="Since">Epoch milliseconds from which a running clock counts; null: no clock.</param>
internal sealed record PhoneView(string Number, string State, string Says, long? Since, bool CanAnswer, bool CanDecline, bool CanHangUp)
{
    public static PhoneView Idle(string says = "Idle") => new("", "idle", says, null, false, false, false);

    public static PhoneView Of(SimulatedLeg leg) => new(
        string.Join(", ", leg.Numbers.Select(Spaced)),
        leg.State switch
        {
            LegState.Idle => "idle",
            LegState.Dialled => "dialled",
            LegState.Ringing => "ringing",
            LegState.InCall => "in-call",
            _ => "ended",
        },
        leg.State switch
        {
            LegState.Idle => "Idle",
            LegState.Dialled => "Being dialled…",
            LegState.Ringing => "Ringing…",
            LegState.InCall => "In call",
            _ => "Ended: " + leg.Ending,
        },
        leg.State is LegState.InCall ? leg.AnsweredAt?.ToUnixTimeMilliseconds() : null,
        CanAnswer: leg.State is LegState.Ringing,
        CanDecline: leg.State is LegState.Ringing,
        CanHangUp: leg.State is LegState.InCall && !leg.IsIvr);

    private static string Spaced(string number) =>
        number.Length == 10 ? $"{number[..5]} {number[5..]}" : number.Length == 12 ? $"+91 {number[2..7]} {number[7..]}" : number;
}

/// <summary>One call as the page shows it.</summary>
internal sealed record CallView(string Id, bool Live, string Title, string Says, PhoneView Agent, PhoneView Customer)
{
    public static CallView Of(SimulatedCall call)
    {
        var agent = call.Agent is { } leg ? PhoneView.Of(leg) : PhoneView.Idle("Not part of this call");
        var customer = PhoneView.Of(call.Customer);
        var plays = call.Plays is { Length: > 24 } text ? text[..24] + "…" : call.Plays;
        return new CallView(
            call.Id,
            call.State is not CallState.Ended,
            call.Kind is CallKind.ClickToCall ? $"{agent.Number} → {customer.Number}" : $"{plays} → {customer.Number}",
            call.State switch
            {
                CallState.DiallingAgent => call.Script.Stopped is null ? "Calling the agent" : "Being checked",
                CallState.DiallingCustomer => "Calling the customer",
                CallState.Talking => call.Kind is CallKind.ClickToCall ? "Talking" : "Playing",
                _ => $"Ended: {call.Status}",
            },
            agent,
            customer);
    }
}

/// <summary>All that the page needs, live calls first, each group newest first.</summary>
/// <param name="Now">The clock in epoch milliseconds.</param>
internal sealed record PhonesView(long Now, IReadOnlyList<CallView> Calls)
{
    private const int Most = 20;

    public static PhonesView Of(Platform platform, TimeProvider clock) =>
        new(clock.GetUtcNow().ToUnixTimeMilliseconds(), [.. platform.Newest(Most).Select(CallView.Of)]);

    public static string TooLate(string action) => action switch
    {
        "answer" => "This phone no longer rings, so it cannot be answered.",
        "decline" => "This phone no longer rings, so it cannot be declined.",
        _ => "This phone is not in a call, so it cannot hang up.",
    };

    /// <summary>Minutes and seconds since a moment, as <c>0:12</c>.</summary>
    public string Clock(long since)
    {
        var span = TimeSpan.FromMilliseconds(Math.Max(0, Now - since));
        return string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalMinutes}:{span.Seconds:D2}");
    }
}
