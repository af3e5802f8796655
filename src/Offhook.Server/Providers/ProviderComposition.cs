using Offhook.Gateway.Providers;
using Offhook.Kaleyra.Io;
using Offhook.Kaleyra.Legacy;
using Offhook.Server.Demo;
using Offhook.Server.Settings;
using Offhook.Simulator;

namespace Offhook.Server.Providers;

/// <summary>Sets up the providers whose accounts are configured.</summary>
internal static class ProviderComposition
{
    public static IServiceCollection AddProviders(this IServiceCollection services, OffhookSettings settings, SimulatorHost? simulator)
    {
        if (simulator is not null)
        {
            services.AddKaleyraLegacy(options => (options.ApiKey, options.BaseAddress, options.ObdBaseAddress) = (DemoSimulator.ApiKey, simulator.VoiceAddress, simulator.ObdAddress)).AddLegacyProvider();
        }

        if (settings.Legacy is { } legacy)
        {
            services.AddClient(legacy).AddLegacyProvider();
        }

        if (settings.Io is { } io)
        {
            services.AddClient(io).AddIoProvider(playsFlows: io.FlowTarget is not null);
        }

        return services;
    }

    /// <summary>The client of an account, for which nothing else is needed.</summary>
    public static IServiceCollection AddClient(this IServiceCollection services, LegacyAccount account) => services.AddKaleyraLegacy(options =>
    {
        (options.ApiKey, options.BaseAddress, options.ObdBaseAddress) = (account.ApiKey, account.BaseAddress, account.ObdBaseAddress);
        options.KeyPlacement = account.KeyInBody ? KeyPlacement.Body : KeyPlacement.Header;
    });

    /// <inheritdoc cref="AddClient(IServiceCollection, LegacyAccount)"/>
    public static IServiceCollection AddClient(this IServiceCollection services, IoAccount account) => services.AddKaleyraIo(options =>
    {
        (options.Sid, options.ApiKey, options.Bridge, options.BaseAddress, options.LogOffset) = (account.Sid, account.ApiKey, account.Bridge, account.BaseAddress, account.LogOffset);
        options.FlowTarget = account.FlowTarget ?? options.FlowTarget;
    });
}
