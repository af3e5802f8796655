using System.Text.Json;

namespace Offhook.Simulator.Tests;

public sealed class CallbackTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_variable_stands_in_its_place_byte_for_byte()
    {
        await using var line = await Line.OpenAsync();

        var call = line.PlayOut(await line.DialAsync("9876543210"));

        Assert.Equal(
            new Received("GET", $"/hook?ref=R1&id={call.Id}&caller=9800000001&receiver=9876543210&status=ANSWER&status1=ANSWER&status2=ANSWER&duration=13&billsec=8&starttime=1771909200&endtime=1771909213&callerid=8000000000&provider={call.Carrier}&location={call.Circle}&recordpath={call.RecordPath}", null, ""),
            Assert.Single(await line.CallbacksAsync(1)));
        Assert.StartsWith("//127.0.0.1:", call.RecordPath, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_are_escaped_and_unknown_names_stay_as_they_are()
    {
        await using var line = await Line.OpenAsync();
        var number = Enumerable.Range(10, 90).Select(end => "98000010" + end).First(number => PhoneNumbers.CircleOf(number) == "UP EAST");
        line.Platform.Script(number, new Script());
        using var answer = await line.PostAsync(line.ClickToCall(number, template: "/h/{id}/ü?a={location}&b={foo}& c={callto}&d={calltime}&e={custom}#f"));

        var call = line.PlayOut(Assert.Single(line.Platform.Calls));

        var target = Assert.Single(await line.CallbacksAsync(1)).Target;
        Assert.Equal($"/h/{call.Id}/%C3%BC?a=UP%20EAST&b={{foo}}&%20c={number}&d=24%2F02%2F2026%2010%3A30%20AM&e=", target);
    }

    [Fact]
    public async Task An_outbound_call_speaks_of_obdstatus_and_leaves_status_alone()
    {
        await using var line = await Line.OpenAsync();

        var call = line.PlayOut(await line.DialOutboundAsync("9800000010"));

        Assert.Equal($"/hook?ref=R2&id={call.Id}&receiver=9800000010&obdstatus=COMPLETED&status={{status}}&keypress=1&duration=11&billsec=8&starttime=1771909200&endtime=1771909211", Assert.Single(await line.CallbacksAsync(1)).Target);
    }

    [Fact]
    public async Task A_test_can_have_the_address_with_other_values()
    {
        await using var line = await Line.OpenAsync();
        var call = line.PlayOut(await line.DialAsync("9800000021"));
        var sent = (await line.CallbacksAsync(1))[0].Target;

        var same = line.Platform.CallbackAddressOf(call);
        var other = line.Platform.CallbackAddressOf(call, new Dictionary<string, string> { ["status2"] = "BUSY", ["recordpath"] = "//a/?b=1&c=2" });
        using var answer = await line.Http.GetAsync(other, Cancel);

        Assert.Equal(line.Receiver.Address + sent, same.AbsoluteUri);
        Assert.Contains("&status2=BUSY&", line.Receiver.All[1].Target, StringComparison.Ordinal);
        Assert.EndsWith("&recordpath=//a/?b=1&c=2", line.Receiver.All[1].Target, StringComparison.Ordinal);
    }

    /// <summary>Fault, how many callbacks, what the last one's target (or body) contains.</summary>
    private static Dictionary<string, (Fault Fault, int Count, string Contains)> Table { get; } = new()
    {
        ["twice"] = (Fault.RepeatedCallback(), 2, "&status2=ANSWER&"),
        ["five times"] = (Fault.RepeatedCallback(5), 5, "&billsec=8&"),
        ["weaker afterwards"] = (Fault.WeakerAfterwards(), 2, "&status=NOANSWER&status1=ANSWER&status2=&duration=13&billsec=0&"),
        ["literal provider"] = (Fault.LiteralProvider(), 1, "&provider={provider}&"),
        ["empty recording"] = (Fault.EmptyRecording(), 1, "&recordpath="),
        ["text times"] = (Fault.TextTimes(), 1, "&starttime=2026-02-24%2010%3A30%3A00&endtime=2026-02-24%2010%3A30%3A13&"),
        ["millisecond times"] = (Fault.MillisecondTimes(), 1, "&starttime=1771909200000&endtime=1771909213000&"),
        ["numbers with 91"] = (Fault.OtherNumberForm(), 1, "&caller=919800000001&receiver=919800000010&"),
        ["numbers with +91"] = (Fault.OtherNumberForm(NumberForm.WithPlus), 1, "&caller=%2B919800000001&receiver=%2B919800000010&"),
        ["numbers with 0"] = (Fault.OtherNumberForm(NumberForm.WithZero), 1, "&caller=09800000001&receiver=09800000010&"),
        ["spilled recording"] = (Fault.SpilledRecording(), 1, "&x=1"),
        ["without id"] = (Fault.CallbackWithoutId(), 1, "?ref=R1&id=&caller="),
    };

    public static TheoryData<string> Names => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_spoilt_callback_is_exactly_so(string name)
    {
        await using var line = await Line.OpenAsync();
        var (fault, count, contains) = Table[name];
        line.Platform.Next(fault);

        line.PlayOut(await line.DialAsync("9800000010"));

        var received = await line.CallbacksAsync(count);
        Assert.Equal(count, received.Count);
        Assert.Contains(contains, received[^1].Target, StringComparison.Ordinal);
        if (fault.Kind is FaultKind.EmptyRecording)
        {
            Assert.EndsWith("&recordpath=", received[0].Target, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_callback_can_be_a_form()
    {
        await using var line = await Line.OpenAsync();
        line.Platform.Next(Fault.FormPost());

        var call = line.PlayOut(await line.DialAsync("9800000010"));

        var received = Assert.Single(await line.CallbacksAsync(1));
        Assert.Equal(("POST", "/hook"), (received.Verb, received.Target));
        Assert.StartsWith("application/x-www-form-urlencoded", received.ContentType, StringComparison.Ordinal);
        Assert.StartsWith($"ref=R1&id={call.Id}&caller=9800000001&", received.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_callback_can_be_json()
    {
        await using var line = await Line.OpenAsync();
        line.Platform.Next(Fault.JsonPost());

        var call = line.PlayOut(await line.DialAsync("9800000010"));

        var received = Assert.Single(await line.CallbacksAsync(1));
        using var json = JsonDocument.Parse(received.Body);
        Assert.Equal(("POST", "/hook"), (received.Verb, received.Target));
        Assert.Equal(("R1", call.Id), (json.RootElement.GetProperty("ref").GetString(), json.RootElement.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task Callback_faults_add_up()
    {
        await using var line = await Line.OpenAsync();
        line.Platform.Always(Fault.TextTimes());
        line.Platform.Next(Fault.FormPost());

        line.PlayOut(await line.DialAsync("9800000010"));

        Assert.Contains("&starttime=2026-02-24%20", Assert.Single(await line.CallbacksAsync(1)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_callback_may_never_come_while_the_next_one_does()
    {
        await using var line = await Line.OpenAsync();
        line.Platform.Next(Fault.NoCallback());
        var silent = line.PlayOut(await line.DialAsync("9800000010"));
        await Line.Within(line.Platform.ReportedAsync(silent.Id).ContinueWith(_ => true, TaskScheduler.Default), "the end that nobody hears of");

        var told = line.PlayOut(await line.DialAsync("9800000010"));

        Assert.Contains(told.Id, Assert.Single(await line.CallbacksAsync(1)).Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_late_callback_comes_after_its_time()
    {
        await using var line = await Line.OpenAsync();
        line.Platform.Next(Fault.LateCallback(TimeSpan.FromHours(3)));
        await line.DialAsync("9800000010");
        line.Pass(13);
        await Line.Within(line.Clock.PlannedAsync(TimeSpan.FromHours(3)), "the plan of a late callback");

        line.Clock.Advance(TimeSpan.FromHours(3));

        var sent = await Line.Within(line.Platform.WaitForCallbackAsync(_ => true, Cancel), "a late callback");
        Assert.Equal(new TimeSpan(3, 0, 13), sent.At - Line.Start);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(302)]
    [InlineData(404)]
    [InlineData(503)]
    public async Task Whatever_the_receiver_answers_it_is_kept_and_nothing_is_sent_again(int status)
    {
        await using var line = await Line.OpenAsync();
        line.Receiver.Answers = status;

        line.PlayOut(await line.DialAsync("9800000010"));
        await line.CallbacksAsync(1);
        line.Pass(86_400);

        Assert.Equal((status, null), (Assert.Single(line.Platform.Callbacks).StatusCode, line.Platform.Callbacks[0].Problem));
        Assert.Single(line.Receiver.All);
    }

    [Fact]
    public async Task A_receiver_that_is_not_there_is_kept_as_a_problem()
    {
        await using var line = await Line.OpenAsync();
        var address = line.Receiver.Address;
        await line.Receiver.DisposeAsync();
        using var answer = await line.PostAsync([.. line.ClickToCall("9800000010").Where(field => field.Item1 != "callback"), ("callback", address + "/?id={id}")]);

        line.PlayOut(Assert.Single(line.Platform.Calls));

        var attempt = await Line.Within(line.Platform.WaitForCallbackAsync(_ => true, Cancel), "the failed callback");
        Assert.Null(attempt.StatusCode);
        Assert.NotNull(attempt.Problem);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest", false)]
    [InlineData("http://calls.example.test/hook", false)]
    [InlineData("http://10.0.0.1/", false)]
    [InlineData("http://127.0.0.1.example.test/", false)]
    [InlineData("http://user@127.0.0.1/", false)]
    [InlineData("ftp://127.0.0.1/", false)]
    [InlineData("http://localhost:9/x", true)]
    [InlineData("http://127.8.0.1:9/x", true)]
    [InlineData("http://[::1]:9/x", true)]
    [InlineData("https://named.example.test/x", true)]
    public async Task Callbacks_go_to_this_machine_and_to_named_hosts_only(string address, bool admitted)
    {
        await using var line = await Line.OpenAsync(options => options with { CallbackHosts = ["named.example.test"] });

        var answer = await line.AskAsync(("method", "dial.click2call"), ("caller", "9800000001"), ("receiver", "9800000099"), ("callback", address));

        Assert.Equal(admitted ? "200" : "E601", answer.GetProperty("status").GetString());
        Assert.Equal(admitted ? 1 : 0, line.Platform.Calls.Count);
    }
}
