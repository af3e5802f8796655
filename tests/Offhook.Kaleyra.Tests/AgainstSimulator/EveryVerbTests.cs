using System.Net;
using Offhook.Kaleyra.Legacy;
using Offhook.Simulator;
using CallbackTemplate = Offhook.Kaleyra.Legacy.CallbackTemplate;

namespace Offhook.Kaleyra.Tests.AgainstSimulator;

/// <summary>The client against a stand-in that was written from the provider's documents alone, so that a misreading in one cannot hide in the other.</summary>
public sealed class EveryVerbTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(KeyPlacement.Header, NumberFormat.National)]
    [InlineData(KeyPlacement.Body, NumberFormat.E164WithoutPlus)]
    public async Task A_click_to_call_is_dialled_reported_and_found_in_every_log(KeyPlacement placement, NumberFormat format)
    {
        var clock = new ManualClock();
        await using var receiver = RawServer.Replying(200, "OK");
        await using var simulator = await StartAsync(clock);
        var client = Client(simulator, clock, options => options with { KeyPlacement = placement, NumberFormat = format });
        var template = CallbackTemplate.Build(receiver.Address, Given.Reference, Given.Token, CallbackKind.ClickToCall);

        var reply = await client.DialClickToCallAsync(new ClickToCall("9800000001", "9800000010", template) { Custom = "ours-1" }, Cancel);
        await PlayAsync(simulator, clock);
        await receiver.WaitForRequestAsync();
        var callback = KaleyraCallback.Read(QueryOf(receiver.Requests[0]), clock);
        var id = Assert.IsType<DialReply.Accepted>(reply).Id!;
        var status = Row(await client.ReadClickToCallStatusAsync(id, Cancel));
        var report = Row(await client.ReadCallReportAsync(id, Cancel));
        var listed = Row(await client.ReadClickToCallLogAsync(Given.Today with { Customer = "+919800000010" }, Cancel));
        var account = Row(await client.ReadAccountLogAsync(Given.Today, Cancel));
        var other = await client.ReadClickToCallLogAsync(Given.Today with { Customer = "9800000011" }, Cancel);

        var talk = TimeSpan.FromSeconds(8);
        Assert.Equal((Given.Reference, Given.Token, id), (callback.Reference, callback.Token, callback.Id));
        Assert.Equal(("ANSWER", "ANSWER", "ANSWER", talk, Given.Then), (callback.Status, callback.Status1, callback.Status2, callback.Talk!.Value, callback.StartedAt!.Value));
        Assert.Empty(callback.Flags);
        Assert.Equal(("ANSWER", "ANSWER", "ANSWER", talk), (report.Status, report.AgentStatus, report.CustomerStatus, report.Talk!.Value));
        Assert.All([listed, account], row =>
        {
            Assert.Equal(("Click2Call", "ANSWER", talk, Given.Then), (row.Service, row.Status, row.Talk!.Value, row.StartedAt!.Value));
            Assert.Equal((callback.Duration, callback.EndedAt, callback.Recording), (row.Duration, row.EndedAt, row.Recording));
            Assert.Equal((callback.Operator, callback.Circle, callback.CallerId), (row.Operator, row.Circle, row.CallerId));
            Assert.EndsWith("9800000001", row.From, StringComparison.Ordinal);
            Assert.EndsWith("9800000010", row.To, StringComparison.Ordinal);
        });
        Assert.Equal("ANSWER", status.CustomerStatus);
        Assert.All([status, report, listed, account], row => Assert.Empty(row.Flags));
        Assert.Empty(Assert.IsType<LogReply.Rows>(other).Items);
    }

    [Fact]
    public async Task A_voice_call_is_dialled_reported_and_found()
    {
        var clock = new ManualClock();
        await using var receiver = RawServer.Replying(200, "OK");
        await using var simulator = await StartAsync(clock);
        var client = Client(simulator, clock);
        var template = CallbackTemplate.Build(receiver.Address, Given.Reference, Given.Token, CallbackKind.Voice);

        var reply = await client.DialVoiceAsync(new VoiceCall("9800000010", "1234.ivr", template), Cancel);
        await PlayAsync(simulator, clock);
        await receiver.WaitForRequestAsync();
        var callback = KaleyraCallback.Read(QueryOf(receiver.Requests[0]), clock);
        var id = Assert.IsType<DialReply.Accepted>(reply).Id!;
        var row = Row(await client.ReadVoiceStatusAsync(id, Cancel));

        Assert.Equal("ivr:1234", simulator.Platform.Calls[0].Plays);
        Assert.Equal((Given.Token, id), (callback.Token, callback.Id));
        Assert.Equal(StatusOutcome.Completed, KaleyraStatus.Read(callback.ObdStatus).Outcome);
        Assert.Equal((callback.Talk, callback.ObdStatus), (row.Talk, row.Status));
    }

    [Fact]
    public async Task A_call_that_still_rings_is_in_no_log()
    {
        var clock = new ManualClock();
        await using var simulator = await StartAsync(clock);
        var client = Client(simulator, clock);

        var id = Assert.IsType<DialReply.Accepted>(await client.DialClickToCallAsync(new ClickToCall("9800000001", "9800000010", null), Cancel)).Id!;

        Assert.Empty(Assert.IsType<LogReply.Rows>(await client.ReadCallReportAsync(id, Cancel)).Items);
        Assert.Empty(Assert.IsType<LogReply.Rows>(await client.ReadClickToCallStatusAsync(id, Cancel)).Items);
    }

    public static TheoryData<Fault, string> DialFaults => new()
    {
        { Fault.IdInArray(), "Accepted { Id = c2c_" },
        { Fault.IdAsText(), "Accepted { Id = c2c_" },
        { Fault.IdAtTop(), "Accepted { Id = c2c_" },
        { Fault.StatusWord(), "Accepted { Id = c2c_" },
        { Fault.StatusNumber(), "Accepted { Id = c2c_" },
        { Fault.TextBody(), "Accepted { Id = c2c_" },
        { Fault.XmlBody(), "Accepted { Id = c2c_" },
        { Fault.WithoutId(MissingId.Null), "Accepted { Id = none" },
        { Fault.WithoutId(MissingId.Absent), "Accepted { Id = none" },
        { Fault.WithoutId(MissingId.EmptyArray), "Accepted { Id = none" },
        { Fault.WithoutId(MissingId.EmptyText), "Accepted { Id = none" },
        { Fault.BusinessFailure(), "Refused { Kind = Rejected" },
        { Fault.NoCredit(), "Refused { Kind = Account" },
        { Fault.AddressRefused(), "Refused { Kind = Authentication" },
        { Fault.WrongKey(), "Refused { Kind = Authentication" },
        { Fault.TooManyRequests(TimeSpan.FromSeconds(7)), "Refused { Kind = SlowDown" },
        { Fault.ServerError(503), "Unknown { Why = HTTP 503" },
        { Fault.ServerError().ThatPlaces(), "Unknown { Why = HTTP 500" },
        { Fault.HtmlPage(), "Unknown { Why = HTTP 502" },
        { Fault.HtmlPage(200).ThatPlaces(), "Unknown { Why = an HTML page" },
        { Fault.InvalidJson(), "Unknown" },
        { Fault.EmptyBody(), "Unknown { Why = an empty answer" },
        { Fault.CutAfterPlacing(), "Unknown { Why = the connection broke before an answer" },
        { Fault.CutBeforePlacing(), "Unknown { Why = the connection broke before an answer" },
        { Fault.LargeBody(), "Unknown { Why = an answer of more than 64 kB" },
    };

    [Theory]
    [MemberData(nameof(DialFaults))]
    public async Task Every_spoilt_answer_to_a_dial_is_read_for_what_it_proves(Fault fault, string printed)
    {
        var clock = new ManualClock();
        await using var simulator = await StartAsync(clock);
        simulator.Platform.Next(fault);

        var reply = await Client(simulator, clock).DialClickToCallAsync(Given.Dial, Cancel);

        Assert.StartsWith(printed, reply.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, simulator.Platform.RequestsReceived["dial.click2call"]);
        Assert.Equal(fault.PlacesCall, simulator.Platform.Calls.Count == 1);
        Assert.True(reply is not DialReply.Refused || simulator.Platform.Calls.Count == 0, "A refused dial rang a phone.");
    }

    public static TheoryData<Fault> ReportFaults => [Fault.RowAsObject(), Fault.XmlBody().OnReports(), Fault.StatusWord().OnReports(), Fault.StatusNumber().OnReports()];

    [Theory]
    [MemberData(nameof(ReportFaults))]
    public async Task A_row_is_found_in_every_frame(Fault fault)
    {
        var clock = new ManualClock();
        await using var simulator = await StartAsync(clock);
        var client = Client(simulator, clock);
        var id = Assert.IsType<DialReply.Accepted>(await client.DialClickToCallAsync(new ClickToCall("9800000001", "9800000010", null), Cancel)).Id!;
        await PlayAsync(simulator, clock);
        simulator.Platform.Next(fault);

        var row = Row(await client.ReadCallReportAsync(id, Cancel));

        Assert.Equal(("ANSWER", TimeSpan.FromSeconds(8)), (row.CustomerStatus, row.Talk!.Value));
    }

    public static TheoryData<Fault> CallbackFaults =>
        [Fault.LiteralProvider(), Fault.EmptyRecording(), Fault.TextTimes(), Fault.MillisecondTimes(), Fault.OtherNumberForm(), Fault.FormPost(), Fault.JsonPost(), Fault.SpilledRecording()];

    [Theory]
    [MemberData(nameof(CallbackFaults))]
    public async Task A_spoilt_callback_still_says_what_it_knows(Fault fault)
    {
        var clock = new ManualClock();
        await using var receiver = RawServer.Replying(200, "OK");
        await using var simulator = await StartAsync(clock);
        simulator.Platform.Next(fault);
        var template = CallbackTemplate.Build(receiver.Address, Given.Reference, Given.Token, CallbackKind.ClickToCall);

        await Client(simulator, clock).DialClickToCallAsync(new ClickToCall("9800000001", "9800000010", template), Cancel);
        await PlayAsync(simulator, clock);
        await receiver.WaitForRequestAsync();
        var request = receiver.Requests[0];
        var callback = KaleyraCallback.ReadPost(QueryOf(request), request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..], clock);

        Assert.Equal((Given.Reference, Given.Token), (callback.Reference, callback.Token));
        Assert.Equal(("ANSWER", TimeSpan.FromSeconds(8), Given.Then), (callback.Status2, callback.Talk!.Value, callback.StartedAt!.Value));
        Assert.EndsWith("9800000010", callback.Receiver, StringComparison.Ordinal);
        var recording = $"https:{simulator.Platform.Calls[0].RecordPath}";
        var expected = fault.Kind switch
        {
            FaultKind.EmptyRecording => null,
            FaultKind.SpilledRecording => recording.Replace("?", "?v=2&", StringComparison.Ordinal) + "&x=1",
            _ => recording,
        };
        Assert.Equal(expected, callback.Recording?.AbsoluteUri);
        Assert.Equal(fault.Kind is FaultKind.LiteralProvider, callback.Operator is null);
        Assert.Empty(callback.Flags);
    }

    private static Task<SimulatorHost> StartAsync(TimeProvider clock) =>
        SimulatorHost.StartAsync(new SimulatorOptions { Address = new Uri($"http://{IPAddress.Loopback}:0"), Clock = clock, ApiKey = Given.Key }, Cancel);

    private static KaleyraLegacyClient Client(SimulatorHost simulator, TimeProvider clock, Func<KaleyraLegacyOptions, KaleyraLegacyOptions>? change = null) =>
        Given.Client(simulator.VoiceAddress, clock, options => (change ?? (same => same))(options with { ObdBaseAddress = simulator.ObdAddress }));

    private static async Task PlayAsync(SimulatorHost simulator, ManualClock clock)
    {
        var ended = simulator.Platform.WaitForCallAsync(call => call.State is CallState.Ended, Cancel);
        for (var second = 0; second < 120 && !ended.IsCompleted; second++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        await ended.WaitAsync(Patience, Cancel);
    }

    private static LogRow Row(LogReply reply) => Assert.Single(Assert.IsType<LogReply.Rows>(reply).Items);

    private static string QueryOf(string request)
    {
        var target = request.Split(' ')[1];
        return target.Contains('?', StringComparison.Ordinal) ? target[target.IndexOf('?', StringComparison.Ordinal)..] : "";
    }
}
