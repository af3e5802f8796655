using System.Globalization;
using Offhook.Calls;

namespace Offhook.Gateway.Live;

/// <summary>How a call stands, as one sentence for its agent. Says nothing that nobody reported.</summary>
public static class CallSentence
{
    /// <summary>The sentence.</summary>
    /// <param name="provider">The provider's name for people.</param>
    /// <param name="reportsLive">Whether the provider reports ringing and answering while they happen.</param>
    public static string Of(PhoneCall phoneCall, string provider, bool reportsLive)
    {
        ArgumentNullException.ThrowIfNull(phoneCall);
        return phoneCall switch
        {
            // What another program's word means, only that program knows.
            { Foreign: { } foreign } => string.Equals(foreign.Direction, "inbound", StringComparison.OrdinalIgnoreCase) ? "Inbound call" : "Call",
            { Reason: { } reason } => reason.Sentence(provider, phoneCall.ReasonDetail),
            { Status: CallStatus.Ringing, CustomerLeg: Leg.Ringing } => phoneCall.Kind is CallKind.Outbound ? "The customer’s phone is ringing" : "Ringing the customer",
            { Status: CallStatus.Ringing, AgentLeg: Leg.Ringing } => "Your phone is ringing",
            { Status: CallStatus.Ringing, AgentLeg: Leg.Answered } => "You picked up. The customer comes next.",
            { Status: CallStatus.Requested } => "Asked. Waiting for the provider to take the call.",
            { Status: CallStatus.Ringing } => Placed(phoneCall.Kind!.Value, provider, reportsLive),
            { Status: CallStatus.Answered, Talk: { Ticks: > 0 } talk } =>
                phoneCall.Kind is CallKind.Outbound ? $"The customer listened for {Span(talk)}" : $"Talked for {Span(talk)}",
            { Status: CallStatus.Answered } => "The customer answered",
            _ => $"{provider} has not said how it went",
        };
    }

    /// <summary>A span for people: <c>45 s</c>, <c>2 min 5 s</c>, <c>1 h 3 min</c>.</summary>
    public static string Span(TimeSpan span)
    {
        var seconds = (long)span.TotalSeconds;
        return seconds switch
        {
            < 60 => string.Create(CultureInfo.InvariantCulture, $"{seconds} s"),
            < 3600 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60} min {seconds % 60} s"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600} h {seconds / 60 % 60} min"),
        };
    }

    private static string Placed(CallKind kind, string provider, bool reportsLive) => (kind, reportsLive) switch
    {
        (CallKind.ClickToCall, false) => $"Placed. Your phone rings first; {provider} reports only the result.",
        (CallKind.Outbound, false) => $"Placed. {provider} reports only the result.",
        (CallKind.ClickToCall, true) => "Placed. Your phone rings first.",
        _ => "Placed.",
    };
}
