namespace Offhook.Server.Tests.Forwarding;

/// <summary>The page shows the code that the other tests run.</summary>
public sealed class ForwardingPageTests
{
    [Theory, InlineData("forward.mjs"), InlineData("server.mjs"), InlineData("calls.controller.ts"), InlineData("nginx.conf")]
    public async Task The_page_shows_the_file_to_the_letter(string name)
    {
        var page = await File.ReadAllTextAsync(ForwardingServer.Page, TestContext.Current.CancellationToken);
        var file = await File.ReadAllTextAsync(Path.Combine(ForwardingServer.Folder, name), TestContext.Current.CancellationToken);

        Assert.Contains($"\n```{Language(name)}\n{file}```\n", page, StringComparison.Ordinal);
        Assert.Contains($"(examples/forwarding/{name})", page, StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_no_other_files() => Assert.Equal(
        ["calls.controller.ts", "forward.mjs", "nginx.conf", "server.mjs"],
        Directory.EnumerateFileSystemEntries(ForwardingServer.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    private static string Language(string name) => Path.GetExtension(name) switch { ".mjs" => "js", ".ts" => "ts", _ => "nginx" };
}
