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

    /// <summary>The accounts, the preferred one first; one with the provider that the tests of this program run on, unless told otherwise. Each has a simulator of its own.</summary>
    public IReadOnlyList<TestProvider> Accounts { get; init; } = [TestProvider.OfTheseTests];

    /// <summary>The first provider's address when it is not the simulator.</summary>
    public Uri? Provider { get; init; }

    /// <summary>The second provider's address when it is not its simulator.</summary>
    public Uri? OtherProvider { get; init; }

    /// <summary>A provider that runs already and outlives the service; one of its own when null.</summary>
    public SimulatorHost? Simulator { get; init; }

    /// <summary>The same for the second account.</summary>
    public SimulatorHost? OtherSimulator { get; init; }

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

/// <summary>The whole service on a real socket and a real database, with a simulator for each of its providers.</summary>
public sealed class ServiceHost : IAsyncDisposable
{
    private const string PublicHost = "calls.example.test";

    private readonly TempFolder _folder = new();
    private readonly int _port;
    private readonly Dictionary<TestProvider, SimulatorHost> _simulators;
    private readonly ProviderTraffic _traffic;
    private ServiceOptions _options;
    private PostgresDatabase? _ownDatabase;
    private OffhookHost? _host;

    private ServiceHost(ServiceOptions options, Dictionary<TestProvider, SimulatorHost> simulators)
    {
        (_options, _simulators, Provider) = (options, simulators, options.Accounts[0]);
        _port = options.Port ?? FreePort.Take();
        _traffic = new ProviderTraffic([.. simulators.Values.Select(simulator => simulator.Address.Port)]);
    }

    /// <summary>Which provider is the preferred one; with a single account the only one.</summary>
    public TestProvider Provider { get; }

    /// <summary>The preferred provider.</summary>
    public SimulatorHost Simulator => _simulators[Provider];

    /// <summary>What the preferred provider knows to be true.</summary>
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
        var simulators = new Dictionary<TestProvider, SimulatorHost> { [options.Accounts[0]] = options.Simulator ?? await StartSimulatorAsync(options, cancellationToken) };
        foreach (var other in options.Accounts.Skip(1))
        {
            simulators[other] = options.OtherSimulator ?? await StartSimulatorAsync(options, cancellationToken);
        }

        var service = new ServiceHost(options, simulators);
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

    /// <summary>What the provider of an account knows to be true.</summary>
    public Platform PlatformOf(TestProvider provider) => _simulators[provider].Platform;

    /// <summary>The address that the provider would call back for a call, turned to this service, with some values replaced.</summary>
    /// <param name="overrides">In the legacy API's words, whichever provider has the call.</param>
    public Uri CallbackOf(SimulatedCall phoneCall, params (string Name, string Value)[] overrides) =>
        new(Address, EndWords.Of(Platform, phoneCall, overrides));

    /// <summary>The address with which a step of a call would be told, whether it has happened or not, turned to this service, with some values replaced.</summary>
    /// <param name="name">Such as <c>to_call_answer</c>.</param>
    public Uri EventOf(SimulatedCall phoneCall, string name, params (string Name, string Value)[] overrides) =>
        new(Address, Platform.EventAddressOf(phoneCall, name, overrides.ToDictionary(pair => pair.Name, pair => pair.Value)).PathAndQuery);

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

    /// <summary>The same with other settings. An account that is left out keeps its provider, which may still call back.</summary>
    public async Task RestartAsync(Func<ServiceOptions, ServiceOptions> change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        await StopAsync(cancellationToken);
        _options = change(_options);
        await OpenAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        foreach (var simulator in _simulators.Values.Where(simulator => simulator != _options.Simulator && simulator != _options.OtherSimulator))
        {
            await simulator.DisposeAsync();
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
            simulator.Platform.Always(Fault.NoCallback().OnEvents());
        }

        return simulator;
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        var settings = new Dictionary<string, string>
        {
            ["KALEYRA_CALLBACK_URL"] = _options.IsPublic ? $"https://{PublicHost}" : Address.AbsoluteUri,
            ["OFFHOOK_DATA"] = DataFolder,
        };
        for (var place = 0; place < _options.Accounts.Count; place++)
        {
            var account = _options.Accounts[place];
            foreach (var (name, value) in account.SettingsFor(_simulators[account], place == 0 ? _options.Provider : _options.OtherProvider))
            {
                settings[name] = value;
            }
        }

        if (_options.Accounts.Count > 1)
        {
            settings["OFFHOOK_PROVIDERS"] = string.Join(',', _options.Accounts);
        }

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
