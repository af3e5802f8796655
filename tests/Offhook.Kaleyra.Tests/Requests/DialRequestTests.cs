using Offhook.Kaleyra.Legacy;

namespace Offhook.Kaleyra.Tests.Requests;

public sealed class DialRequestTests
{
    private const string Yes = """{"status":"200","message":"OK","data":{"id":"c2c_000000000000001"}}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_click_to_call_goes_out_as_one_form_with_the_key_in_a_header()
    {
        await using var server = RawServer.Replying(200, Yes);
        var client = Given.Client(server.Address);
        var template = CallbackTemplate.Build(new Uri("https://calls.example.test/hooks"), Given.Reference, Given.Token, CallbackKind.ClickToCall);

        await client.DialClickToCallAsync(new ClickToCall("+919800000001", "919800000002", template) { CallerId = "8000000000", Custom = "ours-1" }, Cancel);

        var request = Assert.Single(server.Requests);
        Assert.StartsWith("POST /v1/ HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Contains($"x-api-key: {Given.Key}\r\n", request, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/x-www-form-urlencoded\r\n", request, StringComparison.Ordinal);
        Assert.Contains("Accept: application/json\r\n", request, StringComparison.Ordinal);
        Assert.Equal(
            [
                new("method", "dial.click2call"), new("format", "json"), new("caller", "9800000001"), new("receiver", "9800000002"), new("caller_id", "8000000000"),
                new("custom", "ours-1"), new("return", "1"), new("callback", template),
            ],
            Given.FieldsOf(request));
    }

    [Fact]
    public async Task The_callback_is_escaped_once()
    {
        await using var server = RawServer.Replying(200, Yes);
        var template = CallbackTemplate.Build(new Uri("https://calls.example.test/hooks"), "r", "t", CallbackKind.ClickToCall);

        await Given.Client(server.Address).DialClickToCallAsync(Given.Dial with { CallbackTemplate = template }, Cancel);

        Assert.EndsWith($"&callback={Uri.EscapeDataString(template)}", Assert.Single(server.Requests), StringComparison.Ordinal);
        Assert.Contains("callback=https%3A%2F%2Fcalls.example.test%2Fhooks%3Fref%3Dr%26t%3Dt%26id%3D%7Bid%7D", server.Requests[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_optional_is_sent_unasked_and_the_provider_is_never_asked_to_retry()
    {
        await using var server = RawServer.Replying(200, Yes);
        var client = Given.Client(server.Address);

        await client.DialClickToCallAsync(Given.Dial, Cancel);
        await client.DialVoiceAsync(new VoiceCall(Given.Customer, "123.sound", null), Cancel);

        Assert.Equal(["method", "format", "caller", "receiver", "return"], Given.FieldsOf(server.Requests[0]).Select(field => field.Key));
        Assert.Equal(["method", "format", "numbers", "play", "return"], Given.FieldsOf(server.Requests[1]).Select(field => field.Key));
    }

    [Fact]
    public async Task The_key_travels_in_the_body_when_that_is_set()
    {
        await using var server = RawServer.Replying(200, Yes);
        var client = Given.Client(server.Address, change: options => options with { KeyPlacement = KeyPlacement.Body });

        await client.DialClickToCallAsync(Given.Dial, Cancel);

        Assert.Contains(new("api_key", Given.Key), Given.FieldsOf(server.Requests[0]));
        Assert.DoesNotContain("x-api-key", server.Requests[0], StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("9800000002", NumberFormat.National, "9800000002")]
    [InlineData("919800000002", NumberFormat.National, "9800000002")]
    [InlineData("+919800000002", NumberFormat.National, "9800000002")]
    [InlineData("9800000002", NumberFormat.E164WithoutPlus, "919800000002")]
    [InlineData("+919800000002", NumberFormat.E164WithoutPlus, "919800000002")]
    [InlineData("9198000000", NumberFormat.National, "9198000000")]
    [InlineData("+14155550100", NumberFormat.National, "14155550100")]
    [InlineData("14155550100", NumberFormat.E164WithoutPlus, "14155550100")]
    public async Task Numbers_are_written_as_the_account_wants_them(string given, NumberFormat format, string sent)
    {
        await using var server = RawServer.Replying(200, Yes);
        var client = Given.Client(server.Address, change: options => options with { NumberFormat = format });

        await client.DialClickToCallAsync(new ClickToCall("9876543210", given, null), Cancel);

        Assert.Contains(new("receiver", sent), Given.FieldsOf(server.Requests[0]));
    }

    [Theory]
    [InlineData("123.sound", PlaySpelling.Prefix, "123.sound")]
    [InlineData("ivr:1234", PlaySpelling.Prefix, "ivr:1234")]
    [InlineData("1234.ivr", PlaySpelling.Prefix, "ivr:1234")]
    [InlineData("ivr:1234", PlaySpelling.Suffix, "1234.ivr")]
    [InlineData("IVR:1234", PlaySpelling.Suffix, "1234.ivr")]
    public async Task A_voice_call_goes_to_the_outbound_dialler_and_spells_an_ivr_as_set(string play, PlaySpelling spelling, string sent)
    {
        await using var server = RawServer.Replying(200, Yes);
        var client = Given.Client(server.Address, change: options => options with { PlaySpelling = spelling });

        await client.DialVoiceAsync(new VoiceCall("919800000002", play, "https://calls.example.test/h?ref=r") { Campaign = "Spring offer" }, Cancel);

        Assert.StartsWith("POST /api/v1/ HTTP/1.1\r\n", server.Requests[0], StringComparison.Ordinal);
        Assert.Equal(
            [
                new("method", "voice.call"), new("format", "json"), new("numbers", "9800000002"), new("play", sent), new("campaign", "Spring offer"), new("return", "1"),
                new("callback", "https://calls.example.test/h?ref=r"),
            ],
            Given.FieldsOf(server.Requests[0]));
    }

    [Fact]
    public async Task A_missing_slash_is_added_so_that_no_dial_is_redirected()
    {
        await using var server = RawServer.Replying(200, Yes);
        var client = Given.Client(new Uri(server.Address, "/v1"));

        await client.DialClickToCallAsync(Given.Dial, Cancel);

        Assert.StartsWith("POST /v1/ HTTP/1.1\r\n", server.Requests[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("100")]
    [InlineData("980000000")]
    [InlineData("09800000002")]
    [InlineData("98000-00002")]
    [InlineData("9800000002-9800000003")]
    [InlineData("9800000002^9800000003")]
    [InlineData("9800000002,9800000003")]
    [InlineData("98 0000 0002")]
    [InlineData("ivr:1234")]
    [InlineData("+9198000000")]
    [InlineData("+91980000000")]
    [InlineData("+6598000000")]
    [InlineData("++919800000002")]
    [InlineData("٩٨٠٠٠٠٠٠٠٢")]
    [InlineData("９８００００００２３")]
    [InlineData("1234567890123456")]
    public void What_is_not_one_phone_number_is_never_dialled(string number)
    {
        var failure = Assert.Throws<ArgumentException>(() => new ClickToCall(Given.Agent, number, null));
        Assert.Throws<ArgumentException>(() => new ClickToCall(number, Given.Customer, null));
        Assert.Throws<ArgumentException>(() => new VoiceCall(number, "123.sound", null));
        Assert.Throws<ArgumentException>(() => Given.Dial with { Customer = number });

        Assert.True(number.Trim().Length == 0 || !failure.Message.Contains(number, StringComparison.Ordinal), failure.Message);
    }

    [Theory]
    [InlineData("sound")]
    [InlineData(".sound")]
    [InlineData("1 2.sound")]
    [InlineData("ivr:")]
    [InlineData("ivr:12a")]
    [InlineData("http://example.test/a.wav")]
    public void What_is_neither_a_sound_nor_an_ivr_is_never_played(string play) =>
        Assert.Throws<ArgumentException>(() => new VoiceCall(Given.Customer, play, null));

    [Theory]
    [InlineData("calls.example.test/h")]
    [InlineData("ftp://calls.example.test/h")]
    [InlineData("https://calls.example.test/h? status={status}")]
    [InlineData("https://calls.example.test/h\r\nx: y")]
    public void What_is_no_web_address_is_no_callback(string template) =>
        Assert.Throws<ArgumentException>(() => Given.Dial with { CallbackTemplate = template });

    [Fact]
    public async Task Agent_and_customer_must_differ_in_whatever_spelling()
    {
        await using var server = RawServer.Replying(200, Yes);
        var client = Given.Client(server.Address);

        var failure = await Assert.ThrowsAsync<ArgumentException>(() => client.DialClickToCallAsync(new ClickToCall("9800000002", "+919800000002", null), Cancel));

        Assert.DoesNotContain("9800000002", failure.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }
}
