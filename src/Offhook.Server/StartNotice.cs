using Offhook.Server.Settings;

namespace Offhook.Server;

/// <summary>What the administrator reads when the service has started.</summary>
internal static partial class StartNotice
{
    public static void Announce(this WebApplication app, OffhookSettings settings, Uri? phonesPage, string? newKeyFile)
    {
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Offhook");
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            Listening(log, string.Join(' ', app.Urls));
            if (phonesPage is not null)
            {
                Demo(log, phonesPage);
            }

            if (newKeyFile is not null)
            {
                FirstKey(log, newKeyFile);
            }

            if (!settings.IsDemo && settings.IsKeyless)
            {
                NoCallbacks(log);
            }
        });
    }

    [LoggerMessage(LogLevel.Information, "Offhook is ready at {Addresses}")]
    private static partial void Listening(ILogger logger, string addresses);

    [LoggerMessage(LogLevel.Information, "Demo: no real phone rings. Answer the two phones at {Phones}")]
    private static partial void Demo(ILogger logger, Uri phones);

    [LoggerMessage(LogLevel.Warning, "The first key of this installation was written to {File}; take it from there and keep it safe")]
    private static partial void FirstKey(ILogger logger, string file);

    [LoggerMessage(LogLevel.Warning, "KALEYRA_CALLBACK_URL is an address of this machine: callbacks cannot arrive, outcomes are read from Kaleyra's log")]
    private static partial void NoCallbacks(ILogger logger);
}
