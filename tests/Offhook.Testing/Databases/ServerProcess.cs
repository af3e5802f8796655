using System.ComponentModel;
using System.Diagnostics;

namespace Offhook.Testing;

/// <summary>
/// A server program in a folder of its own. It ends with this process, however that ends, and takes the folder along.
/// Started by root, it runs as the user <c>postgres</c>: neither PostgreSQL nor PgBouncer consents to run as root.
/// </summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    // A shell stands between: it sees the end of its input when the process of the tests is gone, killed or not. Should the shell itself be killed, the kernel tells
    // the server. (To ask the kernel for the process of the tests would not do: it watches the thread that started the server, and threads of a pool come and go.)
    private const string Guard = """
        signal=$1; folder=$2; shift 2
        exec 3<&0 >>"$folder/log" 2>&1 </dev/null
        "$@" 3<&- &
        server=$!
        echo $server >"$folder/server.pid"
        { read -r _ <&3; kill -s "$signal" $server; } &
        input=$!
        wait $server
        kill $input 2>/dev/null
        wait $input
        [ $? -ge 128 ] || rm -rf "$folder"
        """;

    private readonly string _folder;
    private readonly Process _process;

    private ServerProcess(string folder, Process process) => (_folder, _process) = (folder, process);

    /// <summary>Whether it is gone.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>The end of what it wrote.</summary>
    public string Output => File.Exists(LogOf(_folder)) ? string.Join('\n', File.ReadLines(LogOf(_folder)).TakeLast(20)) : "nothing";

    /// <summary>A folder that the server may write to.</summary>
    /// <param name="parent">Where; with the other temporary folders when null.</param>
    public static async Task<string> NewFolderAsync(string name, string? parent = null)
    {
        var folder = Path.Combine(parent ?? Path.GetTempPath(), $"offhook-{name}-{Path.GetRandomFileName()}");
        Directory.CreateDirectory(folder);
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", "postgres", folder);
        }

        return folder;
    }

    /// <summary>Starts a server.</summary>
    /// <param name="endSignal">What makes it end at once and in order.</param>
    public static ServerProcess Start(string folder, string endSignal, params string[] command)
    {
        var start = new ProcessStartInfo("sh", ["-c", Guard, "sh", endSignal, folder, .. AsServer(["--pdeathsig", endSignal]), .. command])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
        };
        return new ServerProcess(folder, Process.Start(start)!); // Nothing is reused: there is always a new process.
    }

    /// <summary>Runs a program of the server's to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message holds what it wrote.</exception>
    public static Task RunAsServerAsync(params string[] command)
    {
        string[] whole = [.. AsServer([]), .. command];
        return RunAsync(whole[0], whole[1..]);
    }

    /// <summary>Sends a signal to the server alone, or to all its processes, and waits until all of it is gone.</summary>
    public async Task EndAsync(string signal, bool withChildren = false)
    {
        var server = (await File.ReadAllTextAsync(Path.Combine(_folder, "server.pid"))).Trim();
        string[] children = await ChildrenOfAsync(server);
        try
        {
            await RunAsync("kill", ["-s", signal, server, .. withChildren ? children : []]);
        }
        catch (InvalidOperationException) when (_process.HasExited)
        {
            return; // It ended by itself.
        }

        await _process.WaitForExitAsync().SoonAsync($"the server in {_folder} to end; it wrote {Output}");
        await Waiting.UntilAsync(() => !children.Any(IsRunning), () => string.Join(' ', children), what: "the server's processes to end");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().SoonAsync($"the server in {_folder} to end; it wrote {Output}");
        _process.Dispose();
    }

    private static string LogOf(string folder) => Path.Combine(folder, "log");

    private static string[] AsServer(string[] options) =>
        Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", .. options, "--"] : ["setpriv", .. options, "--"];

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = "/", RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new Win32Exception($"{program} did not start");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().SoonAsync($"{program} to end");
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await output}{await errors}");
        }
    }

    private static async Task<string[]> ChildrenOfAsync(string server)
    {
        var list = $"/proc/{server}/task/{server}/children";
        return File.Exists(list) ? (await File.ReadAllTextAsync(list)).Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
    }

    // What is dead and not yet buried by its parent is no longer running.
    private static bool IsRunning(string process)
    {
        try
        {
            return !File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
