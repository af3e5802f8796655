using Offhook.Calls;
using Offhook.Gateway.Comparisons;
using Offhook.Gateway.Live;

namespace Offhook.Gateway.Tests.Comparisons;

/// <summary>How two logs of a day are compared, without the logs.</summary>
public sealed class LogComparisonTests
{
    private static readonly DateOnly Day = new(2026, 2, 24);

    [Fact]
    public void Calls_of_which_both_logs_tell_the_same_are_the_same()
    {
        var comparison = Compare([Call("10:00:00"), Call("10:20:00", customer: "9800000021")], [Call("10:20:04", customer: "9800000021"), Call("09:59:58")]);

        Assert.Equal((2, true), (comparison.Same.Count, comparison.IsClean));
    }

    [Fact]
    public void A_call_of_which_they_tell_different_outcomes_is_different_and_says_in_what()
    {
        var missed = Call("10:00:03") with { Status = "missed", Reason = "customer_no_answer", CustomerLeg = "no_answer", TalkSeconds = 0 };

        var pair = Assert.Single(Compare([Call("10:00:00")], [missed]).Different);

        Assert.Equal(["status", "reason", "customer_leg", "talk_seconds"], pair.Contradictions);
    }

    [Fact]
    public void A_call_that_one_log_does_not_have_is_only_in_the_other()
    {
        var comparison = Compare([Call("10:00:00")], [Call("10:00:00", customer: "9800000021")]);

        Assert.Equal(("9800000010", "9800000021"), (Assert.Single(comparison.OnlyInFirst).Customer, Assert.Single(comparison.OnlyInSecond).Customer));
        Assert.False(comparison.IsClean);
    }

    [Theory]
    [InlineData(8L, 9L, true)]
    [InlineData(9L, 8L, true)]
    [InlineData(8L, 10L, false)]
    [InlineData(0L, 1L, true)]
    [InlineData(null, 8L, true)]
    public void Talk_may_be_rounded_by_a_second_or_not_be_told(long? talk, long? other, bool same) =>
        Assert.Equal(same, Compare([Call("10:00:00") with { TalkSeconds = talk }], [Call("10:00:00") with { TalkSeconds = other }]).IsClean);

    [Theory]
    [InlineData("unknown", "no_answer", true)]
    [InlineData("no_answer", "no_answer", true)]
    [InlineData("answered", "no_answer", false)]
    public void A_leg_that_only_one_log_tells_is_no_difference(string leg, string other, bool same)
    {
        Assert.Equal(same, Compare([Call("10:00:00") with { AgentLeg = leg }], [Call("10:00:00") with { AgentLeg = other }]).IsClean);
        Assert.Equal(same, Compare([Call("10:00:00") with { CustomerLeg = other }], [Call("10:00:00") with { CustomerLeg = leg }]).IsClean);
    }

    [Theory]
    [InlineData("no_answer", "customer_no_answer", true)]
    [InlineData("agent_busy", "busy", true)]
    [InlineData("agent_busy", "customer_busy", false)]
    [InlineData("customer_busy", "customer_no_answer", false)]
    [InlineData(null, "talk_unproven", false)]
    public void A_reason_that_names_the_side_agrees_with_the_same_reason_that_does_not(string? reason, string? other, bool same) =>
        Assert.Equal(same, Compare([Call("10:00:00") with { Reason = reason }], [Call("10:00:00") with { Reason = other }]).IsClean);

    [Theory]
    [InlineData("10:10:00", true)]
    [InlineData("09:50:00", true)]
    [InlineData("10:10:01", false)]
    [InlineData("09:49:59", false)]
    public void Starts_may_lie_ten_minutes_apart_in_either_direction(string start, bool same) =>
        Assert.Equal(same, Compare([Call("10:00:00")], [Call(start)]).IsClean);

    [Fact]
    public void The_nearest_starts_are_the_same_call_whatever_else_would_fit()
    {
        var comparison = Compare([Call("10:00:00"), Call("10:04:00")], [Call("10:04:02") with { TalkSeconds = 8 }]);

        Assert.Equal("10:04:00", Clock(Assert.Single(comparison.Same).First));
        Assert.Equal("10:00:00", Clock(Assert.Single(comparison.OnlyInFirst)));
    }

    [Fact]
    public void Two_rows_that_are_equally_near_are_not_guessed_at()
    {
        var comparison = Compare([Call("10:00:00")], [Call("09:59:58"), Call("10:00:02")]);

        Assert.Equal(3, comparison.Undecided.Count);
        Assert.All(comparison.Undecided, row => Assert.Equal(Doubt.SeveralFit, row.Doubt));
        Assert.False(comparison.IsClean);
    }

