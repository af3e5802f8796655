using System.Globalization;
using Offhook.Server.Settings;

namespace Offhook.Server.Comparisons;

/// <summary>What the command line says about the comparison.</summary>
internal sealed record CompareLogsWish(DateOnly Day, bool AsJson)
{
    private const string Usage = $"write {CompareLogs.Argument}, a day like 2026-02-24 or none for yesterday, and {CompareLogs.AsJson} or not";

    /// <param name="today">The Indian day that it is.</param>
    /// <exception cref="SettingsException">There are other words, or the day is none.</exception>
    public static CompareLogsWish Read(IReadOnlyList<string> args, DateOnly today)
    {
        // A word that is not understood may have been meant to start something else.
        List<string> words = [.. args.SelectMany(word => word.StartsWith(CompareLogs.Argument + "=", StringComparison.Ordinal) ? word.Split('=', 2) : [word])];
        var asJson = words.Remove(CompareLogs.AsJson);
        var (isAskedFor, text) = words switch
        {
            [CompareLogs.Argument] => (true, null),
            [CompareLogs.Argument, var day] => (true, day),
            _ => (false, null),
        };
        if (!isAskedFor)
        {
            throw new SettingsException($"{CompareLogs.Argument}: {Usage}");
        }

        if (text is null)
        {
            return new(today.AddDays(-1), asJson);
        }

        return !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) ? throw new SettingsException($"{CompareLogs.Argument}: no such day; {Usage}")
            : read > today ? throw new SettingsException($"{CompareLogs.Argument}: {read:yyyy-MM-dd} has not begun in India")
            : new(read, asJson);
    }
}
