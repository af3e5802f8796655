using System.Globalization;
using System.Text.RegularExpressions;
using Offhook.Calls;
using Offhook.Gateway;
using Offhook.Gateway.Live;
using Offhook.Gateway.Providers;

namespace Offhook.Desk.Calls;

/// <summary>What the lists say about a call, in the reader's words.</summary>
internal static partial class CallWords
{
    /// <summary>The call as its own agent reads it.</summary>
    public static string ToAgent(PhoneCall call, ProviderTraits provider) => CallSentence.Of(call, Inside(provider), provider.ReportsLive) is var sentence && sentence.Length > 0
        ? char.ToUpperInvariant(sentence[0]) + sentence[1..]
        : sentence;

    /// <summary>The same for everybody else: "you" becomes the agent's name.</summary>
    public static string ToOthers(PhoneCall call, ProviderTraits provider)
    {
        // Only our own words are changed, never the provider's, which may hold a "you" as well.
        var name = Agent(call);
        return call.Reason is { } reason
            ? ToAgent(call with { Reason = reason with { Template = AboutAgent(reason.Template, name) } }, provider)
            : AboutAgent(ToAgent(call, provider), name);
    }

    /// <summary>The agent's name, or number, or what the agent is.</summary>
    public static string Agent(PhoneCall call) => call.AgentName ?? call.Agent?.Formatted ?? "The agent";

    /// <summary>The customer's number, or what another program wrote in its place.</summary>
    public static string Customer(PhoneCall call) =>
        call.Customer != default ? call.Customer.Formatted : string.IsNullOrWhiteSpace(call.Foreign?.MobileNumber) ? "No number" : call.Foreign.MobileNumber;

    /// <summary>How one side went.</summary>
    public static string Of(Leg leg) => leg switch
    {
        Leg.Unknown => "not reported",
        Leg.Ringing => "ringing",
        Leg.Answered => "picked up",
        Leg.NoAnswer => "no answer",
        Leg.Rejected => "declined",
        Leg.Busy => "busy",
        Leg.Cancelled => "cut off",
        Leg.Congestion => "network busy",
        Leg.ChannelUnavailable or Leg.NoRoute => "not reachable",
        Leg.DoNotDisturb => "on DND",
        Leg.Blocked => "blocked",
        Leg.NotAllowed => "not allowed",
        Leg.OutgoingRestricted => "restricted",
        Leg.OffHours => "outside hours",
        Leg.LinesBusy => "lines in use",
        Leg.BridgeUnavailable => "no line free",
        Leg.Failed => "failed",
        _ => throw new ArgumentOutOfRangeException(nameof(leg), leg, null),
    };

    /// <summary>Whether the call reached the provider at all; when not, there are no sides to speak of.</summary>
    public static bool HasLegs(PhoneCall call) =>
        call.Kind is not null && call.Reason != Reason.ProviderRefused && call.Reason != Reason.NeverConnected && call.Reason != Reason.SlowDown;

    /// <summary>Who says that it ended so; null while the call is open.</summary>
    public static string? Source(PhoneCall call, ProviderTraits provider) => call.Foreign is not null ? "Written by another program" : call.SettledBy switch
    {
        null => null,
        ReportSource.Callback or ReportSource.Event => $"Reported by {Inside(provider)}",
        ReportSource.Log => $"From {Inside(provider)}’s log",
        ReportSource.Deadline => "Closed at its deadline",
        _ when call.Reason == Reason.NeverConnected => "Seen by Offhook",
        _ => $"Answer of {Inside(provider)}",
    };

    /// <summary>A moment in Indian time.</summary>
    public static string Time(DateTimeOffset moment) => moment.ToOffset(IndianTime.Offset).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Its day, in India.</summary>
    public static string Day(DateTimeOffset moment) => moment.ToOffset(IndianTime.Offset).ToString("d MMM", CultureInfo.InvariantCulture);

    /// <summary>A moment for programs.</summary>
    public static string Machine(DateTimeOffset moment) => moment.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Minutes and seconds, as <c>2:05</c>.</summary>
    public static string Clock(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{(long)span.TotalMinutes}:{span.Seconds:D2}");

    // The provider's name in the middle of a sentence.
    private static string Inside(ProviderTraits provider) =>
        provider.DisplayName.StartsWith("The ", StringComparison.Ordinal) ? "the " + provider.DisplayName[4..] : provider.DisplayName;

    private static string AboutAgent(string text, string name) => Agents().Replace(text, match => match.Value.EndsWith('r') ? name + "’s" : name);

    [GeneratedRegex(@"\b[Yy]our?\b")]
    private static partial Regex Agents();
}
