using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Offhook.Calls;

/// <summary>What makes two reports the same report: the call, the source and the content, not the arrival.</summary>
public static class ReportIdentity
{
    private const char FieldSeparator = '\u001f';

    /// <summary>64 lower-case hex digits: SHA-256 of the reference, the source and the content.</summary>
    public static string Of(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(report.Reference.ToString("D") + FieldSeparator + Content(report))));
    }

    /// <summary>The source and all fields but the arrival, as one text that orders reports of equal strength.</summary>
    public static string Content(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var wish = report.Wish;
        string?[] fields =
        [
            report.Source.Word(), report.Proof?.ToString(), report.Detail, report.ProviderCallId, report.ProviderStatus,
            report.Overall.Word(), report.Agent.Word(), report.Customer.Word(),
            Text(report.StartedAt), Text(report.EndedAt), Text(report.Duration), Text(report.Talk),
            report.RecordingUrl, report.Operator, report.Circle, report.KeyPress, report.Flags,
            wish?.Provider, wish?.Kind.Word(), wish?.Customer.E164, wish?.Agent?.E164, wish?.AgentName, wish?.Play, wish?.Campaign, wish?.Team, wish?.Department,
        ];

        // A null and an empty text must differ, and no content may imitate a separator.
        return string.Join(FieldSeparator, fields.Select(field => field is null ? "" : "=" + field.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\u001f", "\\u", StringComparison.Ordinal)));
    }

    private static string? Text(DateTimeOffset? time) => time?.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);

    private static string? Text(TimeSpan? span) => span?.Ticks.ToString(CultureInfo.InvariantCulture);
}
