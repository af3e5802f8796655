using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Offhook.Kaleyra.Io;

/// <summary>Adds the client to a host.</summary>
public static class KaleyraIoServices
{
    /// <summary>Name of the client in <see cref="IHttpClientFactory"/>, for hosts that add handlers of their own.</summary>
    public const string HttpClientName = "Offhook.Kaleyra.Io";

    internal const string KeyHeader = "api-key";

    /// <summary>
    /// Adds one <see cref="KaleyraIoClient"/> for the host's lifetime. Settings are checked before the host starts; a registered
    /// <see cref="TimeProvider"/> is used. Adding twice does no harm: the later settings are applied over the earlier.
    /// </summary>
    /// <param name="configure">Sets at least <see cref="KaleyraIoOptions.Sid"/>, <see cref="KaleyraIoOptions.ApiKey"/> and <see cref="KaleyraIoOptions.Bridge"/>.</param>
    public static IServiceCollection AddKaleyraIo(this IServiceCollection services, Action<KaleyraIoOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<KaleyraIoOptions>, KaleyraIoOptionsValidator>());
        services.AddOptions<KaleyraIoOptions>().Configure(configure).ValidateOnStart();
        services.AddHttpClient(HttpClientName, http => http.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider => KaleyraIoClient.CreateHandler(provider.GetRequiredService<IOptions<KaleyraIoOptions>>().Value))
            .RedactLoggedHeaders([KeyHeader])
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        services.TryAddSingleton(provider => new KaleyraIoClient(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(HttpClientName),
            provider.GetRequiredService<IOptions<KaleyraIoOptions>>().Value,
            provider.GetService<TimeProvider>()));
        return services;
    }
}
