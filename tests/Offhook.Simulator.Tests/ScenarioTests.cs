using System.Globalization;

namespace Offhook.Simulator.Tests;

public sealed class ScenarioTests
{
    public static TheoryData<string> Digits => [.. Scenarios.All.Select(scenario => scenario.Digits)];

    [Theory]
    [MemberData(nameof(Digits))]
    public async Task A_click_to_call_ends_as_its_receivers_digits_say(string digits)
    {
        await using var line = await Line.OpenAsync();
        var scenario = Scenarios.All.Single(scenario => scenario.Digits == digits);

        var call = line.PlayOut(await line.DialAsync("98000000" + digits));

        Assert.Equal((CallState.Ended, Ending.Of(scenario.Script).Words), (call.State, call.Words));
        Assert.Equal(call.TalkingSince is not null, call.BillSeconds > 0);
        Assert.Equal(call.TalkingSince is not null, call.RecordPath.Length > 0);
        if (scenario.Script.Reported)
        {
            var target = Assert.Single(await line.CallbacksAsync(1)).Target;
            Assert.Contains($"&status={call.Words.Status}&status1={call.Words.Status1}&status2={call.Words.Status2}&duration={call.DurationSeconds}&billsec={call.BillSeconds}&", target, StringComparison.Ordinal);
        }
        else
        {
            Assert.Empty(line.Platform.Callbacks);
        }
    }

    [Theory]
    [MemberData(nameof(Digits))]
    public async Task An_outbound_call_ends_as_its_numbers_digits_say(string digits)
    {
        await using var line = await Line.OpenAsync();
        var scenario = Scenarios.All.Single(scenario => scenario.Digits == digits);

        var call = line.PlayOut(await line.DialOutboundAsync("98000000" + digits));

        Assert.Equal((CallState.Ended, Ending.Of(scenario.Script).Obd), (call.State, call.ObdStatus));
        if (scenario.Script.Reported)
        {
            Assert.Contains("&obdstatus=" + call.ObdStatus + "&status={status}&", Assert.Single(await line.CallbacksAsync(1)).Target, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_number_of_the_documents_answers_by_itself_in_the_stated_times()
    {
        await using var line = await Line.OpenAsync();
        var dialled = await line.DialAsync("9876543210");

        var states = new List<CallState> { line.Call(dialled.Id).State };
        foreach (var seconds in new[] { 2, 3, 8 })
        {
            line.Pass(seconds);
            states.Add(line.Call(dialled.Id).State);
        }

        var call = line.Call(dialled.Id);
        Assert.Equal([CallState.DiallingAgent, CallState.DiallingCustomer, CallState.Talking, CallState.Ended], states);
        Assert.Equal((13, 8), (call.DurationSeconds, call.BillSeconds));
        Assert.Equal([("9800000001", Side.Agent, 0d), ("9876543210", Side.Customer, 2d)], line.Platform.Rings.Select(ring => (ring.Number, ring.Side, (ring.At - Line.Start).TotalSeconds)));
    }

    [Theory]
    [InlineData("61")]
    [InlineData("62")]
    [InlineData("63")]
    public async Task What_the_platform_stops_rings_nowhere(string digits)
    {
        await using var line = await Line.OpenAsync();

        line.PlayOut(await line.DialAsync("98000000" + digits));

        Assert.Empty(line.Platform.Rings);
    }

    [Theory]
    [InlineData("31", 1)]
    [InlineData("30", 0)]
    [InlineData("21", 2)]
    public async Task Only_phones_that_make_a_sound_have_rung(string digits, int rings)
    {
        await using var line = await Line.OpenAsync();

        line.PlayOut(await line.DialAsync("98000000" + digits));

        Assert.Equal(rings, line.Platform.Rings.Count);
    }

    [Fact]
    public async Task A_script_of_its_own_wins_over_the_digits_in_any_spelling()
    {
        await using var line = await Line.OpenAsync();
        line.Platform.Script("+919800000010", new Script { Customer = new(LegOutcome.Busy, TimeSpan.FromSeconds(1)) });

        var call = line.PlayOut(await line.DialAsync("9800000010"));

        Assert.Equal("BUSY", call.Words.Status);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(4)]
    [InlineData(1000)]
    public async Task Speed_divides_the_scripts_time_and_talk_never_rounds_to_nothing(double speed)
    {
        await using var line = await Line.OpenAsync(options => options with { Speed = speed });
        var dialled = await line.DialAsync("9800000010");

        line.Pass(13 / speed);

        var call = line.Call(dialled.Id);
        Assert.Equal(CallState.Ended, call.State);
        Assert.Equal(Math.Max(1, (int)(8 / speed)), call.BillSeconds);
        Assert.InRange(call.DurationSeconds, call.BillSeconds, int.MaxValue);
    }

    [Fact]
    public async Task Who_calls_himself_hears_his_own_phone_and_nothing_else()
    {
        await using var line = await Line.OpenAsync();

        var call = line.PlayOut(await line.DialAsync("919800000010", "9800000010"));

        Assert.Equal(new StatusWords("FAILED_LEG2", "ANSWER", "FAILED"), call.Words);
        Assert.Single(line.Platform.Rings);
    }

    [Fact]
    public async Task All_numbers_of_a_leg_ring()
    {
        await using var line = await Line.OpenAsync();

        line.PlayOut(await line.DialAsync("9800000010^9800000004", "9800000001-9800000002"));

        Assert.Equal(["9800000001", "9800000002", "9800000010", "9800000004"], line.Platform.Rings.Select(ring => ring.Number));
    }

    [Fact]
    public async Task An_agent_can_be_put_through_to_an_ivr()
    {
        await using var line = await Line.OpenAsync();
        var dialled = await line.DialAsync("ivr:1234");

        line.Platform.Answer(dialled.Id, Side.Agent);
        line.Pass(5);
        line.Platform.HangUp(dialled.Id, Side.Agent);

        Assert.Equal("IVR-ANSWER", line.Call(dialled.Id).Words.Status);
        Assert.Equal(5, line.Call(dialled.Id).BillSeconds);
    }

    [Fact]
    public async Task Ids_are_of_the_providers_shapes_and_never_the_rows()
    {
        await using var line = await Line.OpenAsync();

        var two = await line.DialAsync("9800000010");
        var one = await line.DialOutboundAsync("9800000010");

        Assert.Matches("^c2c_[0-9]{15}$", two.Id);
        Assert.Matches("^[0-9]+-1$", one.Id);
        Assert.StartsWith("58_" + Line.Start.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) + ".", two.UniqId, StringComparison.Ordinal);
        Assert.NotEqual(two.Id, two.RowId.ToString());
    }
}
