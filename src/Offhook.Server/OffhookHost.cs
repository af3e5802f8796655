using Offhook.Gateway;
using Offhook.Gateway.Live;
using Offhook.Gateway.Policy;
using Offhook.Gateway.Providers;
using Offhook.Gateway.Reports;
using Offhook.Server.Access;
using Offhook.Server.Calls;
using Offhook.Server.Demo;
using Offhook.Server.Providers;
using Offhook.Server.Schedule;
using Offhook.Server.Settings;
using Offhook.Simulator;
using Offhook.Storage;
using Offhook.Storage.Postgres;
using Offhook.Storage.Sqlite;

namespace Offhook.Server;

/// <summary>One running Offhook: its folder, its store, in the demo its simulator, and the web application on top.</summary>
public sealed class OffhookHost : IAsyncDisposable
{
    /// <summary>Where it listens unless told otherwise.</summary>
    public const string StandardAddress = "http://localhost:3002";

    private readonly DataFolder _folder;
    private readonly ICallStore _store;
    private readonly SimulatorHost? _simulator;

    private OffhookHost(WebApplication application, DataFolder folder, ICallStore store, SimulatorHost? simulator) =>
        (Application, _folder, _store, _simulator) = (application, folder, store, simulator);

    /// <summary>The web application.</summary>
    public WebApplication Application { get; }

    /// <summary>Opens everything. Nothing listens yet.</summary>
    /// <param name="args">Command line: <c>--urls</c>, and <c>--new-key</c> for a new admin key.</param>
    /// <exception cref="SettingsException">A setting is missing or impossible.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot be opened.</exception>
    public static async Task<OffhookHost> OpenAsync(string[] args, SettingsSource source, TimeProvider clock, CancellationToken cancellationToken = default)
    {
        var settings = SettingsReader.Read(source);
        var folder = DataFolder.Take(settings.DataFolder);
        ICallStore? store = null;
        SimulatorHost? simulator = null;
        var notices = new StoreNotices();
        try
        {
            await DemoGuard.CheckAsync(settings, folder, clock, cancellationToken);
            store = await OpenStoreAsync(settings, folder, notices, clock, cancellationToken);
            simulator = settings.IsDemo ? await DemoSimulator.StartAsync(clock, cancellationToken) : null;
            if (settings.IsDemo)
            {
                await DemoLeftovers.SettleAsync(store, clock, cancellationToken);
            }

            var application = await BuildAsync(args, settings, folder, store, simulator, clock, cancellationToken);
            notices.WriteTo(application.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Offhook"));
            return new OffhookHost(application, folder, store, simulator);
        }
        catch
        {
            if (simulator is not null)
            {
                await simulator.DisposeAsync();
            }

            if (store is not null)
            {
                await store.DisposeAsync();
            }

            folder.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Application.DisposeAsync();
        if (_simulator is not null)
        {
            await _simulator.DisposeAsync();
        }

        await _store.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task<ICallStore> OpenStoreAsync(OffhookSettings settings, DataFolder folder, StoreNotices notices, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (settings.Database is not { } database)
        {
            folder.RefuseWithoutDatabase();
            return await SqliteCallStore.OpenAsync(new() { FilePath = folder.File(settings.IsDemo ? DemoGuard.DemoFile : DemoGuard.RealFile) }, clock, cancellationToken);
        }

        var store = await PostgresCallStore.OpenAsync(database with { Trouble = notices.Tell }, clock, cancellationToken);
        folder.RememberDatabase();
        return store;
    }

    private static async Task<WebApplication> BuildAsync(
        string[] args, OffhookSettings settings, DataFolder folder, ICallStore store, SimulatorHost? simulator, TimeProvider clock, CancellationToken cancellationToken)
    {
        var secrets = await folder.CallbackSecretsAsync(store, settings.IsDemo ? "demo-callback-secrets" : "callback-secrets", cancellationToken);
        var admin = settings.IsKeyless ? default : await AdminKey.OpenAsync(store, folder, args.Contains(AdminKey.RenewArgument), cancellationToken);
        var storeName = Convert.ToHexStringLower(await store.SecretAsync("store-name", () => Guid.CreateVersion7(clock.GetUtcNow()).ToByteArray()[^8..], cancellationToken));
        var last = (await store.SnapshotAsync(0, cancellationToken)).Number;

        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = [.. args.Where(word => word != AdminKey.RenewArgument)], ContentRootPath = AppContext.BaseDirectory });
        var address = new ServerAddress(builder.Configuration["urls"] is { Length: > 0 } urls ? urls : StandardAddress);
        address.Check(settings, builder.Configuration);
        builder.WebHost.UseUrls(address.Configured);
        builder.AddWeb(settings);
        builder.Services
            .AddSingleton(clock)
            .AddSingleton(settings)
            .AddSingleton(store)
            .AddSingleton((IAccessKeyStore)store)
            .AddSingleton(store as IDialTurns ?? new LocalDialTurns(clock))
            .AddSingleton(address)
            .AddSingleton(new AdminKeyHolder(admin.Key))
            .AddSingleton(new RecordingSource(simulator?.Address ?? (settings.Io?.BaseAddress is { IsLoopback: true } local ? local : null)))
            .AddSingleton(new CallbackTokens(secrets, clock))
            .AddSingleton(services => new ChangeFeed(store, clock, services.GetRequiredService<ProviderDirectory>(), storeName, last))
            .AddProviders(settings, simulator)
            .AddGateway(GatewayOptionsOf(settings, address))
            .AddSchedule(settings.Database?.Address);
        builder.AddPages(simulator?.PhonesPage);
        var application = builder.Build();
        address.Bind(application);

        // The feed must listen before anything is written.
        application.Services.GetRequiredService<ChangeFeed>();
        application.MapWeb(settings);
        application.Announce(settings, simulator?.PhonesPage, admin.IsNew ? folder.File(AdminKey.FileName) : null);
        return application;
    }

    private static GatewayOptions GatewayOptionsOf(OffhookSettings settings, ServerAddress address) => new()
    {
        PublicAddress = () => settings.PublicAddress ?? address.Own,
        CallbacksReachUs = settings.IsDemo || settings.PublicAddress is { IsLoopback: false },
        HasOneCallbackAddress = settings.Legacy is { CallbackSecrets.Count: > 0 },
        IsDemo = settings.IsDemo,
        DialsRealPhones = settings.DialsRealPhones,
        Providers = settings.Providers,
        DialRate = new DialRateOptions { PerSecond = settings.DialsPerSecond },
        AgentGuard = settings.AgentGuard,
        Countries = settings.Countries,
        OnlyNumbers = settings.OnlyNumbers,
    };
}