    [Fact]
    public void Rows_whose_nearest_ones_would_change_their_order_are_not_guessed_at()
    {
        // The second log is three minutes late, so the nearest one is the wrong one.
        var comparison = Compare([Call("10:00:00"), Call("10:03:00")], [Call("10:03:00"), Call("10:06:00")]);

        Assert.Empty(comparison.Same);
        Assert.Equal(4, comparison.Undecided.Count);
    }

    [Fact]
    public void A_call_that_begins_before_midnight_in_one_log_and_after_it_in_the_other_is_reported_on_both_days()
    {
        LoggedCall[] first = [Call("23:59:50")];
        LoggedCall[] second = [Call("23:59:50") with { StartedAt = At("23:59:50").AddSeconds(15) }];

        Assert.Single(LogComparison.Of(first, second, Day, Day.AddDays(-1)).Same);
        Assert.Single(LogComparison.Of(first, second, Day.AddDays(1), Day).Same);
    }

    [Fact]
    public void What_lies_in_the_days_around_it_is_not_reported()
    {
        var yesterday = Call("23:59:50") with { StartedAt = At("23:59:50").AddDays(-1) };

        var comparison = Compare([yesterday, Call("10:00:00")], [Call("10:00:00"), yesterday with { StartedAt = At("23:59:50").AddDays(-1).AddHours(-2) }]);

        Assert.Equal((1, true), (comparison.Same.Count, comparison.IsClean));
    }

    [Fact]
    public void A_call_right_after_midnight_is_not_called_missing_when_the_day_before_was_not_read()
    {
        var comparison = LogComparison.Of([Call("00:04:00"), Call("00:10:00", customer: "9800000021")], [], Day, Day);

        Assert.Equal(Doubt.DayBeforeNotRead, Assert.Single(comparison.Undecided).Doubt);
        Assert.Equal("9800000021", Assert.Single(comparison.OnlyInFirst).Customer);
    }

    [Fact]
    public void Rows_without_a_time_or_a_number_are_told_and_not_joined()
    {
        LoggedCall[] log = [Call("10:00:00") with { StartedAt = null }, Call("10:00:00") with { Agent = null }, Call("10:00:00") with { Customer = null }];

        var comparison = Compare(log, [Call("10:00:00")]);

        Assert.Equal([Doubt.TooLittleSaid, Doubt.TooLittleSaid, Doubt.TooLittleSaid], comparison.Undecided.Select(row => row.Doubt));
        Assert.Single(comparison.OnlyInSecond);
    }

    [Fact]
    public void Incoming_calls_are_counted_and_not_compared()
    {
        var comparison = Compare([Call("10:00:00") with { IsIncoming = true }], []);

        Assert.Equal(((1, 0), true), (comparison.Incoming, comparison.IsClean));
    }

    [Fact]
    public void The_row_of_a_call_to_one_phone_is_found_whichever_number_the_account_showed()
    {
        var view = new CallView { CallId = "1", Status = "answered", AgentLeg = "unknown", CustomerLeg = "answered", CustomerNumber = "+919800000010", ReceivedAt = At("10:00:00") };

        var comparison = Compare([LoggedCall.Of(view with { AgentNumber = "+918000000000" })], [LoggedCall.Of(view with { CallId = "2", AgentNumber = "+918000000001" })]);

        Assert.Single(comparison.Same);
    }

    [Fact]
    public void Numbers_are_joined_by_their_last_ten_digits()
    {
        var view = new CallView { CallId = "1", Kind = CallKind.ClickToCall.Word(), Status = "answered", AgentLeg = "unknown", CustomerLeg = "answered", ReceivedAt = At("10:00:00") };

        var comparison = Compare(
            [LoggedCall.Of(view with { AgentNumber = "+919800000001", CustomerNumber = "+971501234567" })],
            [LoggedCall.Of(view with { AgentNumber = "+919800000001", MobileNumber = "00971501234567" })]);

        Assert.Single(comparison.Same);
    }

    [Fact]
    public void Both_logs_must_name_the_same_agent_too()
    {
        var comparison = Compare([Call("10:00:00")], [Call("10:00:00", agent: "9800000002")]);

        Assert.Equal((1, 1), (comparison.OnlyInFirst.Count, comparison.OnlyInSecond.Count));
    }

    private static LoggedCall Call(string clock, string customer = "9800000010", string agent = "9800000001") => new()
    {
        Agent = agent,
        Customer = customer,
        StartedAt = At(clock),
        Status = "answered",
        AgentLeg = "answered",
        CustomerLeg = "answered",
        TalkSeconds = 8,
    };

    private static DateTimeOffset At(string clock) => new DateTimeOffset(Day, TimeOnly.Parse(clock, System.Globalization.CultureInfo.InvariantCulture), IndianTime.Offset).ToUniversalTime();

    private static string? Clock(LoggedCall call) => call.StartedAt?.ToOffset(IndianTime.Offset).ToString("HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);

    private static LogComparison Compare(LoggedCall[] first, LoggedCall[] second) => LogComparison.Of(first, second, Day, Day.AddDays(-1));
}
