using Offhook.Server.Settings;

namespace Offhook.Server.Tests.Settings;

/// <summary>The settings of an account at kaleyra.io, alone and beside one at the legacy API.</summary>
public sealed class IoSettingTests
{
    private static readonly (string, string?)[] Io =
        [("KALEYRA_API_KEY", null), ("KALEYRA_IO_SID", "HX0000000000IN"), ("KALEYRA_IO_API_KEY", Given.Key), ("KALEYRA_IO_BRIDGE", "+91 80000 00000")];

    private static readonly (string, string?)[] Both = [.. Io, ("KALEYRA_API_KEY", Given.Key), ("OFFHOOK_PROVIDERS", "kaleyra-io,kaleyra-legacy")];

    public static TheoryData<string, string?> Wrong { get; } = new()
    {
        { "KALEYRA_IO_SID", null },
        { "KALEYRA_IO_SID", "" },
        { "KALEYRA_IO_SID", "HX/../IN" },
        { "KALEYRA_IO_API_KEY", null },
        { "KALEYRA_IO_API_KEY", "two words" },
        { "KALEYRA_IO_BRIDGE", null },
        { "KALEYRA_IO_BRIDGE", "8000" },
        { "KALEYRA_IO_BRIDGE", "office" },
        { "KALEYRA_IO_BASE_URL", "api.in.kaleyra.io" },
        { "KALEYRA_IO_BASE_URL", "http://api.in.example.test" },
        { "KALEYRA_IO_UTC_OFFSET", "" },
        { "KALEYRA_IO_UTC_OFFSET", "5.5" },
        { "KALEYRA_IO_UTC_OFFSET", "+15:00" },
        { "KALEYRA_IO_FLOW_TARGET", "[{flow}]" },
        { "KALEYRA_IO_BASE_URL", "https://api.in.example.test/v1" },
        { "KALEYRA_IO_FLOW_TARGET", "[{\"flow\":1}]" },
        { "OFFHOOK_PROVIDERS", "" },
        { "OFFHOOK_PROVIDERS", "," },
        { "OFFHOOK_PROVIDERS", "kaleyra" },
        { "OFFHOOK_PROVIDERS", "kaleyra-legacy" },
        { "OFFHOOK_PROVIDERS", "kaleyra-io,kaleyra-io" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_setting_is_named(string name, string? value)
    {
        var fault = Assert.Throws<SettingsException>(() => Given.Read([.. Io, (name, value)]));

        var sentence = Assert.Single(fault.Message.Split(Environment.NewLine));
        Assert.StartsWith(name + ": ", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain(Given.Key, sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void An_account_of_another_region_needs_its_host()
    {
        var fault = Assert.Throws<SettingsException>(() => Given.Read([.. Io, ("KALEYRA_IO_SID", "HX0000000000US")]));
        var named = Given.Read([.. Io, ("KALEYRA_IO_SID", "HX0000000000US"), ("KALEYRA_IO_BASE_URL", "https://api.na.example.test")]);

        Assert.StartsWith("KALEYRA_IO_BASE_URL: ", fault.Message, StringComparison.Ordinal);
        Assert.Equal(new Uri("https://api.na.example.test/"), named.Io?.BaseAddress);
        Assert.Null(named.Io?.LogOffset);
    }

    [Fact]
    public void An_Indian_account_needs_three_settings()
    {
        var settings = Given.Read(Io);

        Assert.Null(settings.Legacy);
        Assert.Equal(["kaleyra-io"], settings.Providers);
        Assert.Equal(("HX0000000000IN", "+918000000000", new Uri("https://api.in.kaleyra.io/"), new TimeSpan(5, 30, 0)), (settings.Io!.Sid, settings.Io.Bridge, settings.Io.BaseAddress, settings.Io.LogOffset));
        Assert.True(settings.DialsRealPhones);
        Assert.Equal("IoAccount", settings.Io.ToString());
    }

    [Theory]
    [InlineData("+91 80000 00000", "+918000000000")]
    [InlineData("918000000000", "+918000000000")]
    [InlineData("8000000000", "+918000000000")]
    [InlineData("+65 9800 0000", "+6598000000")]
    [InlineData("12025550123", "+12025550123")]
    [InlineData("+1 (800) 555-0123", "+18005550123")]
    public void A_bridge_of_any_country_is_taken_as_it_is(string text, string bridge) => Assert.Equal(bridge, Given.Read([.. Io, ("KALEYRA_IO_BRIDGE", text)]).Io?.Bridge);

    [Theory]
    [InlineData("KALEYRA_BASE_URL", "https://api-voice.example.test/v1/")]
    [InlineData("KALEYRA_OBD_BASE_URL", "https://obd.example.test/")]
    [InlineData("KALEYRA_API_KEY_IN", "body")]
    public void Settings_of_the_other_account_are_not_dropped_in_silence(string name, string value) =>
        Assert.StartsWith(name + ": ", Assert.Throws<SettingsException>(() => Given.Read([.. Io, (name, value)])).Message, StringComparison.Ordinal);

    [Fact]
    public void An_order_of_providers_without_any_account_is_no_wish_for_the_demo() => Assert.StartsWith(
        "OFFHOOK_PROVIDERS: ",
        Assert.Throws<SettingsException>(() => SettingsReader.Read(new SettingsSource(new Dictionary<string, string> { ["OFFHOOK_PROVIDERS"] = "kaleyra-io" }))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void With_two_accounts_the_preferred_one_is_named()
    {
        var fault = Assert.Throws<SettingsException>(() => Given.Read([.. Both, ("OFFHOOK_PROVIDERS", null)]));

        Assert.StartsWith("OFFHOOK_PROVIDERS: ", fault.Message, StringComparison.Ordinal);
        Assert.Equal(["kaleyra-io", "kaleyra-legacy"], Given.Read(Both).Providers);
        Assert.Equal(["kaleyra-legacy"], Given.Read([.. Both, ("OFFHOOK_PROVIDERS", "kaleyra-legacy")]).Providers);
    }

    [Fact]
    public void An_empty_key_beside_a_whole_account_is_a_slip() =>
        Assert.StartsWith("KALEYRA_API_KEY: ", Assert.Throws<SettingsException>(() => Given.Read([.. Io, ("KALEYRA_API_KEY", "")])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("+05:30", 330)]
    [InlineData("-04:00", -240)]
    [InlineData("+00:00", 0)]
    public void The_offset_of_the_log_can_be_told(string text, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), Given.Read([.. Io, ("KALEYRA_IO_UTC_OFFSET", text)]).Io?.LogOffset);

    [Theory]
    [InlineData("https://api.in.kaleyra.io", true)]
    [InlineData("https://api.na.kaleyra.ai", true)]
    [InlineData("http://localhost:3003", false)]
    public void Numbers_of_the_documents_are_refused_on_the_real_platform(string address, bool real) =>
        Assert.Equal(real, Given.Read([.. Io, ("KALEYRA_IO_BASE_URL", address)]).DialsRealPhones);
}
