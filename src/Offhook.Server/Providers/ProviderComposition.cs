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
            services.AddKaleyraLegacy(options =>
            {
                (options.ApiKey, options.BaseAddress, options.ObdBaseAddress) = (legacy.ApiKey, legacy.BaseAddress, legacy.ObdBaseAddress);
                options.KeyPlacement = legacy.KeyInBody ? KeyPlacement.Body : KeyPlacement.Header;
            }).AddLegacyProvider();
        }

        if (settings.Io is { } io)
        {
            services.AddKaleyraIo(options =>
            {
                (options.Sid, options.ApiKey, options.Bridge, options.BaseAddress, options.LogOffset) = (io.Sid, io.ApiKey, io.Bridge, io.BaseAddress, io.LogOffset);
                options.FlowTarget = io.FlowTarget ?? options.FlowTarget;
            }).AddIoProvider(playsFlows: io.FlowTarget is not null);
        }

        return services;
    }
}
