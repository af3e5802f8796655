namespace Offhook.Calls.Tests.Rules;

public sealed class TimesTests
{
    private static readonly DateTimeOffset Start = Given.Clicked.AddSeconds(3);
    private static readonly Report Talked = Given.Callback(Leg.Answered, Leg.Answered, Leg.Answered, 41);

    [Fact]
    public void Nothing_is_filled_in_when_nobody_told_a_time()
    {
        var call = Given.Folded(Given.Intent, Given.Reply(DialProof.Accepted), Talked, Given.Deadline);

        Assert.Equal((null, null, null), (call.AnsweredAt, call.EndedAt, call.Duration));
        Assert.Empty(call.Derived);
    }

    [Fact]
    public void The_customer_answered_as_long_before_the_end_as_the_two_talked()
    {
        var call = Given.Folded(Given.Intent, Talked with { StartedAt = Start, EndedAt = Start.AddSeconds(62), Duration = TimeSpan.FromSeconds(62) });

        Assert.Equal((Start.AddSeconds(21), Start.AddSeconds(62)), (call.AnsweredAt, call.EndedAt));
        Assert.Equal(["answered_at"], call.Derived);
    }

    [Fact]
    public void An_end_follows_from_the_start_and_the_duration()
    {
        var call = Given.Folded(Given.Intent, Talked with { StartedAt = Start, Duration = TimeSpan.FromSeconds(62) });

        Assert.Equal((Start.AddSeconds(21), Start.AddSeconds(62)), (call.AnsweredAt, call.EndedAt));
        Assert.Equal(["answered_at", "ended_at"], call.Derived);
    }

    [Fact]
    public void A_duration_follows_from_the_start_and_the_end()
    {
        var call = Given.Folded(Given.Intent, Given.Callback(Leg.NoAnswer) with { StartedAt = Start, EndedAt = Start.AddSeconds(31) });

        Assert.Equal(TimeSpan.FromSeconds(31), call.Duration);
        Assert.Null(call.AnsweredAt);
        Assert.Equal(["duration_seconds"], call.Derived);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(86_401)]
    public void An_end_before_the_start_or_more_than_a_day_after_it_gives_no_duration(int seconds)
    {
        var call = Given.Folded(Given.Intent, Given.Callback(Leg.NoAnswer) with { StartedAt = Start, EndedAt = Start.AddSeconds(seconds) });

        Assert.Null(call.Duration);
    }

    [Fact]
    public void Seconds_billed_while_the_agent_waited_are_not_talk()
    {
        var call = Given.Folded(Given.Intent, Given.Callback(agent: Leg.Answered, customer: Leg.NoAnswer, talk: 12) with { EndedAt = Start });

        Assert.Equal((null, null), (call.Talk, call.AnsweredAt));
    }

    [Fact]
    public void Talk_that_was_denied_is_zero_and_talk_that_nobody_mentioned_is_unknown()
    {
        Assert.Equal(TimeSpan.Zero, Given.Folded(Given.Intent, Given.Callback(Leg.NoAnswer, talk: 0)).Talk);
        Assert.Null(Given.Folded(Given.Intent, Given.Callback(Leg.NoAnswer)).Talk);
    }

    [Fact]
    public void The_strongest_report_that_tells_a_time_is_believed()
    {
        var callback = Talked with { EndedAt = Start.AddSeconds(60) };
        var log = Given.Log(Leg.Answered, talk: 40) with { EndedAt = Start.AddSeconds(61) };

        var call = Given.Folded(Given.Intent, callback, log);

        Assert.Equal((Start.AddSeconds(61), Start.AddSeconds(21), TimeSpan.FromSeconds(40)), (call.EndedAt, call.AnsweredAt, call.Talk));
    }

    [Fact]
    public void Times_that_no_calendar_holds_are_left_out()
    {
        var far = Talked with { StartedAt = DateTimeOffset.MaxValue, Duration = TimeSpan.FromSeconds(62) };
        var early = Talked with { EndedAt = DateTimeOffset.MinValue };

        Assert.Null(Given.Folded(Given.Intent, far).EndedAt);
        Assert.Null(Given.Folded(Given.Intent, early).AnsweredAt);
    }

    [Fact]
    public void Negative_spans_are_left_out()
    {
        var call = Given.Folded(Given.Intent, Talked with { Talk = TimeSpan.FromSeconds(-1), Duration = TimeSpan.FromSeconds(-1), EndedAt = Start });

        Assert.Equal((CallStatus.Answered, null, null, null), (call.Status, call.Talk, call.Duration, call.AnsweredAt));
    }

    [Fact]
    public void Times_are_utc_in_whichever_zone_they_were_told()
    {
        var indian = TimeSpan.FromMinutes(330);
        var call = Given.Folded(Given.Intent with { At = Given.Clicked.ToOffset(indian) }, Talked with { EndedAt = Start.ToOffset(indian) });

        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero), (call.ReceivedAt.Offset, call.EndedAt!.Value.Offset, call.AnsweredAt!.Value.Offset));
    }
}
