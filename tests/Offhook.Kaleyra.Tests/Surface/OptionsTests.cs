using Microsoft.Extensions.Options;
using Offhook.Kaleyra.Legacy;

namespace Offhook.Kaleyra.Tests.Surface;

public sealed class OptionsTests
{
    public static TheoryData<Func<KaleyraLegacyOptions, KaleyraLegacyOptions>, string> Wrong => new()
    {
        { options => options with { ApiKey = "" }, "ApiKey: the account's API key is needed" },
        { options => options with { ApiKey = " " }, "ApiKey: the account's API key is needed" },
        { options => options with { ApiKey = "with space" }, "ApiKey: the API key may hold only visible ASCII characters" },
        { options => options with { ApiKey = "line\n" }, "ApiKey: the API key may hold only visible ASCII characters" },
        { options => options with { ApiKey = "ключ" }, "ApiKey: the API key may hold only visible ASCII characters" },
        { options => options with { BaseAddress = new Uri("http://api-voice.kaleyra.com/v1/") }, "BaseAddress: the API key may only travel over https" },
        { options => options with { ObdBaseAddress = new Uri("http://192.0.2.1/") }, "ObdBaseAddress: the API key may only travel over https" },
        { options => options with { BaseAddress = new Uri("/v1/", UriKind.Relative) }, "BaseAddress: an absolute web address is needed" },
        { options => options with { BaseAddress = new Uri("file:///v1/") }, "BaseAddress: an absolute web address is needed" },
        { options => options with { BaseAddress = null! }, "BaseAddress: an absolute web address is needed" },
        { options => options with { BaseAddress = new Uri("https://me@voice.example.test/") }, "BaseAddress: the address may have no user name" },
        { options => options with { BaseAddress = new Uri("https://voice.example.test/?a=1") }, "BaseAddress: the address may have no user name, no query" },
        { options => options with { ConnectTimeout = TimeSpan.Zero }, "ConnectTimeout: 00:00:00 is outside 1 s to 60 s" },
        { options => options with { DialTimeout = TimeSpan.FromSeconds(121) }, "DialTimeout: 00:02:01 is outside 1 s to 120 s" },
        { options => options with { ReportTimeout = Timeout.InfiniteTimeSpan }, "ReportTimeout: -00:00:00.0010000 is outside 1 s to 300 s" },
        { options => options with { NumberFormat = (NumberFormat)7 }, "NumberFormat: 7 is none of National, E164WithoutPlus" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_setting_is_named_and_says_what_is_wrong(Func<KaleyraLegacyOptions, KaleyraLegacyOptions> change, string says)
    {
        using var http = new HttpClient();
        var options = change(new KaleyraLegacyOptions { ApiKey = Given.Key });

        var failure = Assert.Throws<OptionsValidationException>(() => new KaleyraLegacyClient(http, options));

        Assert.Contains($"Property {says}", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Given.Key, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_wrong_is_said_at_once()
    {
        var result = new KaleyraLegacyOptionsValidator().Validate(null, new KaleyraLegacyOptions { DialTimeout = TimeSpan.Zero, ConnectTimeout = TimeSpan.Zero });

        Assert.Equal(3, result.Failures!.Count());
    }

    [Theory]
    [InlineData("https://voice.example.test/api/v1/index.php")]
    [InlineData("http://127.0.0.1:3003/v1/")]
    [InlineData("http://localhost:3003/v1/")]
    [InlineData("http://[::1]:3003/v1/")]
    public void The_key_may_travel_over_https_or_on_this_machine(string address)
    {
        var result = new KaleyraLegacyOptionsValidator().Validate(null, new KaleyraLegacyOptions { ApiKey = Given.Key, BaseAddress = new Uri(address), ObdBaseAddress = new Uri(address) });

        Assert.True(result.Succeeded, result.FailureMessage);
    }

    [Fact]
    public void Nothing_prints_a_secret_or_a_whole_number()
    {
        object[] things =
        [
            new KaleyraLegacyOptions { ApiKey = Given.Key },
            new ClickToCall("9800000001", "+919800000002", $"https://calls.example.test/?t={Given.Token}") { CallerId = "8000000000" },
            new VoiceCall("9800000002", "123.sound", $"https://calls.example.test/?t={Given.Token}"),
            Given.Today with { Customer = "9800000002" },
            new DialReply.Refused(RefusalKind.Rejected, "no 919800000002") { Raw = "9800000002" },
            new DialReply.Accepted("c2c_1") { Raw = "9800000002" },
            new LogReply.Refused(RefusalKind.Rejected, "no 919800000002"),
            new LogReply.Rows([new LogRow { To = "9800000002" }]),
        ];

        Assert.All(things, thing =>
        {
            Assert.DoesNotContain(Given.Key, thing.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(Given.Token, thing.ToString(), StringComparison.Ordinal);
            Assert.DoesNotMatch("[0-9]{7}", thing.ToString());
        });
        Assert.Equal("ClickToCall { Agent = ••••••0001, Customer = ••••••0002 }", things[1].ToString());
    }
}
