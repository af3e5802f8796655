using Offhook.Testing;

namespace Offhook.Server.Tests.Callbacks;

/// <summary>
/// What the reports of each scenario must come to: status, reason, the agent's leg and the customer's. Null for a call without a callback and for one whose callback tells
/// no outcome.
/// </summary>
internal static class ScenarioOutcomes
{
    private static readonly TheoryData<string, string?, string?, string, string> Legacy = new()
    {
        { "10", "answered", null, "answered", "answered" },
        { "12", "answered", null, "answered", "answered" },
        { "13", "answered", null, "answered", "answered" },
        { "14", null, null, "", "" },
        { "15", "missed", "customer_no_answer", "answered", "no_answer" },
        { "16", "answered", null, "answered", "answered" },
        { "20", "missed", "agent_no_answer", "no_answer", "unknown" },
        { "21", "missed", "customer_no_answer", "answered", "no_answer" },
        { "22", "missed", "customer_no_answer", "answered", "no_answer" },
        { "30", "busy", "agent_busy", "busy", "unknown" },
        { "31", "busy", "customer_busy", "answered", "busy" },
        { "32", "busy", "customer_busy", "answered", "busy" },
        { "40", "cancelled", "customer_cancelled", "answered", "cancelled" },
        { "41", "cancelled", "customer_cancelled", "answered", "cancelled" },
        { "50", "failed", "agent_failed", "failed", "unknown" },
        { "51", "failed", "customer_failed", "answered", "failed" },
        { "52", "failed", "customer_congestion", "answered", "congestion" },
        { "53", "failed", "customer_channel_unavailable", "answered", "channel_unavailable" },
        { "60", "failed", "customer_do_not_disturb", "answered", "do_not_disturb" },
        { "61", "failed", "blocked", "unknown", "unknown" },
        { "62", "failed", "lines_busy", "unknown", "unknown" },
        { "63", "failed", "off_hours", "unknown", "unknown" },
        { "64", "failed", "customer_not_allowed", "answered", "not_allowed" },
        { "70", null, null, "", "" },
    };

    // Of both legs it has one word alone, and fewer words. The steps that it told on the way show what the agent did.
    private static readonly TheoryData<string, string?, string?, string, string> Io = new()
    {
        { "10", "answered", null, "answered", "answered" },
        { "12", "answered", null, "answered", "answered" },
        { "13", "answered", null, "answered", "answered" },
        { "14", null, null, "", "" },
        { "15", "missed", "customer_no_answer", "answered", "no_answer" },
        { "16", "answered", null, "answered", "answered" },
        { "20", "missed", "agent_no_answer", "no_answer", "unknown" },
        { "21", "missed", "customer_no_answer", "answered", "no_answer" },
        { "22", "missed", "customer_no_answer", "answered", "no_answer" },
        { "30", "busy", "agent_busy", "busy", "unknown" },
        { "31", "busy", "customer_busy", "answered", "busy" },
        { "32", "busy", "customer_busy", "answered", "busy" },
        { "40", "cancelled", "cancelled", "answered", "unknown" },
        { "41", "missed", "customer_rejected", "answered", "rejected" },
        { "50", "failed", "agent_failed", "failed", "unknown" },
        { "51", "failed", "customer_failed", "answered", "failed" },
        { "52", "failed", "customer_failed", "answered", "failed" },
        { "53", "failed", "customer_no_route", "answered", "no_route" },
        { "60", "failed", "customer_outgoing_restricted", "answered", "outgoing_restricted" },
        { "61", "failed", "outgoing_restricted", "unknown", "unknown" },
        { "62", "failed", "lines_busy", "unknown", "unknown" },
        { "63", "failed", "outgoing_restricted", "unknown", "unknown" },
        { "64", "failed", "customer_outgoing_restricted", "answered", "outgoing_restricted" },
        { "70", null, null, "", "" },
    };

    public static TheoryData<string, string?, string?, string, string> OfTheseTests => TestProvider.OfTheseTests == TestProvider.Io ? Io : Legacy;
}
