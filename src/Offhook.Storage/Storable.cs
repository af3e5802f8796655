using System.Text;
using Offhook.Calls;

namespace Offhook.Storage;

/// <summary>
/// Text and times as every database can keep them. PostgreSQL refuses NUL and half a surrogate pair, SQLite's functions stop at NUL; PostgreSQL keeps
/// microseconds. So that a report is the same report everywhere, the rest is taken out before its identity is made.
/// </summary>
internal static class Storable
{
    /// <summary>The text without NUL, and with U+FFFD in place of half a surrogate pair.</summary>
    public static string? Of(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var kept = text.Contains('\0', StringComparison.Ordinal) ? text.Replace("\0", "", StringComparison.Ordinal) : text;
        return kept.AsSpan().IndexOfAnyInRange('\ud800', '\udfff') < 0 ? kept : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(kept));
    }

    /// <summary>The time in UTC, cut to whole microseconds.</summary>
    public static DateTimeOffset Of(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    /// <summary>The report with all its texts and times storable.</summary>
    public static Report Of(Report report) => report with
    {
        At = Of(report.At),
        StartedAt = report.StartedAt is { } start ? Of(start) : null,
        EndedAt = report.EndedAt is { } end ? Of(end) : null,
        Wish = report.Wish is { } wish ? Of(wish) : null,
        Detail = Of(report.Detail),
        ProviderCallId = Of(report.ProviderCallId),
        ProviderStatus = Of(report.ProviderStatus),
        RecordingUrl = Of(report.RecordingUrl),
        Operator = Of(report.Operator),
        Circle = Of(report.Circle),
        KeyPress = Of(report.KeyPress),
        Flags = Of(report.Flags),
    };

    private static Wish Of(Wish wish) => wish with
    {
        Provider = Of(wish.Provider)!, // Not null in, not null out.
        AgentName = Of(wish.AgentName),
        Play = Of(wish.Play),
        Campaign = Of(wish.Campaign),
        Team = Of(wish.Team),
        Department = Of(wish.Department),
    };
}
