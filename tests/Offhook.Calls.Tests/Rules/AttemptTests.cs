namespace Offhook.Calls.Tests.Rules;

/// <summary>A call that another provider was asked for, because the first provably rang nobody.</summary>
public sealed class AttemptTests
{
    private static readonly Report Second = Given.Intent with { Attempt = 2, At = Given.Clicked.AddSeconds(5), Wish = Given.Intent.Wish! with { Provider = "kaleyra-io" } };

    [Fact]
    public void The_row_names_the_provider_that_was_asked_last_and_the_time_of_the_click()
    {
        var call = Given.Folded(Given.Intent, Second);

        Assert.Equal(("kaleyra-io", Given.Clicked, CallStatus.Requested), (call.Provider, call.ReceivedAt, call.Status));
    }

    [Theory]
    [InlineData(DialProof.NotSent)]
    [InlineData(DialProof.Refused)]
    public void The_answer_of_the_first_no_longer_counts(DialProof proof)
    {
        var call = Given.Folded(Given.Intent, Given.Reply(proof, "c2c_1", "account blocked") with { Attempt = 1 }, Second);

        Assert.Equal((CallStatus.Requested, null, null), (call.Status, call.Reason, call.SettledBy));
        Assert.Equal(Given.Reference.ToString("D"), call.CallId);
    }

    [Fact]
    public void The_answer_of_the_second_counts()
    {
        Report[] handedOver = [Given.Intent, Given.Reply(DialProof.NotSent) with { Attempt = 1 }, Second];

        var taken = Given.Folded([.. handedOver, Given.Reply(DialProof.Accepted, "io-1")]);
        var refused = Given.Folded([.. handedOver, Given.Reply(DialProof.Refused)]);

        Assert.Equal((CallStatus.Ringing, "io-1"), (taken.Status, taken.CallId));
        Assert.Equal((CallStatus.Failed, Reason.ProviderRefused), (refused.Status, refused.Reason));
    }

    [Fact]
    public void What_the_first_provider_still_says_is_not_about_the_call_that_the_second_makes()
    {
        var failed = Given.Callback(Leg.Failed) with { Provider = "kaleyra-legacy" };

        var alone = Given.Folded(Given.Intent, failed);
        var handedOn = Given.Folded(Given.Intent, Second, failed, Given.Reply(DialProof.Accepted, "io-1"));
        var over = Given.Folded(Given.Intent, Second, failed, Given.Callback(customer: Leg.Busy) with { Provider = "kaleyra-io" });

        Assert.Equal(CallStatus.Failed, alone.Status);
        Assert.Equal((CallStatus.Ringing, null), (handedOn.Status, handedOn.SettledBy));
        Assert.Equal((CallStatus.Busy, ReportSource.Callback), (over.Status, over.SettledBy));
    }

    [Fact]
    public void An_answer_that_names_no_attempt_holds_for_the_last()
    {
        var call = Given.Folded(Given.Intent, Second, Given.Reply(DialProof.Unknown));

        Assert.Equal((CallStatus.Unconfirmed, Reason.ReplyUnknown), (call.Status, call.Reason));
    }
}
