using Offhook.Calls;
using Offhook.Gateway.Dialling;
using Offhook.Gateway.Live;
using Offhook.Gateway.Policy;

namespace Offhook.Gateway.Tests.Dialling;

/// <summary>What the agent reads: of a call as it stands, and of a start.</summary>
public sealed class SentenceTests
{
    private static readonly DateTimeOffset Now = new(2026, 2, 24, 5, 0, 0, TimeSpan.Zero);
    private static readonly bool[] BothWays = [true, false];
    private static readonly string?[] Details = [null, "", " ", "Insufficient credits", "Insufficient credits.", "Try later!", "{provider} {detail}", "E601: no. balance"];

    public static TheoryData<CallStatus, string?> EveryStatusAndReason =>
        new(from status in Enum.GetValues<CallStatus>() from reason in Reason.All.Select(reason => reason.Word).Append(null) select (status, reason));

    [Theory]
    [MemberData(nameof(EveryStatusAndReason))]
    public void Every_call_has_a_sentence_without_blanks(CallStatus status, string? reason)
    {
        foreach (var (kind, live, detail) in from kind in Enum.GetValues<CallKind>() from live in BothWays from detail in Details select (kind, live, detail))
        {
            var call = Given.Call(Given.Intent(Now, kind: kind)) with { Status = status, Reason = Reason.Read(reason), ReasonDetail = detail };

            AssertReads(CallSentence.Of(call, "Kaleyra", live), detail);
        }
    }

    [Fact]
    public void Nothing_is_said_of_a_phone_that_nobody_reported()
    {
        var intent = Given.Intent(Now);
        var asked = Given.Call(intent);
        var placed = Given.Call(intent, Given.Accepted(intent.Reference, Now, "c2c_1"));

        Assert.Equal("Asked. Waiting for the provider to take the call.", Sentence(asked));
        Assert.Equal("Placed. Your phone rings first; Kaleyra reports only the result.", Sentence(placed));
        Assert.Equal("Placed. Kaleyra reports only the result.", Sentence(placed with { Kind = CallKind.Outbound }));
        Assert.Equal("Placed. Your phone rings first.", CallSentence.Of(placed, "Kaleyra", reportsLive: true));
        Assert.Equal("Placed.", CallSentence.Of(placed with { Kind = CallKind.Outbound }, "Kaleyra", reportsLive: true));
    }

    [Fact]
    public void Each_step_that_was_reported_is_told()
    {
        var ringing = Given.Call(Given.Intent(Now)) with { Status = CallStatus.Ringing };

        Assert.Equal("Your phone is ringing", Sentence(ringing with { AgentLeg = Leg.Ringing }));
        Assert.Equal("You picked up. The customer comes next.", Sentence(ringing with { AgentLeg = Leg.Answered }));
        Assert.Equal("Ringing the customer", Sentence(ringing with { AgentLeg = Leg.Answered, CustomerLeg = Leg.Ringing }));
        Assert.Equal("The customer’s phone is ringing", Sentence(ringing with { Kind = CallKind.Outbound, CustomerLeg = Leg.Ringing }));
    }

    [Fact]
    public void Talk_is_told_only_where_it_was_reported()
    {
        var answered = Given.Call(Given.Intent(Now)) with { Status = CallStatus.Answered };

        Assert.Equal("The customer answered", Sentence(answered));
        Assert.Equal("The customer answered", Sentence(answered with { Talk = TimeSpan.Zero }));
        Assert.Equal("Talked for 42 s", Sentence(answered with { Talk = TimeSpan.FromSeconds(42) }));
        Assert.Equal("The customer listened for 1 min 0 s", Sentence(answered with { Kind = CallKind.Outbound, Talk = TimeSpan.FromMinutes(1) }));
        Assert.Equal("Reported as answered; nothing proves that the two spoke", Sentence(answered with { Reason = Reason.TalkUnproven }));
        Assert.Equal("Kaleyra has not said how it went", Sentence(answered with { Status = CallStatus.Unconfirmed }));
    }

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(59, "59 s")]
    [InlineData(60, "1 min 0 s")]
    [InlineData(125, "2 min 5 s")]
    [InlineData(3_599, "59 min 59 s")]
    [InlineData(3_600, "1 h 0 min")]
    [InlineData(3_780, "1 h 3 min")]
    [InlineData(86_400, "24 h 0 min")]
    public void A_span_is_written_for_people(int seconds, string text) => Assert.Equal(text, CallSentence.Span(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public async Task The_name_of_the_provider_reads_right_inside_a_sentence()
    {
        await using var work = await Work.StartAsync();
        var message = new StartMessage(work.Providers);
        var row = await work.Store.BegunAsync(Given.Intent(Now));

        Assert.Equal("Kaleyra was not reached. No phone rang. Try again, or tell your administrator.", message.Of(new StartOutcome.NotSent(row)));
        Assert.Equal("Kaleyra takes no more calls at the moment. No phone rang. Try again in a moment.", message.Of(new StartOutcome.SlowedDown(row, null)));
        Assert.Equal("Kaleyra refused the call: Insufficient credits. No phone rings.", message.Of(new StartOutcome.Refused(row, "Insufficient credits")));
        Assert.Equal("Kaleyra refused the call: Insufficient credits. No phone rings.", message.Of(new StartOutcome.Refused(row, "Insufficient credits.")));
        Assert.Equal("Not known yet. A phone may ring; we are asking Kaleyra.", message.Of(new StartOutcome.Unconfirmed(row)));
    }

    [Fact]
    public async Task Every_outcome_of_a_start_has_a_sentence_that_ends()
    {
        await using var work = await Work.StartAsync();
        var message = new StartMessage(work.Providers);
        var intent = Given.Intent(Now);
        var asked = await work.Store.BegunAsync(intent);
        var placed = await work.Store.KeptAsync(Given.Accepted(intent.Reference, Now, "c2c_1"));
        StartOutcome[] outcomes =
        [
            new StartOutcome.Placed(placed.Row), new StartOutcome.Unconfirmed(asked), new StartOutcome.SlowedDown(asked, null), new StartOutcome.NotSent(asked),
            new StartOutcome.NumberRefused(new NumberRefusal("customer_number", "premium-number", "No.")), new StartOutcome.AgentBusy(placed.Row),
            new StartOutcome.TooFast(TimeSpan.FromSeconds(4)), new StartOutcome.StoreAway(), new StartOutcome.KeyUsed(new("hash", intent.Reference, null)),
            .. Details.Select(detail => new StartOutcome.Refused(asked, detail ?? "")),
        ];

        foreach (var outcome in outcomes)
        {
            var text = message.Of(outcome);
            AssertReads(text, (outcome as StartOutcome.Refused)?.Reason);
            Assert.EndsWith(".", text, StringComparison.Ordinal);
        }
    }

    private static string Sentence(PhoneCall call) => CallSentence.Of(call, "Kaleyra", reportsLive: false);

    private static void AssertReads(string text, string? detail)
    {
        var own = string.IsNullOrWhiteSpace(detail) ? text : text.Replace(detail, "it", StringComparison.Ordinal);
        Assert.NotEmpty(own);
        Assert.Equal(own.Trim(), own);
        Assert.DoesNotContain("..", own, StringComparison.Ordinal);
        Assert.DoesNotContain("{", own, StringComparison.Ordinal);
        Assert.DoesNotContain("  ", own, StringComparison.Ordinal);
        Assert.DoesNotContain("..", text, StringComparison.Ordinal);
        Assert.True(char.IsAsciiLetterUpper(text[0]), text);
    }
}
