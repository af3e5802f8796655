using System.Runtime.CompilerServices;
using Offhook.Kaleyra.Io;
using Offhook.Kaleyra.Legacy;
using Offhook.Simulator;
using CallbackTemplate = Offhook.Kaleyra.Legacy.CallbackTemplate;

namespace Offhook.Kaleyra.Tests.Surface;

public sealed class ReadmeTests
{
    [Fact]
    public async Task The_lines_in_the_readme_compile_and_dial()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { Address = new Uri("http://127.0.0.1:0"), Clock = new ManualClock(), CallbackHosts = ["calls.example.test"] }, TestContext.Current.CancellationToken);
        var (key, baseAddress) = (Given.Key, simulator.VoiceAddress);
        using var written = new StringWriter();

#pragma warning disable xUnit1051 // The readme shows the call as a reader would write it.
        // <readme>
        var options = new KaleyraLegacyOptions { ApiKey = key, BaseAddress = baseAddress };
        using var http = new HttpClient(KaleyraLegacyClient.CreateHandler(options));
        var kaleyra = new KaleyraLegacyClient(http, options);
        var callback = CallbackTemplate.Build(new Uri("https://calls.example.test/kaleyra"), "order-42", "a-secret-token", CallbackKind.ClickToCall);
        written.WriteLine(await kaleyra.DialClickToCallAsync(new ClickToCall("9800000001", "9800000002", callback)) switch
        {
            DialReply.Accepted { Id: var id } => $"queued as {id}",
            DialReply.Refused { Reason: var reason } => $"refused: {reason}",
            DialReply.NotSent { Why: var why } => $"never sent, may be tried again: {why}",
            var unknown => $"a phone may ring, do not dial again: {unknown}",
        });
        // </readme>
#pragma warning restore xUnit1051

        Assert.StartsWith("queued as c2c_", written.ToString(), StringComparison.Ordinal);
        Assert.Equal(await LinesOfAsync("../../../src/Offhook.Kaleyra/README.md", "", "```csharp", "```"), await LinesOfAsync("ReadmeTests.cs", "", "// <readme>", "// </readme>"));
    }

    [Fact]
    public async Task The_lines_for_kaleyra_io_compile_and_dial()
    {
        await using var server = RawServer.Replying(202, """{"code":"RBC001","message":"Call request accepted","data":{},"error":{}}""");
        var (key, baseAddress) = (Given.Key, new Uri(server.Address, "/"));
        using var written = new StringWriter();

#pragma warning disable xUnit1051 // The readme shows the call as a reader would write it.
        // <io>
        var account = new KaleyraIoOptions { Sid = "HX0000000000IN", ApiKey = key, Bridge = "918000000000", BaseAddress = baseAddress };
        using var http = new HttpClient(KaleyraIoClient.CreateHandler(account));
        var kaleyra = new KaleyraIoClient(http, account);
        var hooks = new Uri("https://calls.example.test/kaleyra");
        var dial = new IoClickToCall("9800000001", "9800000002")
        {
            EndReport = IoCallbackTemplates.EndReport(hooks, "order-42", "a-secret-token"),
            Events = IoCallbackTemplates.Events(hooks, "order-42", "a-secret-token", isOutbound: false),
        };
        written.WriteLine(await kaleyra.DialClickToCallAsync(dial));
        // </io>
#pragma warning restore xUnit1051

        Assert.StartsWith("Accepted { Id = none }", written.ToString(), StringComparison.Ordinal);
        Assert.Equal(await LinesOfAsync("../../../src/Offhook.Kaleyra/README.md", "## kaleyra.io", "```csharp", "```"), await LinesOfAsync("ReadmeTests.cs", "", "// <io>", "// </io>"));
    }

    private static async Task<string> LinesOfAsync(string file, string under, string from, string to, [CallerFilePath] string here = "")
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(Path.GetDirectoryName(here)!, file), TestContext.Current.CancellationToken);
        return string.Join('\n', lines.Select(line => line.Trim().Replace("written.", "Console.", StringComparison.Ordinal)).SkipWhile(line => under.Length > 0 && line != under).SkipWhile(line => line != from).Skip(1).TakeWhile(line => line != to));
    }
}
