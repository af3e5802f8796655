using static Offhook.Calls.CallStatus;

namespace Offhook.Calls.Tests.Rules;

public sealed class EvidenceTests
{
    [Fact]
    public void A_late_callback_corrects_a_deadline()
    {
        var settled = Given.Folded(Given.Intent, Given.Reply(DialProof.Accepted), Given.Deadline);
        var corrected = Given.Folded(Given.Intent, Given.Reply(DialProof.Accepted), Given.Deadline, Given.Callback(agent: Leg.Answered, customer: Leg.Busy));

        Assert.Equal((Unconfirmed, "never_reported", ReportSource.Deadline), (settled.Status, settled.Reason?.Word, settled.SettledBy));
        Assert.Equal((Busy, "customer_busy", ReportSource.Callback), (corrected.Status, corrected.Reason?.Word, corrected.SettledBy));
    }

    [Fact]
    public void The_log_is_believed_before_both_legs()
    {
        var call = Given.Folded(Given.Intent, Given.Callback(agent: Leg.Answered, customer: Leg.Answered), Given.Log(Leg.NoAnswer, talk: 0));

        Assert.Equal((Missed, ReportSource.Log), (call.Status, call.SettledBy));
    }

    [Fact]
    public void Talk_is_believed_before_the_log()
    {
        var call = Given.Folded(Given.Intent, Given.Callback(Leg.Answered, talk: 5), Given.Log(agent: Leg.Answered, customer: Leg.NoAnswer, talk: 0));

        Assert.Equal((Answered, ReportSource.Callback, TimeSpan.FromSeconds(5)), (call.Status, call.SettledBy, call.Talk));
    }

    [Fact]
    public void Both_legs_are_believed_before_one_and_one_before_a_word()
    {
        var both = Given.Callback(agent: Leg.Answered, customer: Leg.Busy);
        var one = Given.Callback(agent: Leg.NoAnswer);
        var word = Given.Callback(Leg.Cancelled);

        Assert.Equal(Busy, Given.Folded(Given.Intent, both, one, word).Status);
        Assert.Equal(Missed, Given.Folded(Given.Intent, one, word).Status);
    }

    [Fact]
    public void A_phone_that_rings_is_no_word_about_its_leg()
    {
        var rang = Given.Callback(agent: Leg.Ringing, customer: Leg.Busy);
        var pickedUp = Given.Callback(agent: Leg.Answered, customer: Leg.NoAnswer) with { Detail = "sorts behind the other" };

        var call = Given.Folded(Given.Intent, rang, pickedUp);

        Assert.Equal(Missed, call.Status);
    }

    [Fact]
    public void An_answer_that_nothing_proves_waits_for_the_log()
    {
        Report[] open = [Given.Intent, Given.Callback(Leg.Answered, talk: 0)];

        var agreed = Given.Folded([.. open, Given.Log(Leg.Answered, talk: 0)]);
        var proven = Given.Folded([.. open, Given.Log(Leg.Answered, talk: 41)]);
        var denied = Given.Folded([.. open, Given.Log(Leg.NoAnswer, talk: 0)]);
        var unanswered = Given.Folded([.. open, Given.Deadline]);

        Assert.False(Given.Folded(open).IsSettled);
        Assert.Equal((Answered, "talk_unproven", ReportSource.Log), (agreed.Status, agreed.Reason?.Word, agreed.SettledBy));
        Assert.Equal((Answered, null, ReportSource.Log), (proven.Status, proven.Reason?.Word, proven.SettledBy));
        Assert.Equal((Missed, "no_answer", ReportSource.Log), (denied.Status, denied.Reason?.Word, denied.SettledBy));
        Assert.Equal((Answered, "talk_unproven", ReportSource.Deadline), (unanswered.Status, unanswered.Reason?.Word, unanswered.SettledBy));
    }

    [Fact]
    public void A_log_that_only_knows_the_end_is_explained_by_the_callback_that_knew_the_agent()
    {
        var call = Given.Folded(Given.Intent, Given.Callback(Leg.Answered, Leg.Answered, talk: 0), Given.Log(Leg.NoAnswer, talk: 0));

        Assert.Equal((Missed, "customer_no_answer", ReportSource.Log), (call.Status, call.Reason?.Word, call.SettledBy));
        Assert.Equal((Leg.Answered, Leg.NoAnswer), (call.AgentLeg, call.CustomerLeg));
        Assert.Equal(["customer_leg"], call.Derived);
    }

