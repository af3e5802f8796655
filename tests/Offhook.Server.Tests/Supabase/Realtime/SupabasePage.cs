using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;
using Offhook.Testing;

namespace Offhook.Server.Tests.Supabase.Realtime;

/// <summary>A page written with supabase-js, in a process of Node: <c>tests/supabase-js/page.mjs</c>.</summary>
internal sealed class SupabasePage : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Channel<JsonElement> _events = Channel.CreateUnbounded<JsonElement>();
    private readonly List<string> _told = [];

    private SupabasePage(Process process) => _process = process;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The versions: the oldest and the newest that pages are known to use, and one between whose live part speaks version 1.0.0.</summary>
    public static TheoryData<string> Versions { get; } = ["2.38.5", "2.57.4", "2.109.0"];

    /// <summary>Opens a page. Skips the test where Node or the clients are not installed.</summary>
    /// <param name="token">Of the person who is signed in; empty on a page where nobody is yet, null on one where nobody can be.</param>
    /// <param name="origin">Where the page seems to come from; null for nowhere. Only with a token.</param>
    public static SupabasePage Open(string version, Uri service, string key, string? token = null, string? origin = null)
    {
        var folder = Path.Combine(Root(), "tests", "supabase-js");
        Assert.SkipUnless(Directory.Exists(Path.Combine(folder, "node_modules")), "supabase-js is not installed; run npm ci in tests/supabase-js");
        Assert.SkipUnless(
            (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(path => File.Exists(Path.Combine(path, OperatingSystem.IsWindows() ? "node.exe" : "node"))),
            "Node is not installed");
        string[] arguments = ["page.mjs", version, service.AbsoluteUri.TrimEnd('/'), key, .. token is null ? (string[])[] : origin is null ? [token] : [token, origin]];
        var page = new SupabasePage(new Process
        {
            StartInfo = new ProcessStartInfo("node", arguments) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true },
        });
        page._process.OutputDataReceived += (_, line) => page.Hear(line.Data);
        page._process.ErrorDataReceived += (_, line) => page.Keep(line.Data);
        page._process.Start();
        page._process.BeginOutputReadLine();
        page._process.BeginErrorReadLine();
        return page;
    }

    /// <summary>Subscribes and waits until the client says that it is subscribed.</summary>
    /// <param name="bindings">Each an object.</param>
    public async Task SubscribeAsync(string channel, params string[] bindings)
    {
        await AskAsync($$"""{"do":"subscribe","channel":"{{channel}}","bindings":[{{string.Join(',', bindings)}}]}""");
        await StatusAsync(channel, "SUBSCRIBED");
    }

    /// <summary>Tells the page to do something.</summary>
    public async Task AskAsync(string command)
    {
        await _process.StandardInput.WriteLineAsync(command.AsMemory(), Cancel);
        await _process.StandardInput.FlushAsync(Cancel);
    }

    /// <summary>Waits for a status of a channel. Whatever comes before it is passed over.</summary>
    public Task StatusAsync(string channel, string status) =>
        UntilAsync(item => item.Text("on") == "status" && item.Text("channel") == channel && item.Text("status") == status, $"{status} of {channel}");

    /// <summary>The next change that a callback heard of. Other things are passed over.</summary>
    public async Task<PageChange> ChangeAsync()
    {
        var item = await UntilAsync(item => item.Text("on") == "change", "a change");
        return new PageChange(item.Text("channel")!, item.GetProperty("binding").GetInt32(), item.GetProperty("payload"));
    }

    /// <summary>The ids of the rows that the page reads, oldest first.</summary>
    public async Task<IReadOnlyList<JsonElement>> RowsAsync(string filter = "null")
    {
        await AskAsync($$"""{"do":"select","filter":{{filter}}}""");
        var item = await UntilAsync(item => item.Text("on") == "rows", "rows");
        Assert.True(item.GetProperty("error").ValueKind is JsonValueKind.Null, item.ToString());
        return [.. item.GetProperty("rows").EnumerateArray()];
    }

    /// <summary>Signs another person in, or nobody any more.</summary>
    public async Task SignInAsync(string? token)
    {
        await AskAsync($$"""{"do":"token","value":{{JsonSerializer.Serialize(token)}}}""");
        await UntilAsync(item => item.Text("on") == "token", "the token to be taken");
    }

    /// <summary>The next thing that fulfils a condition.</summary>
    public async Task<JsonElement> UntilAsync(Func<JsonElement, bool> wanted, string what)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(Waiting.Patience);
        try
        {
            while (true)
            {
                var item = await _events.Reader.ReadAsync(patience.Token);
                if (wanted(item))
                {
                    return item;
                }
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or ChannelClosedException && !Cancel.IsCancellationRequested)
        {
            lock (_told)
            {
                throw new TimeoutException($"waited for {what}; the page told:\n{string.Join('\n', _told)}");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Offhook.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("the tests do not lie below the solution");
        }

        return folder.FullName;
    }

    private void Hear(string? line)
    {
        Keep(line);
        if (line is null)
        {
            _events.Writer.TryComplete();
        }
        else if (line.StartsWith('{'))
        {
            _events.Writer.TryWrite(JsonDocument.Parse(line).RootElement.Clone());
        }
    }

    private void Keep(string? line)
    {
        lock (_told)
        {
            _told.Add(line ?? "(end)");
        }
    }
}

/// <summary>What a callback of a page was given.</summary>
/// <param name="Binding">Which of the channel's callbacks, from 0.</param>
internal sealed record PageChange(string Channel, int Binding, JsonElement Payload)
{
    public string? Type => Payload.Text("eventType");

    public string? Id => Payload.GetProperty(Type == "DELETE" ? "old" : "new").Text("id");

    public string? Status => Payload.GetProperty("new").Text("status");
}
