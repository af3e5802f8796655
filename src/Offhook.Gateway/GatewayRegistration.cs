using Microsoft.Extensions.DependencyInjection;
using Offhook.Gateway.Dialling;
using Offhook.Gateway.Live;
using Offhook.Gateway.Policy;
using Offhook.Gateway.Providers;
using Offhook.Gateway.Providers.Availability;
using Offhook.Gateway.Reconciliation;
using Offhook.Gateway.Reports;
using Offhook.Gateway.Retention;

namespace Offhook.Gateway;

/// <summary>Adds the work of Offhook to a host.</summary>
public static class GatewayRegistration
{
    /// <summary>
    /// Adds dialling, reports, policy, the log poller and retention. The host brings the providers (see <see cref="ProviderRegistration"/>), the store, its
    /// <see cref="ChangeFeed"/>, the <see cref="CallbackTokens"/> and a clock.
    /// </summary>
    public static IServiceCollection AddGateway(this IServiceCollection services, GatewayOptions options) => services
        .AddSingleton(options)
        .AddSingleton(options.DialRate)
        .AddSingleton<NumberPolicy>()
        .AddSingleton<DialRate>()
        .AddSingleton<StartLog>()
        .AddSingleton<StartMessage>()
        .AddSingleton<ProviderTurns>()
        .AddSingleton<CallStarter>()
        .AddSingleton<ReportLog>()
        .AddSingleton<ReportInbox>()
        .AddSingleton<CallbackProof>()
        .AddSingleton<ProviderDirectory>()
        .AddSingleton<BreakerLog>()
        .AddSingleton<ProviderBreakers>()
        .AddCallbackIntakes()
        .AddSingleton<ChangeRetention>()
        .AddSingleton<PollerLog>()
        .AddHostedService<LogPoller>()
        .AddSingleton<CallHints>()
        .AddHostedService(services => services.GetRequiredService<CallHints>());
}
