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

    /// <summary>A provider that runs already and outlives the service; one of its own when null.</summary>
    public SimulatorHost? Simulator { get; init; }

    /// <summary>A data folder that exists already and outlives the service; one of its own when null.</summary>
    public string? DataFolder { get; init; }

    /// <summary>
    /// A database that exists already, may be shared with other services, and outlives the service. When null, and no setting says otherwise: one of its own
    /// where the tests run on PostgreSQL, and a file in the data folder where they run on SQLite.
    /// </summary>
    public PostgresDatabase? Database { get; init; }

    /// <summary>Where to listen; a free port when null.</summary>
    public int? Port { get; init; }
}

/// <summary>The whole service on a real socket and a real database, with a simulator as its provider.</summary>
public sealed class ServiceHost : IAsyncDisposable
{
    private const string PublicHost = "calls.example.test";

    private readonly TempFolder _folder = new();
    private readonly ServiceOptions _options;
    private readonly int _port;
    private readonly ProviderTraffic _traffic;
    private PostgresDatabase? _ownDatabase;
    private OffhookHost? _host;

    private ServiceHost(ServiceOptions options, SimulatorHost simulator)
    {
        (_options, Simulator) = (options, simulator);
        _port = options.Port ?? FreePort.Take();
        _traffic = new ProviderTraffic(simulator.Address.Port);
    }

    /// <summary>The provider.</summary>
    public SimulatorHost Simulator { get; }

    /// <summary>What the provider knows to be true.</summary>
    public Platform Platform => Simulator.Platform;

    /// <summary>Where the service listens.</summary>
    public Uri Address => new($"http://127.0.0.1:{_port}/");

    /// <summary>The service's data folder.</summary>
    public string DataFolder => _options.DataFolder ?? Path.Combine(_folder.Path, "data");

    /// <summary>Where it keeps its calls.</summary>
    public TestDatabase Database => (TestDatabase?)_options.Database ?? _ownDatabase ?? (TestDatabase)SqliteDatabase.Of(Path.Combine(DataFolder, "offhook.db"));

    /// <summary>The key of a public service.</summary>
    public string Key => File.ReadAllText(Path.Combine(DataFolder, "first-key")).Trim();

    /// <summary>The services inside.</summary>
    public IServiceProvider Services => Host.Application.Services;

    /// <summary>The manual clock.</summary>
    /// <exception cref="InvalidOperationException">The service runs on the machine's clock.</exception>
    public ManualClock Clock => _options.Clock ?? throw new InvalidOperationException("this service runs on the machine's clock");

    private OffhookHost Host => _host ?? throw new InvalidOperationException("the service is stopped");

    /// <summary>Starts a service.</summary>
    public static async Task<ServiceHost> StartAsync(ServiceOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new ServiceOptions();
        var service = new ServiceHost(options, options.Simulator ?? await StartSimulatorAsync(options, cancellationToken));
        try
        {
            service._ownDatabase = options.Database is null && !options.Settings.ContainsKey("DATABASE_URL") ? await PostgresDatabase.CreateIfUsedAsync() : null;
            await service.OpenAsync(cancellationToken);
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }

        return service;
    }

    /// <summary>Moves the manual clock on until a task is done. It stands still while the service waits for its provider, whose time-outs are on the same clock.</summary>
    /// <param name="step">1 s unless told otherwise.</param>
    /// <exception cref="TimeoutException">The task was not done within 20 s of real time.</exception>
    public Task<T> PlayAsync<T>(Task<T> until, TimeSpan? step = null) => Clock.PlayAsync(until, step, () => _traffic.IsQuiet);

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

    /// <summary>Stops the service in an orderly way. Its folder, its database and its provider stay.</summary>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        if (_host is { } host)
        {
            _host = null;
            await host.Application.StopAsync(cancellationToken);
            await host.DisposeAsync();
        }
    }

    /// <summary>Stops the service in an orderly way and starts it again on the same folder, database and port.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken = default)
    {
        await StopAsync(cancellationToken);
        await OpenAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_options.Simulator is null)
        {
            await Simulator.DisposeAsync();
        }

        if (_ownDatabase is not null)
        {
            await _ownDatabase.DisposeAsync();
        }

        _traffic.Dispose();
        _folder.Dispose();
    }

    private static async Task<SimulatorHost> StartSimulatorAsync(ServiceOptions options, CancellationToken cancellationToken)
    {
        var simulator = await SimulatorHost.StartAsync(
            new SimulatorOptions
            {
                Address = new("http://127.0.0.1:0"),
                Clock = (TimeProvider?)options.Clock ?? TimeProvider.System,
                Speed = options.Clock is null ? options.Speed : 1,
                CallbackHosts = [PublicHost],
            },
            cancellationToken);
        if (options.IsPublic)
        {
            // The public name leads nowhere: callbacks are the test's own.
            simulator.Platform.Always(Fault.NoCallback());
        }

        return simulator;
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        var settings = new Dictionary<string, string>
        {
            ["KALEYRA_API_KEY"] = "A0000000000000000000000000000fake",
            ["KALEYRA_CALLBACK_URL"] = _options.IsPublic ? $"https://{PublicHost}" : Address.AbsoluteUri,
            ["KALEYRA_BASE_URL"] = (_options.Provider ?? Simulator.VoiceAddress).AbsoluteUri,
            ["KALEYRA_OBD_BASE_URL"] = (_options.Provider ?? Simulator.ObdAddress).AbsoluteUri,
            ["OFFHOOK_DATA"] = DataFolder,
        };
        if ((_options.Database ?? _ownDatabase) is { } database)
        {
            settings["DATABASE_URL"] = database.Url;
        }

        foreach (var (name, value) in _options.Settings)
        {
            settings[name] = value;
        }

        _host = await OffhookHost.OpenAsync(
            [$"--urls={Address.AbsoluteUri.TrimEnd('/')}", "--Logging:LogLevel:Default=Warning"], new SettingsSource(settings), (TimeProvider?)_options.Clock ?? TimeProvider.System, cancellationToken);
        await _host.Application.StartAsync(cancellationToken);
    }
}
