using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;
using Offhook.Desk;
using Offhook.Gateway.Live;
using Offhook.Server.Access;
using Offhook.Server.Access.Keys;
using Offhook.Server.Access.People;
using Offhook.Server.Callbacks;
using Offhook.Server.Calls;
using Offhook.Server.Health;
using Offhook.Server.Live;
using Offhook.Server.Problems;
using Offhook.Server.Providers;
using Offhook.Server.Proxies;
using Offhook.Server.Settings;
using Offhook.Server.Supabase.Realtime;
using Offhook.Server.Supabase.Rest;
using Offhook.Storage;

namespace Offhook.Server;

/// <summary>The web side, as a list of what is added and what is mapped.</summary>
internal static class WebComposition
{
    // Larger than the longest callback that is read, so that one too long is cut and kept, not refused.
    private const int LongestRequestLine = 16 * 1024;
    private const int LargestBody = 64 * 1024;

    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(25);

    public static void AddWeb(this WebApplicationBuilder builder, OffhookSettings settings)
    {
        var services = builder.Services;
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Limits.MaxRequestLineSize = LongestRequestLine;
        });
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("System.Net.Http.HttpClient", LogLevel.Warning).AddFilter("Polly", LogLevel.Warning)
            .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning)

            // The framework's part of it says of every stranger, twice, what the line of the request says.
            .AddFilter(typeof(CredentialHandler).FullName, LogLevel.Warning)

            // The keys lie in the store beside everything that they protect; its file is readable by its owner only.
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
            .AddSimpleConsole(console => console.SingleLine = true);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = StopPatience);
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.Encoder = ViewJson.Encoder;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ServerJson.Default);
        });
        services.AddProblemDetails();
        services.AddDescription();
        services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
            .WithOrigins([.. settings.Origins]).WithMethods("GET", "POST")
            .WithHeaders("Authorization", "Content-Type", IdempotencyKeys.Header, "Last-Event-ID").WithExposedHeaders("Location", "Retry-After")));
        services.AddSingleton<ICorsPolicyProvider, PageCors>().AddSingleton<RestCallers>().AddSingleton<ReaderTurns>();
        services.AddHttpClient(RecordingEndpoint.HttpClientName).ConfigurePrimaryHttpMessageHandler(RecordingEndpoint.CreateHandler);
        services.AddHttpClient(RecordingEndpoint.SimulatorClientName).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
        services.AddSingleton<IdempotencyKeys>().AddSingleton<StartAnswers>().AddSingleton<StartFlow>().AddSingleton<RequestLog>().AddSingleton<ReadyCheck>();
        services.AddRealtime();
        services.AddKnownProxies(settings.Proxies);
        services.AddAccess(settings);
    }

    public static void AddPages(this WebApplicationBuilder builder, Uri? phonesPage)
    {
        builder.Services.AddDesk(_ => new DeskOptions { PhonesPage = phonesPage });
    }

    public static void MapWeb(this WebApplication app, OffhookSettings settings)
    {
        app.UseKnownProxies(settings.Proxies);
        app.UseMiddleware<RequestLogMiddleware>();
        app.UseProblems();
        app.UseMiddleware<ResponseHeaders>();
        app.UseRouting();
        app.UseCors();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseMiddleware<StreamTerm>();

        var calls = app.MapGroup("/calls").WithTags("Calls").OnlyFor(RoleGates.Readers);
        calls.MapStarts();
        calls.MapLive();
        calls.MapLog();
        calls.MapHistory();
        app.MapCallbacks();
        if (settings.Legacy is { CallbackSecrets: { Count: > 0 } secrets })
        {
            app.MapAccountCallback(secrets);
        }

        app.MapProviders();
        app.MapHealth();
        app.MapAccess();
        app.MapKeys();
        app.MapRealtime();
        app.MapSupabaseRest();
        app.MapOpenApi().OnlyFor(RoleGates.Keepers);
        app.MapDesk().OnlyFor(RoleGates.Administrator).WithMetadata(new EndsWithItsCaller());
    }

    private static void AddAccess(this IServiceCollection services, OffhookSettings settings)
    {
        services.AddSingleton(new AccessOptions(settings.IsKeyless, settings.Origins, settings.PublicAddress?.GetLeftPart(UriPartial.Authority))).AddSingleton<DeskSession>().AddSingleton<CallerRecognition>().AddSingleton<AccessKeyRing>();
        if (settings.SupabaseAddress is { } supabase)
        {
            services.AddPeople(new SupabaseProject(supabase, settings.SupabaseSecret));
        }

        services.AddDataProtection().SetApplicationName("offhook");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider =>
            new ConfigureOptions<KeyManagementOptions>(keys => keys.XmlRepository = new StoredKeyRing(provider.GetRequiredService<ICallStore>())));
        services.AddAuthentication(AccessOptions.Scheme).AddScheme<AuthenticationSchemeOptions, CredentialHandler>(AccessOptions.Scheme, null);

        services.AddAuthorizationBuilder().SetFallbackPolicy(RoleGates.Fallback);
    }

    private static void AddPeople(this IServiceCollection services, SupabaseProject project)
    {
        services.AddSingleton(project).AddSingleton<PeopleLog>().AddSingleton<PublishedKeys>().AddSingleton<PersonProfiles>().AddSingleton<PersonTokens>();
        services.AddHttpClient(PublishedKeys.HttpClientName, client => (client.Timeout, client.MaxResponseContentBufferSize) = (PublishedKeys.Patience, PublishedKeys.LargestAnswer))
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    }
}
