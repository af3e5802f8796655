using System.Text.Json;

namespace Offhook.Simulator.Tests;

public sealed class BothPlatformsTests
{
    [Fact]
    public async Task Calls_of_both_run_side_by_side_and_each_log_knows_its_own()
    {
        await using var line = await IoLine.OpenAsync();
        var legacy = await line.Line.DialAsync("9800000010");
        var io = await line.DialAsync("919800000012");
        line.Line.Pass(60);
        await Line.Within(line.ToldAsync(legacy), "the legacy callback");
        await Line.Within(line.ToldAsync(io), "the events");

        var legacyLog = await line.Line.AskAsync(("method", "dial"));
        var byForeignId = await line.Line.AskAsync(("method", "dial.callreports"), ("id", io.Id));
        using var ioLog = await line.GetAsync(IoLine.Path("call-logs"));

        Assert.Equal([legacy.RowId.ToString()], Ids(legacyLog));
        Assert.Equal([io.Id], Ids(await IoLine.ReadAsync(ioLog)));
        Assert.Empty(Ids(byForeignId));
        Assert.Equal((Wire.Legacy, Wire.Io), (line.Platform.Calls[0].Wire, line.Platform.Calls[1].Wire));
        Assert.Equal(("", ""), (legacy.RecordingId, line.Line.Call(io.Id).RecordPath));
        Assert.Equal(["9800000001", "919800000001", "9800000010", "919800000012"], line.Platform.Rings.Select(ring => ring.Number));
        Assert.Equal(["dial.click2call", "click-to-call"], line.Platform.Dials.Select(dial => dial.Method));
    }

    [Fact]
    public async Task One_script_serves_both_each_in_its_own_words()
    {
        await using var line = await IoLine.OpenAsync();
        line.Platform.Script("9800000010", new Script { Customer = new(LegOutcome.Busy, TimeSpan.FromSeconds(1)), Talk = null });

        var legacy = await line.Line.DialAsync("9800000010");
        var io = await line.DialAsync("919800000010");
        line.Line.Pass(60);

        Assert.Equal(("BUSY", "BUSY_CHANNEL2"), (line.Line.Call(legacy.Id).Status, line.Line.Call(io.Id).Status));
    }

    [Fact]
    public async Task A_fault_that_makes_no_sense_on_one_wire_waits_for_the_other()
    {
        await using var line = await IoLine.OpenAsync();
        line.Platform.Next(Fault.XmlBody());
        line.Platform.Next(Fault.WrongRegion());
        line.Platform.Next(Fault.IdAsText());

        using var io = await line.PostAsync(IoLine.Path("click-to-call"), IoLine.ClickToCall("919800000010"));
        using var xml = await line.Line.PostAsync(line.Line.ClickToCall("9800000010"));
        using var text = await line.Line.PostAsync(line.Line.ClickToCall("9800000010"));

        Assert.Equal((401, "application/xml", "application/json"), ((int)io.StatusCode, xml.Content.Headers.ContentType?.MediaType, text.Content.Headers.ContentType?.MediaType));
        Assert.Equal([FaultKind.XmlBody, FaultKind.IdAsText], line.Platform.Dials.Select(dial => dial.Fault));
    }

    [Fact]
    public async Task The_legacy_platforms_key_is_no_key_of_kaleyra_io()
    {
        await using var line = await IoLine.OpenAsync(options => options with { ApiKey = "A0000000000000000000000000000fake" });

        using var answer = await line.Line.PostToAsync(IoLine.Path("click-to-call"), IoLine.ClickToCall("919800000010"));
        var good = await line.DialAsync("919800000010");
        await line.Line.DialAsync("9800000010");

        Assert.Equal((401, 2), ((int)answer.StatusCode, line.Platform.Calls.Count));
        Assert.Equal(Wire.Io, good.Wire);
    }

    [Fact]
    public async Task Both_have_an_address_of_their_own_on_one_server()
    {
        await using var line = await IoLine.OpenAsync();

        Assert.Equal((line.Line.Host.Address, "/"), (line.Line.Host.IoAddress, line.Line.Host.IoAddress.AbsolutePath));
    }

    [Fact]
    public void The_account_of_kaleyra_io_is_an_option_of_the_program()
    {
        var options = CommandLine.Read(["--io-sid", "HX0000000007IN", "--io-bridge", "918000000000"]);

        Assert.Equal(("HX0000000007IN", "918000000000"), (options.IoSid, options.IoBridge));
        Assert.Equal(("HX0000000000IN", null), (CommandLine.Read([]).IoSid, CommandLine.Read([]).IoBridge));
    }

    [Theory]
    [InlineData("--io-sid", "HX/..", "The SID")]
    [InlineData("--io-sid", "", "The SID")]
    [InlineData("--io-bridge", "8000000000", "The bridge")]
    [InlineData("--io-bridge", "+918000000000", "The bridge")]
    public void A_wrong_account_is_one_clear_sentence(string option, string value, string says)
    {
        var wrong = Assert.Throws<ArgumentException>(() => CommandLine.Read([option, value]));

        Assert.StartsWith(says, wrong.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", wrong.Message, StringComparison.Ordinal);
    }

    private static string[] Ids(JsonElement answer) => [.. answer.GetProperty("data").EnumerateArray().Select(row => row.GetProperty("id").GetString()!)];
}
