using Offhook.Server.Access.People;
using Offhook.Server.Settings;

namespace Offhook.Server.Tests.Settings;

public sealed class SupabaseSettingTests
{
    [Theory]
    [InlineData("https://project.supabase.co", "https://project.supabase.co/auth/v1")]
    [InlineData("https://project.supabase.co/", "https://project.supabase.co/auth/v1")]
    [InlineData("https://data.example.com/supabase/", "https://data.example.com/supabase/auth/v1")]
    [InlineData("http://127.0.0.1:54321", "http://127.0.0.1:54321/auth/v1")]
    public void The_project_issues_tokens_below_its_address(string address, string issuer)
    {
        var project = new SupabaseProject(Given.Read(("SUPABASE_URL", address)).SupabaseAddress!, null);

        Assert.Equal((issuer, issuer + "/.well-known/jwks.json"), (project.Issuer, project.KeysAddress.AbsoluteUri));
    }

    [Fact]
    public void A_secret_that_could_be_guessed_is_refused_without_being_told()
    {
        var refused = Assert.Throws<SettingsException>(() => Given.Read(("SUPABASE_URL", "https://project.supabase.co"), ("SUPABASE_JWT_SECRET", "too-short-for-a-secret")));

        Assert.StartsWith("SUPABASE_JWT_SECRET: ", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("too-short", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_settings_there_are_no_people() => Assert.Null(Given.Read().SupabaseAddress);
}
