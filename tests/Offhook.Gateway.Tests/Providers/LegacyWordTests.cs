using Offhook.Calls;
using Offhook.Gateway.Providers.Kaleyra;
using Offhook.Gateway.Providers.KaleyraLegacy;
using Offhook.Kaleyra;
using Offhook.Kaleyra.Legacy;
using CallKind = Offhook.Calls.CallKind;

namespace Offhook.Gateway.Tests.Providers;

/// <summary>What the provider's words make of a call, wherever they stand. The page <c>docs/statuses.md</c> says the same.</summary>
public sealed class LegacyWordTests
{
    private static readonly DateTimeOffset Now = new(2026, 2, 24, 5, 0, 0, TimeSpan.Zero);

    // Every failure that the provider has a word for, with the spellings that were seen or documented.
    private static readonly (Leg Leg, string[] Words)[] Failures =
    [
        (Leg.NoAnswer, ["NOANSWER", "noanswer", "NO-ANSWER", "NO ANSWER", "NOANSWER_X", "RING_TIMEOUT", "OBD_TIMEOUT", "QUEUE-TIMEOUT", "TIMEOUT"]),
        (Leg.Rejected, ["REJECTED", "Rejected"]),
        (Leg.Busy, ["BUSY", "busy", "BUSY_X"]),
        (Leg.Cancelled, ["CANCEL", "CANCELLED"]),
        (Leg.Congestion, ["CONGESTION"]),
        (Leg.ChannelUnavailable, ["CHANUNAVAIL"]),
        (Leg.NoRoute, ["NOROUTE", "NO_ROUTE"]),
        (Leg.DoNotDisturb, ["DND", "DNDNUMB"]),
        (Leg.Blocked, ["BLOCKED"]),
        (Leg.NotAllowed, ["NOTALLOWED", "NOT_ALLOWED"]),
        (Leg.OutgoingRestricted, ["OUTGOING_RESTRICTED"]),
        (Leg.OffHours, ["OFF-HOUR", "OFFHOUR", "OFF_HOUR"]),
        (Leg.LinesBusy, ["MAX-USE", "MAXUSE", "max_use"]),
        (Leg.BridgeUnavailable, ["BRIDGE_UNAVAILABLE"]),
        (Leg.Failed, ["FAILED", "FAILED_X"]),
    ];

    private static readonly string[] Played = ["COMPLETED", "FLOW_ANSWER", "FLOW_EXECUTED", "IVR", "IVR-ANSWER"];
    private static readonly string[] Vague = ["ACCEPTED", "FORWARDED", "MISWIG", "QWERTY", "ANSWERING", "ANSWERED-C", "नहीं"];

