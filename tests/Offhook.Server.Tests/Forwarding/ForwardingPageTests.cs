namespace Offhook.Server.Tests.Forwarding;

/// <summary>The page shows the code that the other tests run.</summary>
public sealed class ForwardingPageTests
{
    [Theory, InlineData("forward.mjs"), InlineData("server.mjs"), InlineData("calls.controller.ts"), InlineData("screens.controller.ts"), InlineData("nginx.conf")]
    public async Task The_page_shows_the_file_to_the_letter(string name)
    {
        var page = await File.ReadAllTextAsync(ForwardingServer.Page, TestContext.Current.CancellationToken);
        var file = await File.ReadAllTextAsync(Path.Combine(ForwardingServer.Folder, name), TestContext.Current.CancellationToken);

        Assert.Contains($"\n```{Language(name)}\n{file}```\n", page, StringComparison.Ordinal);
        Assert.Contains($"(examples/forwarding/{name})", page, StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_no_other_files() => Assert.Equal(
        ["calls.controller.ts", "forward.mjs", "nginx.conf", "screens.controller.ts", "server.mjs"],
        Directory.EnumerateFileSystemEntries(ForwardingServer.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Theory, InlineData("calls.controller.ts", 2), InlineData("screens.controller.ts", 1)]
    public async Task A_controller_leaves_no_request_without_an_answer(string name, int handlers)
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(ForwardingServer.Folder, name), TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Repeat("if (!await this.forward(request, response)) throw new NotFoundException();", handlers), lines.Where(line => line.Contains("this.forward(", StringComparison.Ordinal)).Select(line => line.Trim()));
    }

    private static string Language(string name) => Path.GetExtension(name) switch { ".mjs" => "js", ".ts" => "ts", _ => "nginx" };
}
