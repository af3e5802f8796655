namespace Offhook.Simulator.Tests;

public sealed class IoEventTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The customer's last two digits, what is told in order, the final word, ring time and talk.</summary>
    [Theory]
    [InlineData("10", "from_call_start from_call_answer to_call_start to_call_answer call_end report", "ANSWER", 3, 8)]
    [InlineData("20", "from_call_start call_end report", "NOANSWER_CHANNEL1", 30, 0)]
    [InlineData("21", "from_call_start from_call_answer to_call_start call_end report", "NOANSWER_CHANNEL2", 30, 0)]
    [InlineData("30", "from_call_start call_end report", "BUSY_CHANNEL1", 2, 0)]
    [InlineData("31", "from_call_start from_call_answer to_call_start call_end report", "BUSY_CHANNEL2", 2, 0)]
    [InlineData("40", "from_call_start from_call_answer to_call_start call_end report", "CANCEL", 6, 0)]
    [InlineData("41", "from_call_start from_call_answer to_call_start call_end report", "REJECTED", 4, 0)]
    [InlineData("51", "from_call_start from_call_answer to_call_start call_end report", "FAILED_CHANNEL2", 1, 0)]
    [InlineData("62", "call_end report", "MAXUSE", 0, 0)]
    [InlineData("14", "", "ANSWER", 3, 8)]
    public async Task Each_step_of_a_click_to_call_is_told_in_its_turn(string digits, string told, string status, int ringtime, int billsec)
    {
        await using var line = await IoLine.OpenAsync();

        var call = await line.PlayOutAsync(await line.DialAsync("9198000000" + digits));

        Assert.Equal(told, string.Join(' ', line.Told()));
        Assert.Equal((status, status), (call.Status, call.Words.Status));
        if (told.Length > 0)
        {
            Assert.Equal(
                $"/report?ref=R1&id={call.Id}&status={status}&caller=919800000001&callee=9198000000{digits}&bridge=918000000000&ringtime={ringtime}&billsec={billsec}&credits={(billsec > 0 ? 2 : 0)}&call_type=click_to_call",
                line.Line.Receiver.All[^1].Target);
            Assert.Equal($"/event?e=call_end&id={call.Id}&caller=919800000001&callee=9198000000{digits}&status={status}&ringtime={ringtime}&billsec={billsec}", line.Line.Receiver.All[^2].Target);
        }
    }

    [Theory]
    [InlineData("10", "call_start call_answer call_end report", "ANSWER")]
    [InlineData("21", "call_start call_end report", "NOANSWER")]
    [InlineData("31", "call_start call_end report", "BUSY")]
    [InlineData("61", "call_end report", "OUTGOING_RESTRICTED")]
    public async Task Each_step_of_an_outbound_call_is_told_in_its_turn(string digits, string told, string status)
    {
        await using var line = await IoLine.OpenAsync();

        var call = await line.PlayOutAsync(await line.DialOutboundAsync("9198000000" + digits));

        Assert.Equal((told, status), (string.Join(' ', line.Told()), call.ObdStatus));
        Assert.Contains($"&status={status}&caller=918000000000&callee=9198000000{digits}&", line.Line.Receiver.All[^1].Target, StringComparison.Ordinal);
    }

    public static TheoryData<string> Digits => [.. Scenarios.All.Select(scenario => scenario.Digits)];

    [Theory]
    [MemberData(nameof(Digits))]
    public async Task A_call_ends_as_its_digits_say(string digits)
    {
        await using var line = await IoLine.OpenAsync();
        var expected = IoEnding.Of(Scenarios.All.Single(scenario => scenario.Digits == digits).Script);

        var two = await line.PlayOutAsync(await line.DialAsync("9198000000" + digits));
        var one = await line.PlayOutAsync(await line.DialOutboundAsync("9198000000" + digits));

        Assert.Equal(expected, (two.Status, one.Status));
        Assert.Equal(two.TalkingSince is not null, two.RecordingId.Length > 0);
        Assert.Equal("", two.RecordPath);
    }

    [Fact]
    public async Task What_an_event_does_not_know_yet_stays_in_braces_whichever_they_were()
    {
        await using var line = await IoLine.OpenAsync();

        var call = await line.PlayOutAsync(await line.DialAsync("919800000010"));

        Assert.Equal(new Received("GET", $"/event?e=from_call_start&id={call.Id}&caller=919800000001&callee=919800000010&status={{status}}&ringtime={{{{ringtime}}}}&billsec={{billsec}}", null, ""), line.Line.Receiver.All[0]);
    }

    [Fact]
    public async Task Each_event_comes_when_it_happens()
    {
        await using var line = await IoLine.OpenAsync();
        var call = await line.DialAsync("919800000099");

        foreach (var (name, act) in new (string, Action)[]
        {
            ("from_call_start", () => { }),
            ("to_call_start", () => line.Platform.Answer(call.Id, Side.Agent)),
            ("to_call_answer", () => line.Platform.Answer(call.Id, Side.Customer)),
            ("call_end", () => line.Platform.HangUp(call.Id, Side.Agent)),
        })
        {
            Assert.DoesNotContain(name, name == "from_call_start" ? [] : line.Told());
            act();
            await Line.Within(line.Platform.WaitForCallbackAsync(sent => sent.Event == name, Cancel), name);
        }

        Assert.Equal(IoLine.TwoLegs, line.Told().Take(5));
    }

    [Fact]
    public async Task The_report_knows_the_variables_of_its_kind_and_leaves_all_others_alone()
    {
        await using var line = await IoLine.OpenAsync();
        using var answer = await line.PostAsync(
            IoLine.Path("outbound"), ("to", "919800000010"), ("bridge", IoLine.Bridge), ("target", """[{"flow":"F 7"}]"""),
            ("dlrurl", line.Line.Receiver.Address + "/r?a={flow_id}&b={keypress}&c={{keypress:W1}}&d={api:x.y}&e={event}&f={foo}&g={call_type}&h={{starttime}}"));

        await line.PlayOutAsync(line.Platform.Calls.Single());

        Assert.Equal("/r?a=F%207&b=1&c=1&d={api:x.y}&e={event}&f={foo}&g=outbound&h={{starttime}}", Assert.Single(line.Line.Receiver.All).Target);
        Assert.Null(Assert.Single(line.Platform.Callbacks).Event);
    }

    [Fact]
    public async Task A_click_to_call_has_neither_keys_nor_flow()
    {
        await using var line = await IoLine.OpenAsync();
        using var answer = await line.PostAsync(IoLine.Path("click-to-call"), IoLine.ClickToCall("919800000010", ("dlrurl", line.Line.Receiver.Address + "/r?a={flow_id}&b={keypress}")));

        await line.PlayOutAsync(line.Platform.Calls.Single());

        Assert.Equal("/r?a={flow_id}&b={keypress}", Assert.Single(line.Line.Receiver.All).Target);
    }

    [Fact]
    public async Task Only_what_was_asked_for_is_told_to_each_who_asked()
    {
        await using var line = await IoLine.OpenAsync();
        var address = line.Line.Receiver.Address;
        using var answer = await line.PostAsync(
            IoLine.Path("click-to-call"),
            IoLine.ClickToCall("919800000010", ("callback", $$$"""{"To_Call_Answer":{"url":["{{{address}}}/a","{{{address}}}/b"]},"CALL_END":{"URL":["{{{address}}}/c"]}}""")));

        await line.PlayOutAsync(line.Platform.Calls.Single());

        Assert.Equal(["/a", "/b", "/c"], line.Line.Receiver.All.Select(received => received.Target));
        Assert.Equal(["to_call_answer", "to_call_answer", "call_end"], line.Told());
    }

    [Fact]
    public async Task A_receiver_that_is_not_there_does_not_keep_the_next_event_from_coming()
    {
        await using var line = await IoLine.OpenAsync();
        line.Line.Receiver.Answers = 503;
        var gone = await CallbackReceiver.StartAsync();
        await gone.DisposeAsync();
        using var answer = await line.PostAsync(
            IoLine.Path("click-to-call"),
            IoLine.ClickToCall("919800000010", ("callback", $$$"""{"from_call_start":{"url":["{{{gone.Address}}}/"]},"call_end":{"url":["{{{line.Line.Receiver.Address}}}/"]}}""")));

        await line.PlayOutAsync(line.Platform.Calls.Single());

        Assert.Equal([(true, null), (false, 503)], line.Platform.Callbacks.Select(sent => (sent.Problem is not null, sent.StatusCode)));
    }

    [Fact]
    public async Task A_test_can_have_the_addresses_with_other_values()
    {
        await using var line = await IoLine.OpenAsync();
        var dialled = await line.DialAsync("919800000010");
        var call = await line.PlayOutAsync(dialled);
        var sent = line.Line.Receiver.All.Select(received => line.Line.Receiver.Address + received.Target).ToArray();

        Assert.Equal(sent, IoLine.TwoLegs.Select(name => line.Platform.EventAddressOf(call, name)).Append(line.Platform.CallbackAddressOf(call)).Select(address => address.AbsoluteUri));
        Assert.EndsWith("&status=X%26Y&ringtime={{ringtime}}&billsec={billsec}", line.Platform.EventAddressOf(call, "from_call_start", new Dictionary<string, string> { ["status"] = "X&Y" }).AbsoluteUri, StringComparison.Ordinal);
        Assert.Contains("&status=BUSY_CHANNEL2&", line.Platform.CallbackAddressOf(call, new Dictionary<string, string> { ["status"] = "BUSY_CHANNEL2" }).AbsoluteUri, StringComparison.Ordinal);
        Assert.Contains("&status=&", line.Platform.EventAddressOf(dialled, "call_end").AbsoluteUri, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => line.Platform.EventAddressOf(call, "call_start"));
    }

    [Fact]
    public async Task The_truth_can_be_read_as_json()
    {
        await using var line = await IoLine.OpenAsync();
        await line.PlayOutAsync(await line.DialAsync("919800000010"));

        using var answer = await line.GetAsync("control/state");

        var root = await IoLine.ReadAsync(answer);
        Assert.Equal("io", root.GetProperty("calls")[0].GetProperty("wire").GetString());
        Assert.Equal("from_call_start", root.GetProperty("calls")[0].GetProperty("event_targets")[0].GetProperty("event").GetString());
        Assert.Equal("from_call_start", root.GetProperty("callbacks")[0].GetProperty("event").GetString());
        Assert.Equal("click-to-call", root.GetProperty("dials")[0].GetProperty("method").GetString());
    }
}
