using System.Diagnostics;
using System.Text;
using Offhook.Testing;

namespace Offhook.Server.Tests.Forwarding;

/// <summary>The forwarding server of <c>docs/examples/forwarding</c>, run by Node.</summary>
internal sealed class ForwardingServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ForwardingServer(Process process) => _process = process;

    /// <summary>Where the files lie.</summary>
    public static string Folder { get; } = Path.Combine(Root(), "docs", "examples", "forwarding");

    /// <summary>The page that shows them.</summary>
    public static string Page { get; } = Path.Combine(Root(), "docs", "replacing-a-nestjs-module.md");

    /// <summary>Everything it wrote.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>What a script writes that runs in <see cref="Folder"/>. The test is skipped where there is no Node.</summary>
    /// <param name="argument">The script's <c>process.argv[1]</c>.</param>
    public static async Task<string> EvaluateAsync(string script, string argument)
    {
        using var node = Process.Start(Node("--input-type=module", "--eval", script, argument))!; // Started, because it shares no process.
        var errors = node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", await errors);
        return output;
    }

    /// <summary>Starts it on a free port. The test is skipped where there is no Node.</summary>
    /// <param name="withScreens">Whether it passes on the live feed and the recordings too.</param>
    public static async Task<ForwardingServer> StartAsync(Uri offhook, string key, bool withScreens = false)
    {
        var start = Node("server.mjs");
        (start.Environment["CALLS_URL"], start.Environment["CALLS_KEY"], start.Environment["PORT"]) = (offhook.AbsoluteUri, key, "0");
        start.Environment["CALLS_SCREENS"] = withScreens ? "1" : "";
        var server = new ForwardingServer(new Process { StartInfo = start });
        server._process.OutputDataReceived += (_, line) => server.Keep(line.Data);
        server._process.ErrorDataReceived += (_, line) => server.Keep(line.Data);
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        try
        {
            await server._address.Task.SoonAsync($"the forwarding server to listen; it wrote {server.Output}");
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        return server;
    }

    /// <summary>A client that knows nothing but the forwarding server.</summary>
    public HttpClient CreateClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = _address.Task.Result };

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static ProcessStartInfo Node(params string[] arguments)
    {
        var node = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "node")).FirstOrDefault(File.Exists);
        Assert.SkipUnless(node is not null, "node is not on the PATH");
        return new ProcessStartInfo(node!, arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Offhook.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"no folder above {AppContext.BaseDirectory} holds Offhook.slnx");
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (line?.StartsWith("http://", StringComparison.Ordinal) == true)
        {
            _address.TrySetResult(new Uri(line));
        }
    }
}
