using Offhook.Gateway;
using Offhook.Gateway.Comparisons;
using Offhook.Gateway.Providers.KaleyraIo;
using Offhook.Gateway.Providers.KaleyraLegacy;
using Offhook.Server.Comparisons;
using Offhook.Server.Providers;
using Offhook.Server.Settings;

namespace Offhook.Server;

/// <summary>The word of the command line that compares what both accounts' logs say of a day, and ends. It opens no store and no port, writes nothing and rings nobody.</summary>
public static class CompareLogs
{
    /// <summary>Takes an Indian day, <c>YYYY-MM-DD</c>; yesterday when there is none.</summary>
    public const string Argument = "--compare-logs";

    /// <summary>With it: the result as one JSON document.</summary>
    public const string AsJson = "--json";

    /// <summary>The logs tell the same of every call.</summary>
    public const int Same = 0;

    /// <summary>They do not.</summary>
    public const int Different = 1;

    /// <summary>They could not be compared.</summary>
    public const int NotCompared = 2;

    /// <summary>Does what the command line asks for.</summary>
    /// <param name="output">Takes the result.</param>
    /// <param name="errors">Takes the sentence that says why the logs could not be compared; it holds no key and no number.</param>
    /// <returns>The exit code of the program; null when the command line does not ask for this.</returns>
    public static async Task<int?> RunAsync(string[] args, SettingsSource source, TextWriter output, TextWriter errors, TimeProvider clock, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(errors);
        ArgumentNullException.ThrowIfNull(clock);
        if (!args.Any(word => word is AsJson or Argument || word.StartsWith(Argument + "=", StringComparison.Ordinal)))
        {
            return null;
        }

        try
        {
            var wish = CompareLogsWish.Read(args, IndianTime.DayOf(clock.GetUtcNow()));
            var (legacy, io) = Accounts(source);
            await using var services = new ServiceCollection().AddSingleton(clock).AddClient(legacy).AddClient(io)
                .AddSingleton(new IoPlays(io.FlowTarget is not null)).AddSingleton<LegacyAccountLog>().AddSingleton<IoAccountLog>().BuildServiceProvider();
            var logs = new ComparedLogs(services.GetRequiredService<LegacyAccountLog>(), services.GetRequiredService<IoAccountLog>());
            var comparison = await logs.CompareAsync(wish.Day, clock, cancellationToken);
            await output.WriteAsync(wish.AsJson ? ComparisonJson.Write(comparison, wish.Day) : ComparisonText.Write(comparison, logs.Names));
            return comparison.IsClean ? Same : Different;
        }
        catch (Exception fault) when (fault is SettingsException or LogUnreadableException)
        {
            await errors.WriteLineAsync($"The logs were not compared.{Environment.NewLine}{fault.Message}");
            return NotCompared;
        }
    }

    private static (LegacyAccount Legacy, IoAccount Io) Accounts(SettingsSource source) => SettingsReader.Accounts(source) switch
    {
        ({ } legacy, { } io) => (legacy, io),
        (null, _) => throw new SettingsException($"{Argument}: KALEYRA_API_KEY is missing; both accounts are needed"),
        _ => throw new SettingsException($"{Argument}: the KALEYRA_IO_ settings are missing; both accounts are needed"),
    };
}
