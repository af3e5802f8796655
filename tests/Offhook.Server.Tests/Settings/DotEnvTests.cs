using Offhook.Server.Settings;
using Offhook.Testing;

namespace Offhook.Server.Tests.Settings;

public sealed class DotEnvTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_file_of_the_folder_is_read()
    {
        Write("# Offhook\nKALEYRA_API_KEY=from-file\n\nOFFHOOK_ORIGINS=\"https://crm.example.com\"\nOFFHOOK_COUNTRIES='IN,AE'\nOFFHOOK_ONLY_NUMBERS=\n");

        var source = SettingsSource.Read(_folder.Path);

        Assert.Equal(("from-file", "https://crm.example.com", "IN,AE"), (source["KALEYRA_API_KEY"], source["OFFHOOK_ORIGINS"], source["OFFHOOK_COUNTRIES"]));
        Assert.True(source.Has("OFFHOOK_ONLY_NUMBERS"));
        Assert.Null(source["OFFHOOK_ONLY_NUMBERS"]);
    }

    [Theory]
    [InlineData("\ufeffKALEYRA_API_KEY=from-file\n")]
    [InlineData("KALEYRA_API_KEY=from-file\r\nOFFHOOK_COUNTRIES=IN\r\n")]
    [InlineData("export KALEYRA_API_KEY=from-file")]
    [InlineData("KALEYRA_API_KEY=from-file # of the account")]
    public void Files_are_read_as_editors_write_them(string text)
    {
        Write(text);

        Assert.Equal("from-file", SettingsSource.Read(_folder.Path)["KALEYRA_API_KEY"]);
    }

    [Fact]
    public void A_file_in_a_folder_above_or_below_is_not_read()
    {
        Write("KALEYRA_API_KEY=from-file");
        var below = Directory.CreateDirectory(Path.Combine(_folder.Path, "below")).FullName;

        Assert.NotEqual("from-file", SettingsSource.Read(below)["KALEYRA_API_KEY"]);
    }

    [Fact]
    public void The_environment_wins_over_the_file_even_when_it_is_empty_there()
    {
        var (name, path) = ("OFFHOOK_TEST_OF_DOTENV", Environment.GetEnvironmentVariable("PATH"));
        Write($"{name}=from-file\nPATH=from-file\n");

        var source = SettingsSource.Read(_folder.Path);

        Assert.Equal(("from-file", path), (source[name], source["PATH"]));
        Assert.Null(Environment.GetEnvironmentVariable(name));
    }

    [Theory]
    [InlineData("KALEYRA_API_KEY=fine\nthis secret line is none\n", 2)]
    [InlineData("KALEYRA_API_KEY=fine\nOFFHOOK_ORIGINS=\"secret without end\n", 2)]
    [InlineData("=secret\n", 1)]
    public void A_line_that_cannot_be_read_is_told_by_its_number_and_not_quoted(string text, int line)
    {
        Write(text);

        var fault = Assert.Throws<SettingsException>(() => SettingsSource.Read(_folder.Path));

        Assert.Equal($".env: line {line} cannot be read; each line is NAME=value or begins with #", fault.Message);
    }

    private void Write(string text) => File.WriteAllText(Path.Combine(_folder.Path, ".env"), text);
}
