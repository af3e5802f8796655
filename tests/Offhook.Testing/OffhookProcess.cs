using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Offhook.Simulator;

namespace Offhook.Testing;

/// <summary>Offhook as a process of its own, which can die. Its callback address is this machine, so callbacks arrive and no key is needed.</summary>
public sealed class OffhookProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output;

    private OffhookProcess(Process process, StringBuilder output, Uri address) => (_process, _output, Address) = (process, output, address);

    /// <summary>Whether this build knows the named places at which a process can be told to die.</summary>
    public static bool HasCrashPoints { get; } = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)) == "debug";

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Everything that it wrote.</summary>
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

    /// <summary>Starts one and waits until it answers.</summary>
    /// <param name="dataFolder">Its data folder; it runs in it, so that no other <c>.env</c> is read.</param>
    /// <param name="port">Where it listens and where callbacks go.</param>
    /// <param name="crashPoint">The place at which it dies; null for none.</param>
    /// <param name="database">Where it keeps its calls; in its data folder when null.</param>
    /// <param name="settings">Further settings, and those to replace.</param>
    /// <exception cref="TimeoutException">It did not answer within 20 s of real time.</exception>
    public static async Task<OffhookProcess> StartAsync(
        SimulatorHost provider, string dataFolder, int port, string? crashPoint = null, PostgresDatabase? database = null,
        IReadOnlyDictionary<string, string>? settings = null, CancellationToken cancellationToken = default)
    {
        var process = Launch(provider, dataFolder, port, crashPoint, database, settings);
        try
        {
            using var client = process.CreateClient();
            await Waiting.UntilAsync(() => process._process.HasExited || IsLive(client), () => process.Output, cancellationToken, "the process to answer");
            return process._process.HasExited ? throw new InvalidOperationException($"Offhook ended: {process.Output}") : process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts one that is expected to end by itself, and waits for that.</summary>
    /// <returns>Its exit code and everything it wrote.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(SimulatorHost provider, string dataFolder, int port, PostgresDatabase? database = null)
    {
        await using var process = Launch(provider, dataFolder, port, null, database, null);
        return (await process.ExitAsync(), process.Output);
    }

    /// <summary>A client.</summary>
    public HttpClient CreateClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };

    /// <summary>Kills it as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await ExitAsync();
    }

    /// <summary>Asks it to stop, as an administrator or a container does.</summary>
    public Task TerminateAsync(CancellationToken cancellationToken = default) => SignalAsync("TERM", cancellationToken);

    /// <summary>Holds all of it, as a machine that is suspended or has no memory left does: its connections stay, and nobody answers on them.</summary>
    public Task FreezeAsync(CancellationToken cancellationToken = default) => SignalAsync("STOP", cancellationToken);

    /// <summary>Ends what <see cref="FreezeAsync"/> began.</summary>
    public Task ThawAsync(CancellationToken cancellationToken = default) => SignalAsync("CONT", cancellationToken);

    /// <summary>Waits until it is gone.</summary>
    /// <returns>Its exit code.</returns>
    /// <exception cref="TimeoutException">It was still there after 20 s.</exception>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().SoonAsync($"the process to end; it wrote {Output}");
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private static OffhookProcess Launch(
        SimulatorHost provider, string dataFolder, int port, string? crashPoint, PostgresDatabase? database, IReadOnlyDictionary<string, string>? settings)
    {
        ArgumentNullException.ThrowIfNull(provider);
        Directory.CreateDirectory(dataFolder);
        var address = new Uri($"http://127.0.0.1:{port}/");
        var start = new ProcessStartInfo(Program(), [$"--urls={address.AbsoluteUri.TrimEnd('/')}"])
        {
            WorkingDirectory = dataFolder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsOurs).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in TestProvider.OfTheseTests.SettingsFor(provider))
        {
            start.Environment[name] = value;
        }

        start.Environment["KALEYRA_CALLBACK_URL"] = address.AbsoluteUri;
        start.Environment["KALEYRA_DIALS_PER_SECOND"] = "0";
        start.Environment["OFFHOOK_DATA"] = dataFolder;
        if (database is not null)
        {
            start.Environment["DATABASE_URL"] = database.Url;
        }

        if (crashPoint is not null)
        {
            start.Environment["OFFHOOK_CRASH_POINT"] = crashPoint;
        }

        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var output = new StringBuilder();
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(output, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(output, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new OffhookProcess(process, output, address);
    }

    private async Task SignalAsync(string signal, CancellationToken cancellationToken)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(cancellationToken);
    }

    // Beside the tests' own output lies that of the program.
    private static string Program()
    {
        var tests = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        return Path.Combine(tests.Parent!.Parent!.FullName, "Offhook.Server", tests.Name, OperatingSystem.IsWindows() ? "Offhook.Server.exe" : "Offhook.Server");
    }

    private static bool IsOurs(string name) =>
        name.StartsWith("KALEYRA_", StringComparison.Ordinal) || name.StartsWith("OFFHOOK_", StringComparison.Ordinal)
        || name.StartsWith("ASPNETCORE_", StringComparison.Ordinal) || name.StartsWith("DOTNET_ENVIRONMENT", StringComparison.Ordinal) || name.StartsWith("DATABASE_", StringComparison.Ordinal);

    private static bool IsLive(HttpClient client)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/health/live", UriKind.Relative));
            using var answer = client.Send(request);
            return answer.StatusCode is HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static void Keep(StringBuilder output, string? line)
    {
        lock (output)
        {
            output.AppendLine(line);
        }
    }
}
