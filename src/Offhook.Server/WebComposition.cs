using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;
using Offhook.Desk;
using Offhook.Gateway.Live;
using Offhook.Server.Access;
using Offhook.Server.Callbacks;
using Offhook.Server.Calls;
using Offhook.Server.Health;
using Offhook.Server.Live;
using Offhook.Server.Problems;
using Offhook.Server.Settings;
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
        services.AddHttpClient(RecordingEndpoint.HttpClientName).ConfigurePrimaryHttpMessageHandler(RecordingEndpoint.CreateHandler);
        services.AddHttpClient(RecordingEndpoint.SimulatorClientName).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
        services.AddSingleton<IdempotencyKeys>().AddSingleton<StartAnswers>().AddSingleton<StartFlow>().AddSingleton<RequestLog>().AddSingleton<ReadyCheck>();
        services.AddAccess(settings);
    }

    public static void AddPages(this WebApplicationBuilder builder, Uri? phonesPage)
    {
        builder.Services.AddDesk(_ => new DeskOptions { PhonesPage = phonesPage });
    }

    public static void MapWeb(this WebApplication app)
    {
        app.UseMiddleware<RequestLogMiddleware>();
        app.UseProblems();
        app.UseMiddleware<ResponseHeaders>();
        app.UseRouting();
        app.UseCors();
        app.UseAuthentication();
        app.UseAuthorization();

        var calls = app.MapGroup("/calls").WithTags("Calls").RequireAuthorization();
        calls.MapStarts();
        calls.MapLive();
        calls.MapLog();
        calls.MapHistory();
        app.MapCallbacks();
        app.MapHealth();
        app.MapAccess();
        app.MapOpenApi();
        app.MapDesk().RequireAuthorization();
    }

    private static void AddAccess(this IServiceCollection services, OffhookSettings settings)
    {
        services.AddSingleton(new AccessOptions(settings.IsKeyless, settings.Origins, settings.PublicAddress?.GetLeftPart(UriPartial.Authority))).AddSingleton<DeskSession>().AddSingleton<CallerRecognition>();
        services.AddDataProtection().SetApplicationName("offhook");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider =>
            new ConfigureOptions<KeyManagementOptions>(keys => keys.XmlRepository = new StoredKeyRing(provider.GetRequiredService<ICallStore>())));
        services.AddAuthentication(AccessOptions.Scheme).AddScheme<AuthenticationSchemeOptions, CredentialHandler>(AccessOptions.Scheme, null);

        // A route that says nothing is closed.
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }
}
