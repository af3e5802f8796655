using Offhook.Gateway.Providers.Kaleyra;
using Offhook.Gateway.Providers.KaleyraIo;
using Offhook.Kaleyra;

namespace Offhook.Gateway.Tests.Providers.KaleyraIo;

public sealed class IoLogTests
{
    [Theory]
    [InlineData("click_to_call", LoggedService.ClickToCall)]
    [InlineData("Click To Call", LoggedService.ClickToCall)]
    [InlineData("C2C", LoggedService.ClickToCall)]
    [InlineData("incoming", LoggedService.Inbound)]
    [InlineData("INBOUND", LoggedService.Inbound)]
    [InlineData("Missed call", LoggedService.Inbound)]
    [InlineData("outbound", LoggedService.Outbound)]
    [InlineData("OBD", LoggedService.Outbound)]
    [InlineData("flow", LoggedService.Outbound)]
    [InlineData("outgoing", LoggedService.Outbound)]
    [InlineData("qwerty", LoggedService.ClickToCall)]
    [InlineData("", LoggedService.ClickToCall)]
    [InlineData(null, LoggedService.ClickToCall)]
    internal void The_kind_of_a_row_of_two_numbers_is_read_by_what_its_word_holds(string? word, LoggedService service) =>
        Assert.Equal(service, IoLogReads.ServiceOf(new LogRow { Service = word, From = "919800000001", To = "919800000010" }));

    [Theory]
    [InlineData("click_to_call", LoggedService.ClickToCall)]
    [InlineData("incoming", LoggedService.Inbound)]
    [InlineData("qwerty", LoggedService.Outbound)]
    [InlineData(null, LoggedService.Outbound)]
    internal void A_row_of_one_number_and_no_known_word_is_an_outbound_call(string? word, LoggedService service) =>
        Assert.Equal(service, IoLogReads.ServiceOf(new LogRow { Service = word, To = "919800000010" }));

    [Theory]
    [InlineData("QUFBQTAwMDA=")]
    [InlineData("a+b/c==")]
    [InlineData("recording:1")]
    [InlineData("50%25 &?#")]
    public void A_recordings_id_comes_back_as_it_was(string id)
    {
        var name = RecordingName.Of(id);

        Assert.NotNull(name);
        Assert.True(RecordingName.TryRead(name, out var read));
        Assert.Equal(id, read);
        Assert.Matches("^recording:[A-Za-z0-9%._~-]+$", name);
    }

    [Fact]
    public void An_id_as_long_as_a_link_is_none() =>
        Assert.Equal((true, false), (RecordingName.Of(new string('a', 1024 - "recording:".Length)) is not null, RecordingName.Of(new string('a', 1025 - "recording:".Length)) is not null));

    [Theory]
    [InlineData("")]
    [InlineData("recording:")]
    [InlineData("recording:%20")]
    [InlineData("RECORDING:1")]
    [InlineData("https://storage.example.test/rec/0001.mp3")]
    public void Anything_else_names_no_recording(string name) => Assert.False(RecordingName.TryRead(name, out _));
}
