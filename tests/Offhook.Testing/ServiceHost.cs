using System.Net.Http.Headers;
using Offhook.Server;
using Offhook.Server.Settings;
using Offhook.Simulator;

namespace Offhook.Testing;

/// <summary>How a service under test is set up.</summary>
public sealed record ServiceOptions
{
    /// <summary>The clock of the service and of its simulator; the system's when null.</summary>
    public ManualClock? Clock { get; init; }

    /// <summary>
    /// False: the callback address is this machine, so local requests need no key, the simulator's callbacks arrive, and the log is polled quickly.
    /// True: the callback address is <c>https://calls.example.test</c>, every request needs the key, and only the test itself can bring callbacks.
    /// </summary>
    public bool IsPublic { get; init; }

    /// <summary>How much faster than real time the simulator's phones are; 1 with a manual clock.</summary>
    public double Speed { get; init; } = 50;

    /// <summary>Further settings, and those to replace.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>The provider's address when it is not the simulator.</summary>
    public Uri? Provider { get; init; }
}

/// <summary>The whole service on a real socket and a real SQLite file, with a simulator as its provider.</summary>
public sealed class ServiceHost : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ServiceOptions _options;
    private readonly int _port = FreePort.Take();
    private OffhookHost _host = null!; // Set by StartAsync, the only way to make one.

    private ServiceHost(ServiceOptions options, SimulatorHost simulator) => (_options, Simulator) = (options, simulator);

    /// <summary>The provider.</summary>
    public SimulatorHost Simulator { get; }

    /// <summary>What the provider knows to be true.</summary>
    public Platform Platform => Simulator.Platform;

    /// <summary>Where the service listens.</summary>
    public Uri Address => new($"http://127.0.0.1:{_port}/");

    /// <summary>The service's data folder.</summary>
    public string DataFolder => Path.Combine(_folder.Path, "data");

    /// <summary>The key of a public service.</summary>
    public string Key => File.ReadAllText(Path.Combine(DataFolder, "first-key")).Trim();

    /// <summary>The services inside.</summary>
    public IServiceProvider Services => _host.Application.Services;

    /// <summary>Starts a service.</summary>
    public static async Task<ServiceHost> StartAsync(ServiceOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new ServiceOptions();
        var simulator = await SimulatorHost.StartAsync(
            new SimulatorOptions { Address = new("http://127.0.0.1:0"), Clock = (TimeProvider?)options.Clock ?? TimeProvider.System, Speed = options.Clock is null ? options.Speed : 1 },
            cancellationToken);
        var service = new ServiceHost(options, simulator);
        await service.OpenAsync(cancellationToken);
        return service;
    }

    /// <summary>A client that sends the key when the service is public.</summary>
    public HttpClient CreateClient()
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
        if (_options.IsPublic)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        }

        return client;
    }

    /// <summary>A client that knows nothing.</summary>
    public HttpClient CreateStranger() => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };

    /// <summary>The address that the provider would call back for a call, turned to this service, with some values replaced.</summary>
    public Uri CallbackOf(SimulatedCall phoneCall, params (string Name, string Value)[] overrides) =>
        new(Address, Platform.CallbackAddressOf(phoneCall, overrides.ToDictionary(pair => pair.Name, pair => pair.Value)).PathAndQuery);

    /// <summary>Stops the service in an orderly way and starts it again on the same folder and port.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken = default)
    {
        await _host.Application.StopAsync(cancellationToken);
        await _host.DisposeAsync();
        await OpenAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _host.Application.StopAsync();
        await _host.DisposeAsync();
        await Simulator.DisposeAsync();
        _folder.Dispose();
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        var settings = new Dictionary<string, string>
        {
            ["KALEYRA_API_KEY"] = "A0000000000000000000000000000fake",
            ["KALEYRA_CALLBACK_URL"] = _options.IsPublic ? "https://calls.example.test" : Address.AbsoluteUri,
            ["KALEYRA_BASE_URL"] = (_options.Provider ?? Simulator.VoiceAddress).AbsoluteUri,
            ["KALEYRA_OBD_BASE_URL"] = (_options.Provider ?? Simulator.ObdAddress).AbsoluteUri,
            ["OFFHOOK_DATA"] = DataFolder,
        };
        foreach (var (name, value) in _options.Settings)
        {
            settings[name] = value;
        }

        _host = await OffhookHost.OpenAsync(
            [$"--urls={Address.AbsoluteUri.TrimEnd('/')}"], new SettingsSource(settings), (TimeProvider?)_options.Clock ?? TimeProvider.System, cancellationToken);
        await _host.Application.StartAsync(cancellationToken);
    }
}
