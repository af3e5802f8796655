using System.Diagnostics;
using System.Text;
using Offhook.Testing;

namespace Offhook.Server.Tests.Settings;

/// <summary>A run of the real program with exactly the given settings, in a folder of its own.</summary>
internal sealed class OffhookRun : IAsyncDisposable
{
    private static readonly string[] SettingNames = ["KALEYRA_", "OFFHOOK_", "ASPNETCORE_", "DOTNET_ENVIRONMENT", "Kestrel__"];

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private OffhookRun(Process process) => _process = process;

    /// <summary>Everything it wrote so far, on both streams.</summary>
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

    /// <summary>Starts the program.</summary>
    /// <param name="folder">Its working directory.</param>
    public static OffhookRun Start(string folder, IReadOnlyDictionary<string, string> settings, params string[] args) => Start(folder, settings, Program(), args);

    /// <summary>Starts the program with the command that the README names, from wherever the caller stands.</summary>
    /// <param name="folder">Where the caller stands.</param>
    public static OffhookRun StartByCommand(string folder, IReadOnlyDictionary<string, string> settings) =>
        Start(folder, settings, "dotnet", ["run", "--no-build", "--configuration", Configuration(), "--project", Path.Combine(Root(), "src", "Offhook.Server")]);

    private static OffhookRun Start(string folder, IReadOnlyDictionary<string, string> settings, string program, string[] args)
    {
        var start = new ProcessStartInfo(program, args) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(IsSetting).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var run = new OffhookRun(new Process { StartInfo = start });
        run._process.OutputDataReceived += (_, line) => run.Keep(line.Data);
        run._process.ErrorDataReceived += (_, line) => run.Keep(line.Data);
        run._process.Start();
        run._process.BeginOutputReadLine();
        run._process.BeginErrorReadLine();
        return run;
    }

    /// <summary>Waits until it says that it is ready.</summary>
    public Task ReadyAsync() => _ready.Task.SoonAsync($"the program to be ready; it wrote {Output}");

    /// <summary>Waits until it has ended.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).SoonAsync($"the program to end; it wrote {Output}");
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (line?.Contains("Offhook is ready at", StringComparison.Ordinal) == true)
        {
            _ready.TrySetResult();
        }
    }

    // Beside the tests' own output lies that of the program.
    private static string Program()
    {
        var tests = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        return Path.Combine(tests.Parent!.Parent!.FullName, "Offhook.Server", tests.Name, OperatingSystem.IsWindows() ? "Offhook.Server.exe" : "Offhook.Server");
    }

    private static string Configuration() => new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)).Name;

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Offhook.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("the tests do not lie below the solution");
        }

        return folder.FullName;
    }

    private static bool IsSetting(string name) =>
        name is "DATABASE_URL" || Array.Exists(SettingNames, start => name.StartsWith(start, StringComparison.OrdinalIgnoreCase));
}
