using System.Text.Json;
using Offhook.Kaleyra.Io;

namespace Offhook.Kaleyra.Tests.Io;

public sealed class IoDialRequestTests
{
    private const string Yes = """{"code":"RBC001","message":"Success","data":{"id":"00000000-0000-4000-8000-0000000000aa"},"error":{}}""";

    private static readonly string Report = IoCallbackTemplates.EndReport(IoGiven.Hooks, Given.Reference, Given.Token);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_click_to_call_goes_out_as_one_form_with_the_key_in_a_header()
    {
        await using var server = RawServer.Replying(202, Yes);
        var events = IoEventCallbacks.None.WithProfile(IoEventCallbacks.CallEnd, "00000000-0000-4000-8000-000000000001");

        await IoGiven.Client(server.Address).DialClickToCallAsync(new IoClickToCall("+919800000001", "9800000002") { EndReport = Report, Events = events }, Cancel);

        var request = Assert.Single(server.Requests);
        Assert.StartsWith("POST /v1/HX0000000000IN/voice/click-to-call HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Contains($"api-key: {Given.Key}\r\n", request, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/x-www-form-urlencoded\r\n", request, StringComparison.Ordinal);
        Assert.Contains("Accept: application/json\r\n", request, StringComparison.Ordinal);
        Assert.Equal(
            [
                new("from", "919800000001"), new("to", "919800000002"), new("bridge", "918000000000"), new("dlrurl", Report),
                new("callback", """{"call_end":{"callback_profile":["00000000-0000-4000-8000-000000000001"]}}"""),
            ],
            Given.FieldsOf(request));
    }

