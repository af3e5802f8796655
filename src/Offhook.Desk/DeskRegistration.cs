using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Offhook.Desk.Assets;
using Offhook.Desk.Dialling;
using Offhook.Desk.Live;
using Offhook.Desk.Page;

namespace Offhook.Desk;

/// <summary>Adds the desk to a host.</summary>
public static class DeskRegistration
{
    /// <summary>Adds what the desk needs, antiforgery included. The host brings the gateway, its feed, the store, a clock and where data-protection keys are kept.</summary>
    /// <param name="options">Asked for each page, because a demo learns its ports only after it has started.</param>
    public static IServiceCollection AddDesk(this IServiceCollection services, Func<IServiceProvider, DeskOptions> options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.FormFieldName = "form_token";
            antiforgery.Cookie.Name = "offhook-form";
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        return services
            .AddSingleton<Rendering>()
            .AddSingleton<Fragments>()
            .AddSingleton<Notices>()
            .AddSingleton<DeskDial>()
            .AddSingleton<LiveEndpoint>()
            .AddSingleton<DialEndpoint>()
            .AddSingleton(provider => new PageEndpoint(
                provider.GetRequiredService<Rendering>(),
                provider.GetRequiredService<Forms>(),
                provider.GetRequiredService<Gateway.Live.ChangeFeed>(),
                provider.GetRequiredService<Gateway.Providers.ProviderDirectory>(),
                provider.GetRequiredService<TimeProvider>(),
                () => options(provider)))
            .AddSingleton<Forms>();
    }

    /// <summary>Maps the page at <c>/</c>, its form, its live stream and its files below <c>/desk/</c>.</summary>
    /// <returns>All of them, so that the host can put authorization on them.</returns>
    public static IEndpointConventionBuilder MapDesk(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var desk = routes.MapGroup("").ExcludeFromDescription();
        desk.MapGet("/", (RequestDelegate)services.GetRequiredService<PageEndpoint>().HandleAsync);
        desk.MapPost("/desk/dial", (RequestDelegate)services.GetRequiredService<DialEndpoint>().HandleAsync);
        desk.MapGet("/desk/live", (RequestDelegate)services.GetRequiredService<LiveEndpoint>().HandleAsync);
        foreach (var asset in EmbeddedAsset.All)
        {
            desk.MapGet(asset.Route, (RequestDelegate)asset.HandleAsync);
        }

        return desk;
    }
}
