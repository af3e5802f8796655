using Offhook.Server.Settings;

namespace Offhook.Server.Tests.Settings;

/// <summary>Every impossible setting stops the start with a sentence that names it.</summary>
public sealed class WrongSettingTests
{
    public static TheoryData<string, string?> Wrong { get; } = new()
    {
        { "OFFHOOK_ONLY_NUMBER", "9800000001" },
        { "OFFHOOK_ORIGIN", "" },
        { "KALEYRA_DIALS_PER_SECOND", "0.000001" },
        { "KALEYRA_API_KEY", null },
        { "KALEYRA_API_KEY", "" },
        { "KALEYRA_API_KEY", "   " },
        { "KALEYRA_API_KEY", "two words" },
        { "KALEYRA_API_KEY", "schlüssel" },
        { "KALEYRA_API_KEY", "line\nbreak" },
        { "KALEYRA_CALLBACK_URL", null },
        { "KALEYRA_CALLBACK_URL", "" },
        { "KALEYRA_CALLBACK_URL", "calls.example.test" },
        { "KALEYRA_CALLBACK_URL", "//calls.example.test" },
        { "KALEYRA_CALLBACK_URL", "/webhooks/kaleyra/callback" },
        { "KALEYRA_CALLBACK_URL", "ftp://calls.example.test" },
        { "KALEYRA_CALLBACK_URL", "https://" },
        { "KALEYRA_CALLBACK_URL", "http://calls.example.test" },
        { "KALEYRA_CALLBACK_URL", "http://192.0.2.7:3002" },
        { "KALEYRA_CALLBACK_URL", "http://localhost.example.test" },
        { "KALEYRA_CALLBACK_URL", "https://user:password@calls.example.test" },
        { "KALEYRA_CALLBACK_URL", "https://user@calls.example.test" },
        { "KALEYRA_CALLBACK_URL", "https://calls.example.test?token=1" },
        { "KALEYRA_CALLBACK_URL", "https://calls.example.test/#part" },
        { "KALEYRA_CALLBACK_URL", "https://calls.example.test/" + new string('x', 700) },
        { "KALEYRA_BASE_URL", "api-voice.example.test" },
        { "KALEYRA_BASE_URL", "http://api-voice.example.test/v1/" },
        { "KALEYRA_BASE_URL", "https://u:p@api-voice.example.test/v1/" },
        { "KALEYRA_BASE_URL", "https://api-voice.example.test/v1/?api_key=1" },
        { "KALEYRA_OBD_BASE_URL", "file:///etc/hosts" },
        { "KALEYRA_API_KEY_IN", "query" },
        { "KALEYRA_DIALS_PER_SECOND", "fast" },
        { "KALEYRA_DIALS_PER_SECOND", "-1" },
        { "KALEYRA_DIALS_PER_SECOND", "1001" },
        { "KALEYRA_DIALS_PER_SECOND", "2,5" },
        { "KALEYRA_DIALS_PER_SECOND", "NaN" },
        { "KALEYRA_DIALS_PER_SECOND", "1e2" },
        { "OFFHOOK_AGENT_GUARD_SECONDS", "601" },
        { "SUPABASE_URL", "" },
        { "SUPABASE_URL", " " },
        { "SUPABASE_URL", "project.supabase.co" },
        { "SUPABASE_URL", "http://project.supabase.co" },
        { "SUPABASE_URL", "https://project.supabase.co?apikey=1" },
        { "SUPABASE_JWT_SECRET", "" },
        { "SUPABASE_JWT_SECRET", "not-a-secret-not-a-secret-not-a-secret" },
        { "OFFHOOK_COUNTRIES", "IN,XX" },
        { "OFFHOOK_COUNTRIES", "India" },
        { "OFFHOOK_COUNTRIES", "91" },
        { "OFFHOOK_COUNTRIES", "," },
        { "OFFHOOK_ORIGINS", "*" },
        { "OFFHOOK_ORIGINS", "null" },
        { "OFFHOOK_ORIGINS", "crm.example.com" },
        { "OFFHOOK_ORIGINS", "https://crm.example.com/" },
        { "OFFHOOK_ORIGINS", "https://crm.example.com/page" },
        { "OFFHOOK_ORIGINS", "https://*.example.com" },
        { "OFFHOOK_ORIGINS", "https://crm.example.com:443" },
        { "OFFHOOK_ORIGINS", "https://user@crm.example.com" },
        { "OFFHOOK_ORIGINS", "file:///home" },
        { "OFFHOOK_ORIGINS", "https://crm.example.com https://other.example.com" },
        { "OFFHOOK_ORIGINS", "https://crm.example.com,chrome-extension://abc" },
        { "OFFHOOK_ONLY_NUMBERS", "9800000001;9800000002" },
        { "OFFHOOK_ONLY_NUMBERS", "9800000001,me" },
        { "OFFHOOK_ONLY_NUMBERS", "112" },
        { "DATABASE_URL", "" },
        { "DATABASE_URL", "localhost" },
        { "DATABASE_URL", "mysql://offhook@localhost/offhook" },
        { "DATABASE_URL", "postgres://offhook@localhost/offhook?unheard=of" },
        { "DATABASE_URL", "Host=localhost;Unheard=of" },
        { "DATABASE_LISTEN_URL", "" },
        { "DATABASE_LISTEN_URL", "postgres://offhook@localhost/offhook" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_setting_is_named(string name, string? value)
    {
        var fault = Assert.Throws<SettingsException>(() => Given.Read((name, value)));

        var sentence = Assert.Single(fault.Message.Split(Environment.NewLine));
        Assert.StartsWith(name + ": ", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain(Given.Key, sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void The_password_of_a_wrong_address_is_not_quoted()
    {
        var fault = Assert.Throws<SettingsException>(() => Given.Read(
            ("DATABASE_URL", "postgres://offhook:not-a-secret@localhost/offhook?unheard=of"), ("DATABASE_LISTEN_URL", "Host=localhost;Password=not-a-secret;Unheard=of")));

        Assert.Equal(["DATABASE_URL", "DATABASE_LISTEN_URL"], fault.Message.Split(Environment.NewLine).Select(line => line.Split(':')[0]));
        Assert.DoesNotContain("not-a-secret", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pooler_in_transaction_mode_is_no_place_to_listen()
    {
        var fault = Assert.Throws<SettingsException>(() => Given.Read(
            ("DATABASE_URL", "postgres://offhook@localhost:6543/offhook"), ("DATABASE_LISTEN_URL", "postgres://offhook@localhost:6543/offhook")));

        Assert.StartsWith("DATABASE_LISTEN_URL: ", Assert.Single(fault.Message.Split(Environment.NewLine)), StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        var fault = Assert.Throws<SettingsException>(() => Given.Read(
            ("KALEYRA_API_KEY", null), ("KALEYRA_CALLBACK_URL", "x"), ("KALEYRA_DIALS_PER_SECOND", "x"), ("OFFHOOK_COUNTRIES", "XX"), ("OFFHOOK_ORIGINS", "x")));

        Assert.Equal(
            ["KALEYRA_API_KEY", "KALEYRA_CALLBACK_URL", "KALEYRA_DIALS_PER_SECOND", "OFFHOOK_COUNTRIES", "OFFHOOK_ORIGINS"],
            fault.Message.Split(Environment.NewLine).Select(line => line.Split(':')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_secret_is_quoted_and_settings_say_nothing_of_themselves()
    {
        var fault = Assert.Throws<SettingsException>(() => Given.Read(("KALEYRA_API_KEY", "secret key"), ("KALEYRA_CALLBACK_URL", "https://user:secret@calls.example.test")));

        Assert.DoesNotContain("secret", fault.Message, StringComparison.Ordinal);
        Assert.Equal("OffhookSettings", Given.Read().ToString());
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("0.5", 0.5)]
    [InlineData(" 1000 ", 1000)]
    [InlineData(null, 2)]
    public void A_dial_rate_is_read(string? text, double rate) => Assert.Equal(rate, Given.Read(("KALEYRA_DIALS_PER_SECOND", text)).DialsPerSecond);

    [Fact]
    public void Lists_are_read_whatever_blanks_stand_between()
    {
        var settings = Given.Read(("OFFHOOK_ORIGINS", " https://crm.example.com , http://localhost:5173,"), ("OFFHOOK_COUNTRIES", "in, ae"), ("OFFHOOK_ONLY_NUMBERS", "9800000001, +91 98000 00002"));

        Assert.Equal(["https://crm.example.com", "http://localhost:5173"], settings.Origins);
        Assert.Equal(["IN", "AE"], settings.Countries.Codes);
        Assert.Equal(["+919800000001", "+919800000002"], settings.OnlyNumbers!.Select(number => number.E164).Order(StringComparer.Ordinal));
    }
}
