using Offhook.Gateway;
using Offhook.Server.Settings;
using Offhook.Server.Tests.Settings;
using Offhook.Simulator;
using Offhook.Testing;

namespace Offhook.Server.Tests.Providers;

/// <summary>An account at each of the two platforms, on one manual clock that stands in the middle of an Indian day, and somebody who dials there.</summary>
internal sealed class BothAccounts : IAsyncDisposable
{
    public const string LegacyKey = "A0000000000000000000000000000fake";
    public const string IoKey = "B0000000000000000000000000000fake";

    private const string Sid = "HX0000000000IN";
    private const string Agent = "9800000001";

    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = new();

    private BothAccounts(ManualClock clock, SimulatorHost legacy, SimulatorHost io) => (Clock, Legacy, Io) = (clock, legacy, io);

    public ManualClock Clock { get; }

    public SimulatorHost Legacy { get; }

    public SimulatorHost Io { get; }

    /// <summary>The Indian day on which the clock stands.</summary>
    public DateOnly Today => IndianTime.DayOf(Clock.GetUtcNow());

    public string DataFolder => Path.Combine(_folder.Path, "data");

    public Dictionary<string, string> Settings => new()
    {
        ["KALEYRA_API_KEY"] = LegacyKey,
        ["KALEYRA_BASE_URL"] = Legacy.VoiceAddress.AbsoluteUri,
        ["KALEYRA_OBD_BASE_URL"] = Legacy.ObdAddress.AbsoluteUri,
        ["KALEYRA_IO_SID"] = Sid,
        ["KALEYRA_IO_API_KEY"] = IoKey,
        ["KALEYRA_IO_BRIDGE"] = "918000000000",
        ["KALEYRA_IO_BASE_URL"] = Io.IoAddress.AbsoluteUri,
        ["OFFHOOK_DATA"] = DataFolder,
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Opens them on a day of long ago, for runs on the same clock.</summary>
    public static Task<BothAccounts> OpenAsync() => OpenAsync(new ManualClock());

    /// <summary>Opens them at noon of yesterday, for runs of the real program.</summary>
    public static Task<BothAccounts> OpenYesterdayAsync() =>
        OpenAsync(new ManualClock(IndianTime.StartOf(IndianTime.DayOf(TimeProvider.System.GetUtcNow()).AddDays(-1)).AddHours(12)));

    /// <summary>A call through the legacy API; it is over before this returns.</summary>
    public Task DialLegacyAsync(string customer, TimeSpan? within = null) => DialAsync(
        Legacy.VoiceAddress, "x-api-key", LegacyKey, within, ("method", "dial.click2call"), ("format", "json"), ("return", "1"), ("caller", Agent), ("receiver", customer));

    /// <summary>A call through kaleyra.io; it is over before this returns.</summary>
    public Task DialIoAsync(string customer, TimeSpan? within = null) => DialAsync(
        new Uri(Io.IoAddress, $"v1/{Sid}/voice/click-to-call"), "api-key", IoKey, within, ("from", "91" + Agent), ("to", "91" + customer), ("bridge", "918000000000"));

    /// <summary>The same call on both, begun in the same second.</summary>
    public async Task DialBothAsync(string customer)
    {
        await DialLegacyAsync(customer, TimeSpan.Zero);
        await DialIoAsync(customer);
    }

    /// <summary>Runs the real program to its end.</summary>
    public async Task<(int Code, string Output)> RunAsync(Dictionary<string, string> settings, params string[] args)
    {
        await using var run = OffhookRun.Start(_folder.Path, settings, args);
        return (await run.EndAsync(), Checked(run.Output));
    }

    public Task<(int Code, string Output)> RunAsync(params string[] args) => RunAsync(Settings, args);

    /// <summary>Does what the program does, on the manual clock.</summary>
    public async Task<(int? Code, string Output)> CompareAsync(params string[] args)
    {
        await using var output = new StringWriter();
        var code = await CompareLogs.RunAsync(args, new SettingsSource(Settings), output, output, Clock, Cancel);
        return (code, Checked(output.ToString()));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Legacy.DisposeAsync();
        await Io.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task<BothAccounts> OpenAsync(ManualClock clock)
    {
        var legacy = await StartAsync(clock, LegacyKey);
        return new BothAccounts(clock, legacy, await StartAsync(clock, IoKey));
    }

    private static Task<SimulatorHost> StartAsync(ManualClock clock, string key) =>
        SimulatorHost.StartAsync(new SimulatorOptions { Address = new("http://127.0.0.1:0"), Clock = clock, ApiKey = key }, Cancel);

    // Whatever is asked for: no key and no number leaves the program.
    private static string Checked(string output)
    {
        Assert.DoesNotContain(LegacyKey, output, StringComparison.Ordinal);
        Assert.DoesNotContain(IoKey, output, StringComparison.Ordinal);
        Assert.DoesNotContain("980000", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        return output;
    }

    private async Task DialAsync(Uri address, string keyHeader, string key, TimeSpan? within, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Headers = { { keyHeader, key } },
            Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };
        using var answer = await _http.SendAsync(request, Cancel);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancel));
        Clock.Advance(within ?? TimeSpan.FromMinutes(2));
    }
}
