using Microsoft.Extensions.DependencyInjection;
using Offhook.Gateway.Providers.KaleyraIo;
using Offhook.Gateway.Providers.KaleyraLegacy;

namespace Offhook.Gateway.Providers;

/// <summary>The providers that there are: a line for each.</summary>
public static class ProviderRegistration
{
    /// <summary>Places calls with Kaleyra's legacy API. The host brings its client. The provider that is added first is the preferred one.</summary>
    public static IServiceCollection AddLegacyProvider(this IServiceCollection services) => services.AddSingleton<IVoiceProvider, LegacyProvider>();

    /// <summary>Places calls with kaleyra.io. The host brings its client.</summary>
    /// <param name="playsFlows">Whether the account's flows can be played: how a dial names them is a setting.</param>
    public static IServiceCollection AddIoProvider(this IServiceCollection services, bool playsFlows) =>
        services.AddSingleton(new IoPlays(playsFlows)).AddSingleton<IVoiceProvider, IoProvider>();

    /// <summary>Takes callbacks of every provider, configured or not.</summary>
    internal static IServiceCollection AddCallbackIntakes(this IServiceCollection services) => services
        .AddSingleton<ICallbackIntake, LegacyCallbacks>()
        .AddSingleton<ICallbackIntake, IoCallbacks>();
}
