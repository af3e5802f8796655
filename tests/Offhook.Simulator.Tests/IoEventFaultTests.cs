namespace Offhook.Simulator.Tests;

public sealed class IoEventFaultTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Fault, and what is told in order.</summary>
    private static Dictionary<string, (Fault Fault, string Told)> Tellings { get; } = new()
    {
        ["no event"] = (Fault.NoCallback().OnEvents(), "report"),
        ["no report"] = (Fault.NoCallback(), "from_call_start from_call_answer to_call_start to_call_answer call_end"),
        ["no customer answer"] = (Fault.DroppedEvent("to_call_answer"), "from_call_start from_call_answer to_call_start call_end report"),
        ["no end"] = (Fault.DroppedEvent("call_end"), "from_call_start from_call_answer to_call_start to_call_answer report"),
        ["each twice"] = (Fault.RepeatedCallback().OnEvents(), "from_call_start from_call_start from_call_answer from_call_answer to_call_start to_call_start to_call_answer to_call_answer call_end call_end report"),
        ["the report thrice"] = (Fault.RepeatedCallback(3), "from_call_start from_call_answer to_call_start to_call_answer call_end report report report"),
        ["reversed"] = (Fault.ReversedEvents(), "call_end to_call_answer to_call_start from_call_answer from_call_start report"),
        ["a weaker one afterwards"] = (Fault.WeakerAfterwards(), "from_call_start from_call_answer to_call_start to_call_answer call_end report report"),
    };

    public static TheoryData<string> TellingNames => [.. Tellings.Keys];

    [Theory]
    [MemberData(nameof(TellingNames))]
    public async Task What_is_told_can_be_more_or_less_or_in_another_order(string name)
    {
        await using var line = await IoLine.OpenAsync();
        line.Platform.Next(Tellings[name].Fault);

        await line.PlayOutAsync(await line.DialAsync("919800000010"));
        Assert.Equal(Tellings[name].Told, string.Join(' ', line.Told()));

        await line.PlayOutAsync(await line.DialAsync("919800000010"));
        Assert.Equal([.. IoLine.TwoLegs, "report"], line.Told().TakeLast(6));
    }

    [Fact]
    public async Task Shuffled_events_come_in_the_order_of_the_seed_and_never_in_the_right_one()
    {
        var orders = new List<string>();
        foreach (var seed in Enumerable.Range(0, 20).Append(0))
        {
            await using var line = await IoLine.OpenAsync(options => options with { Seed = seed });
            line.Platform.Always(Fault.ShuffledEvents());

            await line.PlayOutAsync(await line.DialAsync("919800000010"));

            Assert.Equal("report", line.Told()[^1]);
            Assert.Equal(IoLine.TwoLegs.Order(), line.Told().SkipLast(1).Order());
            orders.Add(string.Join(' ', line.Told()));
        }

        Assert.Equal(orders[0], orders[^1]);
        Assert.True(orders.Distinct().Count() > 5, string.Join('\n', orders));
        Assert.DoesNotContain(string.Join(' ', IoLine.TwoLegs) + " report", orders);
    }

    [Fact]
    public async Task A_single_event_has_no_other_order()
    {
        await using var line = await IoLine.OpenAsync();
        line.Platform.Always(Fault.ShuffledEvents());
        using var answer = await line.PostAsync(IoLine.Path("click-to-call"), IoLine.ClickToCall("919800000010", ("callback", line.Callback(["call_end"]))));

        await line.PlayOutAsync(line.Platform.Calls.Single());

        Assert.Equal(["call_end"], line.Told());
    }

    [Fact]
    public async Task Late_events_come_each_after_its_time_and_do_not_hold_up_the_report()
    {
        await using var line = await IoLine.OpenAsync();
        line.Platform.Next(Fault.LateCallback(TimeSpan.FromHours(1)).OnEvents());
        var call = await line.DialAsync("919800000010");

        line.Line.Pass(60);
        await Line.Within(line.Platform.WaitForCallbackAsync(sent => sent.Event is null, Cancel), "the report");
        Assert.Equal(["report"], line.Told());
        line.Line.Pass(3600);
        await Line.Within(line.ToldAsync(call), "the late events");

        Assert.Equal(["report", .. IoLine.TwoLegs], line.Told());
    }

    [Fact]
    public async Task A_late_report_comes_after_its_time()
    {
        await using var line = await IoLine.OpenAsync();
        line.Platform.Next(Fault.LateCallback(TimeSpan.FromHours(3)));
        var call = await line.DialAsync("919800000010");
        line.Line.Pass(13);
        await Line.Within(line.Line.Clock.PlannedAsync(TimeSpan.FromHours(3)), "the plan of a late report");
        Assert.Equal(IoLine.TwoLegs, line.Told());

        line.Line.Clock.Advance(TimeSpan.FromHours(3));
        await Line.Within(line.ToldAsync(call), "the late report");

        Assert.Equal("report", line.Told()[^1]);
    }

    /// <summary>Fault, and what the first event, the last and the report contain, in their addresses or bodies.</summary>
    private static Dictionary<string, (Fault Fault, string First, string Last, string Report)> Spoils { get; } = new()
    {
        ["events as a form"] = (Fault.FormPost().OnEvents(), "POST /event e=from_call_start&id=", "POST /event e=call_end&id=", "GET /report?ref=R1&id="),
        ["events as json"] = (Fault.JsonPost().OnEvents(), "POST /event {\"e\":\"from_call_start\",\"id\":\"", "POST /event {\"e\":\"call_end\",\"id\":\"", "GET /report?ref=R1&id="),
        ["the report as a form"] = (Fault.FormPost(), "GET /event?e=from_call_start&id=", "GET /event?e=call_end&id=", "POST /report ref=R1&id="),
        ["the report as json"] = (Fault.JsonPost(), "GET /event?e=from_call_start&id=", "GET /event?e=call_end&id=", "POST /report {\"ref\":\"R1\",\"id\":\""),
        ["braces in events"] = (Fault.LiteralVariables().OnEvents(), "GET /event?e={event}&id={{id}}&caller={{caller}}&callee={callee}&status={status}", "GET /event?e={event}&id={{id}}&caller={{caller}}&callee={callee}&status={status}", "GET /report?ref=R1&id="),
        ["braces in the report"] = (Fault.LiteralVariables(), "GET /event?e=from_call_start&id=", "GET /event?e=call_end&id=", "GET /report?ref=R1&id={id}&status={status}&caller={caller}"),
        ["nothing known is empty"] = (Fault.EmptyVariables(), "callee=919800000010&status=&ringtime=&billsec=", "callee=919800000010&status=ANSWER&ringtime=3&billsec=8", "&status=ANSWER&"),
        ["events without id"] = (Fault.CallbackWithoutId().OnEvents(), "e=from_call_start&id=&caller=", "e=call_end&id=&caller=", "&status=ANSWER&"),
        ["a report without id"] = (Fault.CallbackWithoutId(), "callee=919800000010&", "callee=919800000010&", "?ref=R1&id=&status=ANSWER&"),
        ["national numbers in events"] = (Fault.OtherNumberForm(NumberForm.National).OnEvents(), "&caller=9800000001&callee=9800000010&", "&caller=9800000001&callee=9800000010&", "&caller=919800000001&callee=919800000010&bridge=918000000000&"),
        ["numbers with a plus in the report"] = (Fault.OtherNumberForm(NumberForm.WithPlus), "&caller=919800000001&", "&caller=919800000001&", "&caller=%2B919800000001&callee=%2B919800000010&bridge=%2B918000000000&"),
        ["a weaker one afterwards"] = (Fault.WeakerAfterwards(), "e=from_call_start", "&status=ANSWER&", "&status=NOANSWER_CHANNEL2&caller=919800000001&callee=919800000010&bridge=918000000000&ringtime=3&billsec=0&credits=0&"),
    };

    public static TheoryData<string> SpoilNames => [.. Spoils.Keys];

    [Theory]
    [MemberData(nameof(SpoilNames))]
    public async Task What_is_told_can_be_told_otherwise(string name)
    {
        await using var line = await IoLine.OpenAsync();
        line.Platform.Next(Spoils[name].Fault);

        await line.PlayOutAsync(await line.DialAsync("919800000010"));

        var received = line.Line.Receiver.All.Select(one => $"{one.Verb} {one.Target} {one.Body}").ToArray();
        Assert.Contains(Spoils[name].First, received[0], StringComparison.Ordinal);
        Assert.Contains(Spoils[name].Last, received[4], StringComparison.Ordinal);
        Assert.Contains(Spoils[name].Report, received[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Event_faults_add_up_and_wait_for_a_call_that_tells_events()
    {
        await using var line = await IoLine.OpenAsync();
        line.Platform.Always(Fault.DroppedEvent("to_call_start"));
        line.Platform.Always(Fault.DroppedEvent("to_call_answer"));
        line.Platform.Next(Fault.FormPost().OnEvents());
        using var silent = await line.PostAsync(IoLine.Path("click-to-call"), IoLine.ClickToCall("919800000010"));

        await line.PlayOutAsync(await line.DialAsync("919800000010"));

        Assert.Equal(["from_call_start", "from_call_answer", "call_end", "report"], line.Told());
        Assert.Equal("POST", line.Line.Receiver.All[0].Verb);
    }

    [Fact]
    public void What_makes_no_sense_of_live_events_is_said()
    {
        Assert.Throws<InvalidOperationException>(() => Fault.WeakerAfterwards().OnEvents());
        Assert.Throws<InvalidOperationException>(() => Fault.ServerError().OnEvents());
        Assert.Throws<InvalidOperationException>(() => Fault.ShuffledEvents().OnReports());
        Assert.Throws<ArgumentException>(() => Fault.DroppedEvent("from_call_end"));
        Assert.Throws<ArgumentException>(() => Fault.EventFirst("dlr"));
    }

    [Theory]
    [InlineData("""{"fault":"json-post","on":"event"}""", 204)]
    [InlineData("""{"fault":"dropped-event","event":"call_end"}""", 204)]
    [InlineData("""{"fault":"event-first","event":"to_call_start","seconds":1}""", 204)]
    [InlineData("""{"fault":"recording-elsewhere","address":"http://127.0.0.1:9/x"}""", 204)]
    [InlineData("""{"fault":"without-id","missing":"empty_object"}""", 204)]
    [InlineData("""{"fault":"dropped-event","event":"dlr"}""", 400)]
    [InlineData("""{"fault":"recording-elsewhere","address":"/x"}""", 400)]
    [InlineData("""{"fault":"weaker-afterwards","on":"event"}""", 400)]
    [InlineData("""{"fault":"reversed-events","on":"callback"}""", 400)]
    public async Task They_can_be_asked_for_over_http(string body, int status)
    {
        await using var line = await IoLine.OpenAsync();

        using var answer = await line.PostJsonAsync("control/faults", body);

        Assert.Equal(status, (int)answer.StatusCode);
    }
}