    [Fact]
    public async Task Reports_and_events_are_escaped_once()
    {
        await using var server = RawServer.Replying(202, Yes);
        var events = IoEventCallbacks.None.WithAddress(IoEventCallbacks.CallEnd, "https://calls.example.test/h?ref=r&t=t&id={{id}}");

        await IoGiven.Client(server.Address).DialClickToCallAsync(IoGiven.Dial with { EndReport = "https://calls.example.test/h?ref=r&t=t&id={id}", Events = events }, Cancel);

        Assert.EndsWith(
            "&dlrurl=https%3A%2F%2Fcalls.example.test%2Fh%3Fref%3Dr%26t%3Dt%26id%3D%7Bid%7D"
            + "&callback=%7B%22call_end%22%3A%7B%22url%22%3A%5B%22https%3A%2F%2Fcalls.example.test%2Fh%3Fref%3Dr%26t%3Dt%26id%3D%7B%7Bid%7D%7D%22%5D%7D%7D",
            Assert.Single(server.Requests),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_optional_is_sent_unasked_and_the_provider_is_never_asked_to_retry()
    {
        await using var server = RawServer.Replying(202, Yes);
        var client = IoGiven.Client(server.Address);

        await client.DialClickToCallAsync(IoGiven.Dial with { Events = IoEventCallbacks.None }, Cancel);
        await client.DialOutboundAsync(IoGiven.Speech, Cancel);

        Assert.Equal(["from", "to", "bridge"], Given.FieldsOf(server.Requests[0]).Select(field => field.Key));
        Assert.Equal(["to", "bridge", "target"], Given.FieldsOf(server.Requests[1]).Select(field => field.Key));
    }

    [Theory]
    [InlineData("9800000002", "919800000002")]
    [InlineData("919800000002", "919800000002")]
    [InlineData("+919800000002", "919800000002")]
    [InlineData("+14155550100", "14155550100")]
    [InlineData("14155550100", "14155550100")]
    public async Task Numbers_go_out_as_digits_with_the_country_code(string given, string sent)
    {
        await using var server = RawServer.Replying(202, Yes);
        var client = IoGiven.Client(server.Address, change: options => options with { Bridge = "+918000000000" });

        await client.DialOutboundAsync(IoGiven.Speech with { Customer = given }, Cancel);

        Assert.Equal([new("to", sent), new("bridge", "918000000000")], Given.FieldsOf(server.Requests[0]).Take(2));
    }

    [Theory]
    [InlineData("en-US", "Your parcel arrives today", """[{"message":{"language":"en-US","speed":"medium","text":"Your parcel arrives today"}}]""")]
    [InlineData("hi-IN", "नमस्ते & \"welcome\" + {name}", """[{"message":{"language":"hi-IN","speed":"medium","text":"नमस्ते & \"welcome\" + {name}"}}]""")]
    public async Task A_text_is_spoken(string language, string text, string target)
    {
        await using var server = RawServer.Replying(202, Yes);

        await IoGiven.Client(server.Address).DialOutboundAsync(new IoOutboundCall(Given.Customer, new IoTarget.Speech(text, language)) { EndReport = Report }, Cancel);

        Assert.StartsWith("POST /v1/HX0000000000IN/voice/outbound HTTP/1.1\r\n", server.Requests[0], StringComparison.Ordinal);
        Assert.Equal([new("to", "919800000002"), new("bridge", "918000000000"), new("target", target), new("dlrurl", Report)], Given.FieldsOf(server.Requests[0]));
    }

    [Theory]
    [InlineData(null, "FL_1", """[{"flow":{"id":"FL_1"}}]""")]
    [InlineData("{flow}", "FL_1", "FL_1")]
    [InlineData("""{"flow_id":"{flow}"}""", "a\"b", """{"flow_id":"a\u0022b"}""")]
    public async Task A_flow_is_named_as_the_account_is_set(string? template, string id, string target)
    {
        await using var server = RawServer.Replying(202, Yes);
        var client = IoGiven.Client(server.Address, change: options => template is null ? options : options with { FlowTarget = template });

        await client.DialOutboundAsync(new IoOutboundCall(Given.Customer, new IoTarget.Flow(id)), Cancel);

        Assert.Contains(new("target", target), Given.FieldsOf(server.Requests[0]));
    }

    [Theory]
    [InlineData("/", "/v1/HX0000000000IN/voice/click-to-call")]
    [InlineData("/kaleyra", "/kaleyra/v1/HX0000000000IN/voice/click-to-call")]
    public async Task The_account_stands_in_the_path(string under, string path)
    {
        await using var server = RawServer.Replying(202, Yes);

        await IoGiven.Client(server.Address, change: options => options with { BaseAddress = new Uri(server.Address, under) }).DialClickToCallAsync(IoGiven.Dial, Cancel);

        Assert.StartsWith($"POST {path} HTTP/1.1\r\n", server.Requests[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("100")]
    [InlineData("09800000002")]
    [InlineData("9800000002-9800000003")]
    [InlineData("9800000002,9800000003")]
    [InlineData("98 0000 0002")]
    [InlineData("+6598000000")]
    [InlineData("９８００００００２３")]
    public void What_is_not_one_phone_number_is_never_dialled(string number)
    {
        Assert.Throws<ArgumentException>(() => new IoClickToCall(Given.Agent, number));
        Assert.Throws<ArgumentException>(() => new IoClickToCall(number, Given.Customer));
        Assert.Throws<ArgumentException>(() => IoGiven.Speech with { Customer = number });
    }

    [Fact]
    public async Task Agent_and_customer_must_differ_in_whatever_spelling()
    {
        await using var server = RawServer.Replying(202, Yes);

        var failure = await Assert.ThrowsAsync<ArgumentException>(() => IoGiven.Client(server.Address).DialClickToCallAsync(new IoClickToCall("9800000002", "+919800000002"), Cancel));

        Assert.DoesNotContain("9800000002", failure.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public void What_cannot_be_spoken_or_run_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new IoTarget.Speech(" "));
        Assert.Throws<ArgumentException>(() => new IoTarget.Speech(new string('a', 1001)));
        Assert.Throws<ArgumentException>(() => new IoTarget.Speech("two\nlines"));
        Assert.Throws<ArgumentException>(() => new IoTarget.Speech("a\ud800"));
        Assert.Throws<ArgumentException>(() => new IoTarget.Speech("a", "English"));
        Assert.Throws<ArgumentException>(() => new IoTarget.Flow(""));
        Assert.Throws<ArgumentException>(() => new IoTarget.Flow("a b"));
        Assert.Throws<ArgumentNullException>(() => new IoOutboundCall(Given.Customer, null!));
        Assert.Equal(1000, new IoTarget.Speech(new string('a', 1000)).Text.Length);
    }

    [Theory]
    [InlineData("calls.example.test/h")]
    [InlineData("ftp://calls.example.test/h")]
    [InlineData("https://calls.example.test/h? status={status}")]
    public void What_is_no_web_address_is_no_callback(string template)
    {
        Assert.Throws<ArgumentException>(() => IoGiven.Dial with { EndReport = template });
        Assert.Throws<ArgumentException>(() => IoGiven.Speech with { EndReport = template });
        Assert.Throws<ArgumentException>(() => IoEventCallbacks.None.WithAddress(IoEventCallbacks.CallEnd, template));
    }

    [Fact]
    public void Events_are_an_object_by_their_names_and_at_most_ten()
    {
        var events = IoEventCallbacks.None
            .WithAddress("From_Call_Start", "https://calls.example.test/h?a=1&b=2")
            .WithProfile(IoEventCallbacks.CallEnd, "p-1")
            .WithAddress(IoEventCallbacks.CallEnd, "https://calls.example.test/{{id}}");
        var ten = Enumerable.Range(0, 10).Aggregate(IoEventCallbacks.None, (some, i) => some.WithProfile(IoEventCallbacks.CallEnd, $"p-{i}"));

        Assert.Equal(
            """{"from_call_start":{"url":["https://calls.example.test/h?a=1&b=2"]},"call_end":{"callback_profile":["p-1"],"url":["https://calls.example.test/{{id}}"]}}""",
            events.ToJson());
        Assert.Equal(10, JsonDocument.Parse(ten.ToJson()).RootElement.GetProperty("call_end").GetProperty("callback_profile").GetArrayLength());
        Assert.Throws<ArgumentException>(() => ten.WithProfile(IoEventCallbacks.CallStart, "p-10"));
        Assert.Throws<ArgumentException>(() => IoEventCallbacks.None.WithProfile("call end", "p-1"));
        Assert.Throws<ArgumentException>(() => IoEventCallbacks.None.WithProfile(IoEventCallbacks.CallEnd, ""));
        Assert.Equal("{}", IoEventCallbacks.None.ToJson());
    }
}
