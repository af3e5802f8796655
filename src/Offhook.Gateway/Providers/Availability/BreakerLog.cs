using Microsoft.Extensions.Logging;

namespace Offhook.Gateway.Providers.Availability;

/// <summary>What the log says about providers that fail.</summary>
public sealed partial class BreakerLog(ILogger<BreakerLog> logger)
{
    /// <summary>Calls are no longer placed with it.</summary>
    [LoggerMessage(LogLevel.Error, "{Provider} failed {Failures} dials in a row and rests; the last time: {Why}")]
    public partial void Rests(string provider, int failures, string why);

    /// <summary>Calls are placed with it again.</summary>
    [LoggerMessage(LogLevel.Information, "{Provider} answers again; calls are placed with it")]
    public partial void Works(string provider);
}
