using Microsoft.Extensions.Options;
using Offhook.Kaleyra.Io;

namespace Offhook.Kaleyra.Tests.Io;

public sealed class IoOptionsTests
{
    private static readonly KaleyraIoOptions Right = new() { Sid = IoGiven.Sid, ApiKey = Given.Key, Bridge = IoGiven.Bridge };

    public static TheoryData<Func<KaleyraIoOptions, KaleyraIoOptions>, string> Wrong => new()
    {
        { options => options with { Sid = "" }, "Sid: the account's SID is needed" },
        { options => options with { Sid = "HX/00" }, "Sid: the account's SID is needed" },
        { options => options with { Sid = new string('a', 65) }, "Sid: the account's SID is needed" },
        { options => options with { ApiKey = "" }, "ApiKey: the account's API key is needed" },
        { options => options with { ApiKey = "with space" }, "ApiKey: the API key may hold only visible ASCII characters" },
        { options => options with { Bridge = "" }, "Bridge: the account's number (DID) is needed" },
        { options => options with { Bridge = "91-8000000000" }, "Bridge: the account's number (DID) is needed" },
        { options => options with { BaseAddress = new Uri("http://api.in.kaleyra.io/") }, "BaseAddress: the API key may only travel over https" },
        { options => options with { BaseAddress = new Uri("/", UriKind.Relative) }, "BaseAddress: an absolute web address is needed, such as https://api.in.kaleyra.io/" },
        { options => options with { BaseAddress = null! }, "BaseAddress: an absolute web address is needed" },
        { options => options with { BaseAddress = new Uri("https://api.in.kaleyra.io/v1/") }, "BaseAddress: the address is needed without v1" },
        { options => options with { BaseAddress = new Uri("https://api.in.kaleyra.io/?a=1") }, "BaseAddress: the address may have no user name, no query" },
        { options => options with { LogOffset = TimeSpan.FromHours(15) }, "LogOffset: 15:00:00 is not an offset of whole minutes" },
        { options => options with { LogOffset = TimeSpan.FromSeconds(90) }, "LogOffset: 00:01:30 is not an offset of whole minutes" },
        { options => options with { FlowTarget = "[]" }, "FlowTarget: a text with {flow} in it is needed" },
        { options => options with { FlowTarget = null! }, "FlowTarget: a text with {flow} in it is needed" },
        { options => options with { FlowTarget = "[{flow}" }, "FlowTarget: it begins like JSON but is none" },
        { options => options with { ConnectTimeout = TimeSpan.Zero }, "ConnectTimeout: 00:00:00 is outside 1 s to 60 s" },
        { options => options with { DialTimeout = TimeSpan.FromSeconds(121) }, "DialTimeout: 00:02:01 is outside 1 s to 120 s" },
        { options => options with { ReportTimeout = TimeSpan.FromSeconds(301) }, "ReportTimeout: 00:05:01 is outside 1 s to 300 s" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_setting_is_named_and_says_what_is_wrong(Func<KaleyraIoOptions, KaleyraIoOptions> change, string says)
    {
        using var http = new HttpClient();

        var failure = Assert.Throws<OptionsValidationException>(() => new KaleyraIoClient(http, change(Right)));

        Assert.Contains($"Property {says}", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Given.Key, failure.Message, StringComparison.Ordinal);
        Assert.Single(failure.Failures);
    }

    [Fact]
    public void Everything_wrong_is_said_at_once() =>
        Assert.Equal(5, new KaleyraIoOptionsValidator().Validate(null, new KaleyraIoOptions { DialTimeout = TimeSpan.Zero, FlowTarget = "" }).Failures!.Count());

    [Theory]
    [InlineData("https://api.kaleyra.io")]
    [InlineData("https://api.na.kaleyra.ai/")]
    [InlineData("http://127.0.0.1:3003/")]
    [InlineData("http://[::1]:3003/")]
    public void The_key_may_travel_over_https_or_on_this_machine(string address)
    {
        var result = new KaleyraIoOptionsValidator().Validate(null, Right with { BaseAddress = new Uri(address) });

        Assert.True(result.Succeeded, result.FailureMessage);
    }

    [Fact]
    public void The_defaults_are_those_of_india() =>
        Assert.Equal(
            ("https://api.in.kaleyra.io/", null, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30)),
            (Right.BaseAddress.AbsoluteUri, Right.LogOffset, Right.ConnectTimeout, Right.DialTimeout, Right.ReportTimeout));

    [Fact]
    public void Nothing_prints_a_secret_or_a_whole_number()
    {
        object[] things =
        [
            Right with { Sid = "HX1IN" },
            new IoClickToCall("9800000001", "+919800000002") { EndReport = $"https://calls.example.test/?t={Given.Token}" },
            new IoOutboundCall("9800000002", new IoTarget.Speech("Call 9800000002")),
            IoGiven.Today with { From = Given.Then, To = Given.Then, Bridge = "918000000000" },
            IoCallbackTemplates.Events(IoGiven.Hooks, "r", Given.Token, isOutbound: true),
            new RecordingReply.Refused(RefusalKind.Rejected, "no 919800000002"),
            new RecordingReply.Unavailable("no 919800000002", true),
            new ProfileReply.Unknown("no 919800000002"),
        ];

        Assert.All(things, thing =>
        {
            Assert.DoesNotContain(Given.Key, thing.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(Given.Token, thing.ToString(), StringComparison.Ordinal);
            Assert.DoesNotMatch("[0-9]{8}", thing.ToString());
        });
        Assert.Equal("IoClickToCall { Agent = ••••••0001, Customer = ••••••0002 }", things[1].ToString());
        Assert.Equal("IoEventCallbacks { call_start, call_answer, call_end }", things[4].ToString());
    }
}