    public static TheoryData<string, string, string, string?> Table
    {
        get
        {
            var table = new TheoryData<string, string, string, string?>();
            foreach (var (leg, words) in Failures)
            {
                foreach (var word in words)
                {
                    table.Add(word, "whole", leg.Outcome().Word(), leg.Word());
                    table.Add(word, "leg1", leg.Outcome().Word(), "agent_" + leg.Word());
                    table.Add(word, "leg2", leg.Outcome().Word(), "customer_" + leg.Word());
                    table.Add(word, "after ANSWER", leg.Outcome().Word(), leg is Leg.Cancelled ? "cancelled" : "customer_" + leg.Word());
                    table.Add(word, "both legs", leg.Outcome().Word(), "customer_" + leg.Word());
                    table.Add(word, "outbound", leg.Outcome().Word(), "customer_" + leg.Word());
                }

                AddSuffixes(table, words[0], leg.Outcome().Word(), "agent_" + leg.Word(), "customer_" + leg.Word());
            }

            table.Add("ANSWER", "whole", "answered", "talk_unproven");
            table.Add("ANSWER", "leg1", "unconfirmed", "customer_not_reported");
            table.Add("ANSWER", "leg2", "answered", null);
            table.Add("ANSWER", "after ANSWER", "unconfirmed", "customer_not_reported");
            table.Add("ANSWER", "both legs", "answered", null);
            table.Add("ANSWER", "outbound", "answered", null);
            AddSuffixes(table, "ANSWER", "unconfirmed", "customer_not_reported", null);
            table.Add("ANSWERED-A", "whole", "missed", "customer_no_answer");
            table.Add("ANSWERED-A", "outbound", "ringing", null);
            table.Add("ANSWERED-B", "whole", "answered", null);
            table.Add("ANSWERED-B", "outbound", "answered", null);
            foreach (var word in Played)
            {
                table.Add(word, "whole", "ringing", null);
                table.Add(word, "after ANSWER", "unconfirmed", "customer_not_reported");
                table.Add(word, "outbound", "answered", null);
            }

            foreach (var word in Vague)
            {
                table.Add(word, "whole", "ringing", null);
                table.Add(word, "leg1", "ringing", null);
                table.Add(word, "leg2", "ringing", null);
                table.Add(word, "outbound", "ringing", null);
            }

            return table;
        }
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void A_word_at_its_place_makes_of_a_call_what_the_documentation_says(string word, string place, string status, string? reason)
    {
        var (whole, first, second) = place switch
        {
            "leg1" => (null, word, null),
            "leg2" => (null, null, word),
            "after ANSWER" => (word, "ANSWER", null),
            "both legs" => (word, "ANSWER", word),
            _ => (word, (string?)null, (string?)null),
        };
        var kind = place is "outbound" ? CallKind.Outbound : CallKind.ClickToCall;

        var (byCallback, byRow) = (FromCallback(kind, whole, first, second), FromRow(kind, whole, first, second));

        Assert.Equal((status, reason), (byCallback.Status.Word(), byCallback.Reason?.Word));
        Assert.Equal((status, reason), (byRow.Status.Word(), byRow.Reason?.Word));
        Assert.Equal(string.Join('/', whole, first, second).TrimEnd('/'), byCallback.ProviderStatus);
        Assert.Equal(status is "ringing" or "unconfirmed", !byRow.IsSettled);
        Assert.Equal(status is "ringing" or "unconfirmed" || reason is "talk_unproven", !byCallback.IsSettled);
    }

    [Theory]
    [InlineData("ANSWER", null, null, 41, "answered", null)]
    [InlineData("ANSWERED-B", null, null, 12, "answered", null)]
    [InlineData("ANSWER", "ANSWER", "NOANSWER", 0, "missed", "customer_no_answer")]
    [InlineData("NOANSWER_LEG1", "NOANSWER", null, 0, "missed", "agent_no_answer")]
    [InlineData("BUSY_LEG2", "ANSWER", "BUSY", 0, "busy", "customer_busy")]
    [InlineData("NOANSWER", "ANSWER", "NOANSWER", 17, "missed", "customer_no_answer")]
    [InlineData(null, null, null, 41, "answered", null)]
    [InlineData("FORWARDED", null, null, 41, "ringing", null)]
    [InlineData(null, null, null, null, "ringing", null)]
    [InlineData("{status}", "NA", "", null, "ringing", null)]
    public void Words_and_talk_together_make_of_a_call_what_the_documentation_says(string? whole, string? first, string? second, int? talk, string status, string? reason)
    {
        var call = FromCallback(CallKind.ClickToCall, whole, first, second, talk);

        Assert.Equal((status, reason), (call.Status.Word(), call.Reason?.Word));
    }

    [Fact]
    public void The_documentation_tells_every_word_and_the_leg_it_becomes()
    {
        var told = DocumentationPage.Statuses.Table("What the provider's words become")
            .SelectMany(cells => DocumentationPage.Quoted(cells[0]).Select(word => (Word: word, Leg: cells[1])))
            .ToList();

        foreach (var (word, leg) in told)
        {
            // A word with room for more stands there with three dots.
            var spoken = word.Replace("…", "", StringComparison.Ordinal);
            var read = KaleyraWords.Read(spoken, null, null, isOutbound: leg.Contains("outbound", StringComparison.Ordinal));
            var said = DocumentationPage.Quoted(leg).ToList();
            var expected = leg switch
            {
                _ when leg.StartsWith("none", StringComparison.Ordinal) => (Leg.Unknown, Leg.Unknown, Leg.Unknown),
                _ when leg.StartsWith("agent", StringComparison.Ordinal) => (Leg.Unknown, LegWords.Read(said[0])!.Value, LegWords.Read(said[1])!.Value),
                _ when leg.StartsWith("customer", StringComparison.Ordinal) => (Leg.Answered, Leg.Unknown, LegWords.Read(said[0])!.Value),
                _ when leg.Contains("outbound", StringComparison.Ordinal) => (Leg.Unknown, Leg.Unknown, LegWords.Read(said[0])!.Value),
                _ => (LegWords.Read(said[0])!.Value, Leg.Unknown, Leg.Unknown),
            };
            Assert.Equal((word, expected), (word, (read.Overall, read.Agent, read.Customer)));
        }

        Assert.Equal(
            Failures.Select(failure => failure.Words[0]).Concat(["ANSWER", "ANSWERED-A", "ANSWERED-B", "COMPLETED", "ACCEPTED", "FORWARDED", "MISWIG"]).Except(Spoken()),
            []);
        IEnumerable<string> Spoken() => told.Select(entry => entry.Word.Replace("…", "", StringComparison.Ordinal));
    }

    private static void AddSuffixes(TheoryData<string, string, string, string?> table, string word, string status, string? agent, string? customer)
    {
        table.Add(word + "_LEG1", "whole", status, agent);
        table.Add(word + "-CHANNEL1", "whole", status, agent);
        table.Add(word + "_LEG2", "whole", agent is "customer_not_reported" ? "answered" : status, customer);
        table.Add(word + " channel2", "whole", agent is "customer_not_reported" ? "answered" : status, customer);
    }

    private static PhoneCall FromCallback(CallKind kind, string? whole, string? first, string? second, int? talk = null)
    {
        var intent = Given.Intent(Now, kind: kind);
        var query = string.Join('&', new (string Name, string? Value)[]
        {
            (kind is CallKind.Outbound ? "obdstatus" : "status", whole), ("status1", first), ("status2", second), ("billsec", talk?.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        }.Where(pair => pair.Value is not null).Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value!)}"));
        return Given.Call(intent, LegacyReports.Of(KaleyraCallback.Read(query), intent.Reference, kind is CallKind.Outbound, Now));
    }

    private static PhoneCall FromRow(CallKind kind, string? whole, string? first, string? second)
    {
        var intent = Given.Intent(Now, kind: kind);
        var row = new LogRow { Status = whole, AgentStatus = first, CustomerStatus = second };
        return Given.Call(intent, KaleyraReports.Of(row, intent.Reference, kind is CallKind.Outbound, Now));
    }
}
