namespace Offhook.Simulator.Tests;

public sealed class PeopleTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_people_answer_talk_and_hang_up()
    {
        await using var line = await Line.OpenAsync();
        var id = (await line.DialAsync("9800000099")).Id;

        line.Pass(4);
        Assert.True(line.Platform.Answer(id, Side.Agent));
        line.Pass(6);
        Assert.True(line.Platform.Answer(id, Side.Customer));
        line.Pass(125);
        Assert.True(line.Platform.HangUp(id, Side.Agent));

        var call = line.Call(id);
        Assert.Equal((new StatusWords("ANSWER", "ANSWER", "ANSWER"), 135, 125), (call.Words, call.DurationSeconds, call.BillSeconds));
    }

    [Theory]
    [InlineData(29, CallState.DiallingAgent)]
    [InlineData(30, CallState.Ended)]
    public async Task A_phone_that_nobody_answers_rings_for_the_ring_timeout(int seconds, CallState state)
    {
        await using var line = await Line.OpenAsync();
        var id = (await line.DialAsync("9800000099")).Id;

        line.Pass(seconds);

        Assert.Equal(state, line.Call(id).State);
    }

    [Fact]
    public async Task An_agent_who_does_not_answer_is_reported_as_leg_one()
    {
        await using var line = await Line.OpenAsync();

        var call = line.PlayOut(await line.DialAsync("9800000099"));

        Assert.Equal((new StatusWords("NOANSWER_LEG1", "NOANSWER", ""), 30, 0), (call.Words, call.DurationSeconds, call.BillSeconds));
        Assert.Equal(LegState.Idle, call.Customer.State);
    }

    [Fact]
    public async Task A_customer_who_does_not_answer_is_reported_with_the_agents_answer()
    {
        await using var line = await Line.OpenAsync();
        var dialled = await line.DialAsync("9800000099");
        line.Platform.Answer(dialled.Id, Side.Agent);

        var call = line.PlayOut(dialled);

        Assert.Equal((new StatusWords("NOANSWER", "ANSWER", "NOANSWER"), 30, 0), (call.Words, call.DurationSeconds, call.BillSeconds));
    }

    [Theory]
    [InlineData(Side.Agent, "CANCEL", "CANCEL", "")]
    [InlineData(Side.Customer, "CANCEL", "ANSWER", "CANCEL")]
    public async Task A_phone_can_be_declined(Side side, string status, string status1, string status2)
    {
        await using var line = await Line.OpenAsync();
        var id = (await line.DialAsync("9800000099")).Id;
        if (side is Side.Customer)
        {
            line.Platform.Answer(id, Side.Agent);
        }

        Assert.True(line.Platform.Decline(id, side));

        Assert.Equal(new StatusWords(status, status1, status2), line.Call(id).Words);
        Assert.Equal("declined", line.Call(id).Leg(side)!.Ending);
    }

    [Fact]
    public async Task An_agent_who_hangs_up_while_the_customer_rings_cancels_the_call()
    {
        await using var line = await Line.OpenAsync();
        var id = (await line.DialAsync("9800000099")).Id;
        line.Platform.Answer(id, Side.Agent);

        Assert.True(line.Platform.HangUp(id, Side.Agent));

        Assert.Equal(new StatusWords("CANCEL", "ANSWER", "CANCEL"), line.Call(id).Words);
    }

    [Fact]
    public async Task A_person_may_take_over_a_scripted_phone()
    {
        await using var line = await Line.OpenAsync();
        var id = (await line.DialAsync("9800000021")).Id;
        line.Pass(2);

        Assert.True(line.Platform.Answer(id, Side.Customer));
        line.Pass(600);
        Assert.Equal(CallState.Talking, line.Call(id).State);
        Assert.True(line.Platform.HangUp(id, Side.Customer));

        Assert.Equal(("ANSWER", 600), (line.Call(id).Words.Status, line.Call(id).BillSeconds));
    }

    [Fact]
    public async Task What_a_person_did_stands_against_the_scripts_own_words()
    {
        await using var line = await Line.OpenAsync();
        var id = (await line.DialAsync("9800000070")).Id;
        line.Pass(2);

        line.Platform.Decline(id, Side.Customer);

        Assert.Equal("CANCEL", line.Call(id).Words.Status);
    }

    [Fact]
    public async Task A_phone_does_nothing_that_makes_no_sense()
    {
        await using var line = await Line.OpenAsync();
        var id = (await line.DialAsync("9800000099")).Id;

        var before = new[] { line.Platform.HangUp(id, Side.Agent), line.Platform.Answer(id, Side.Customer), line.Platform.Decline(id, Side.Customer), line.Platform.Answer("c2c_0", Side.Agent) };
        line.Platform.Decline(id, Side.Agent);
        var after = new[] { line.Platform.HangUp(id, Side.Agent), line.Platform.Answer(id, Side.Agent), line.Platform.Decline(id, Side.Agent) };

        Assert.DoesNotContain(true, before.Concat(after));
    }

    [Fact]
    public async Task A_forgotten_talk_ends_after_an_hour()
    {
        await using var line = await Line.OpenAsync();
        var id = (await line.DialAsync("9800000099")).Id;
        line.Platform.Answer(id, Side.Agent);
        line.Platform.Answer(id, Side.Customer);

        line.Pass(3600);

        Assert.Equal((CallState.Ended, 3600), (line.Call(id).State, line.Call(id).BillSeconds));
    }

    [Fact]
    public async Task A_wait_for_a_call_is_told_of_the_change_and_of_what_is_already_so()
    {
        await using var line = await Line.OpenAsync();
        var id = (await line.DialAsync("9800000099")).Id;
        var talking = line.Platform.WaitForCallAsync(call => call.State is CallState.Talking, Cancel);

        line.Platform.Answer(id, Side.Agent);
        Assert.False(talking.IsCompleted);
        line.Platform.Answer(id, Side.Customer);

        Assert.Equal(id, (await Line.Within(talking, "the talk")).Id);
        Assert.True(line.Platform.WaitForCallAsync(call => call.Id == id, Cancel).IsCompletedSuccessfully);
    }
}