    [Fact]
    public void A_log_that_only_knows_the_end_is_explained_by_the_callback_that_named_the_side()
    {
        var call = Given.Folded(Given.Intent, Given.Callback(agent: Leg.Rejected), Given.Log(Leg.NoAnswer, talk: 0));

        Assert.Equal((Missed, "agent_rejected", ReportSource.Log, Leg.Rejected), (call.Status, call.Reason?.Word, call.SettledBy, call.AgentLeg));
    }

    [Fact]
    public void A_report_that_contradicts_the_winner_about_the_agent_does_not_explain_it()
    {
        var call = Given.Folded(Given.Intent, Given.Callback(agent: Leg.Cancelled), Given.Log(Leg.Cancelled, Leg.Answered));

        Assert.Equal((Cancelled, "cancelled", Leg.Answered), (call.Status, call.Reason?.Word, call.AgentLeg));
    }

    [Fact]
    public void What_a_callback_of_another_outcome_says_of_the_legs_is_not_mixed_in()
    {
        var call = Given.Folded(Given.Intent, Given.Callback(agent: Leg.Answered, customer: Leg.Answered), Given.Log(agent: Leg.NoAnswer));

        Assert.Equal((Missed, "agent_no_answer", Leg.NoAnswer, Leg.Unknown), (call.Status, call.Reason?.Word, call.AgentLeg, call.CustomerLeg));
    }

    [Fact]
    public void A_leg_that_answered_does_not_ring_again()
    {
        var rang = Given.Callback(agent: Leg.Ringing) with { Detail = "1" };
        var pickedUp = Given.Callback(agent: Leg.Answered, customer: Leg.Ringing) with { Detail = "2" };

        var call = Given.Folded(Given.Intent, rang, pickedUp);

        Assert.Equal((Ringing, Leg.Answered, Leg.Ringing), (call.Status, call.AgentLeg, call.CustomerLeg));
    }

    [Fact]
    public void A_near_duplicate_adds_what_the_first_did_not_say()
    {
        var first = Given.Callback(Leg.Answered, Leg.Answered, Leg.Answered, 41);
        var second = first with { RecordingUrl = "https://play.example.test/?id=AAAA0000", At = first.At.AddSeconds(1) };

        var call = Given.Folded(Given.Intent, first, second);

        Assert.NotEqual(ReportIdentity.Of(first), ReportIdentity.Of(second));
        Assert.Equal((Answered, TimeSpan.FromSeconds(41), "https://play.example.test/?id=AAAA0000"), (call.Status, call.Talk, call.RecordingUrl));
    }

    [Fact]
    public void A_reply_after_the_callback_only_adds_its_id()
    {
        Report[] told = [Given.Intent, Given.Callback(agent: Leg.Answered, customer: Leg.Busy)];
        var before = Given.Folded(told);

        var after = Given.Folded([.. told, Given.Reply(DialProof.Accepted, "c2c_1")]);

        Assert.Equal(before with { CallId = "c2c_1" }, after);
    }

    [Fact]
    public void The_id_is_the_replys_then_the_callbacks_then_the_logs_then_the_reference()
    {
        var reply = Given.Reply(DialProof.Accepted, "c2c_reply");
        var callback = Given.Callback() with { ProviderCallId = "c2c_callback" };
        var log = Given.Log(Leg.Answered, talk: 41) with { ProviderCallId = "log" };

        Assert.Equal("c2c_reply", Given.Folded(Given.Intent, log, callback, reply).CallId);
        Assert.Equal("c2c_callback", Given.Folded(Given.Intent, log, callback).CallId);
        Assert.Equal("log", Given.Folded(Given.Intent, log).CallId);
        Assert.Equal(Given.Reference.ToString("D"), Given.Folded(Given.Intent, Given.Reply(DialProof.Accepted, "")).CallId);
    }

    [Fact]
    public void The_same_report_days_later_is_the_same_report()
    {
        var first = Given.Callback(Leg.Busy);
        var again = first with { At = first.At.AddDays(3) };

        Assert.Equal(ReportIdentity.Of(first), ReportIdentity.Of(again));
        Assert.Equal(Given.Folded(Given.Intent, first), Given.Folded(Given.Intent, again, first));
    }

    [Fact]
    public void The_earliest_arrival_of_the_intent_is_the_click()
    {
        var replayed = Given.Intent with { At = Given.Clicked.AddHours(1) };

        Assert.Equal(Given.Clicked, Given.Folded(replayed, Given.Intent).ReceivedAt);
    }
}
