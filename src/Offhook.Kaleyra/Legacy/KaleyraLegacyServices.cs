using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Offhook.Kaleyra.Legacy;

/// <summary>Adds the client to a host.</summary>
public static class KaleyraLegacyServices
{
    /// <summary>Name of the client in <see cref="IHttpClientFactory"/>, for hosts that add handlers of their own.</summary>
    public const string HttpClientName = "Offhook.Kaleyra.Legacy";

    internal const string KeyHeader = "x-api-key";

    /// <summary>
    /// Adds one <see cref="KaleyraLegacyClient"/> for the host's lifetime. Settings are checked before the host starts; a registered
    /// <see cref="TimeProvider"/> is used.
    /// </summary>
    /// <param name="configure">Sets at least <see cref="KaleyraLegacyOptions.ApiKey"/>.</param>
    public static IServiceCollection AddKaleyraLegacy(this IServiceCollection services, Action<KaleyraLegacyOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<KaleyraLegacyOptions>, KaleyraLegacyOptionsValidator>());
        services.AddOptions<KaleyraLegacyOptions>().Configure(configure).ValidateOnStart();
        services.AddHttpClient(HttpClientName, http => http.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider => KaleyraLegacyClient.CreateHandler(provider.GetRequiredService<IOptions<KaleyraLegacyOptions>>().Value))
            .RedactLoggedHeaders([KeyHeader])
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        services.TryAddSingleton(provider => new KaleyraLegacyClient(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(HttpClientName),
            provider.GetRequiredService<IOptions<KaleyraLegacyOptions>>().Value,
            provider.GetService<TimeProvider>()));
        return services;
    }
}
