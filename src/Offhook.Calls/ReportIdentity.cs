using System.Globalization;
using System.Runtime.CompilerServices;
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
    /// <remarks>Fields are joined by U+001F; a null is empty, a value begins with <c>=</c>.</remarks>
    public static string Content(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var content = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture, stackalloc char[512]);
        Add(ref content, report.Source.Word());
        Add(ref content, report.Proof?.ToString());
        Add(ref content, report.Detail);
        Add(ref content, report.ProviderCallId);
        Add(ref content, report.ProviderStatus);
        Add(ref content, report.Overall.Word());
        Add(ref content, report.Agent.Word());
        Add(ref content, report.Customer.Word());
        Add(ref content, report.StartedAt);
        Add(ref content, report.EndedAt);
        Add(ref content, report.Duration);
        Add(ref content, report.Talk);
        Add(ref content, report.RecordingUrl);
        Add(ref content, report.Operator);
        Add(ref content, report.Circle);
        Add(ref content, report.KeyPress);
        Add(ref content, report.Flags);
        Add(ref content, report.Wish?.Provider);
        Add(ref content, report.Wish?.Kind.Word());
        Add(ref content, report.Wish?.Customer.E164);
        Add(ref content, report.Wish?.Agent?.E164);
        Add(ref content, report.Wish?.AgentName);
        Add(ref content, report.Wish?.Play);
        Add(ref content, report.Wish?.Campaign);
        Add(ref content, report.Wish?.Team);
        Add(ref content, report.Wish?.Department);

        // Younger than the fields above: where they are null they leave no trace, so that identities that were given before stay the same.
        if (report.Attempt is { } attempt)
        {
            Add(ref content, string.Create(CultureInfo.InvariantCulture, $"attempt {attempt}"));
        }

        if (report.StillRunning is true)
        {
            Add(ref content, "running");
        }

        if (report.Provider is { } provider)
        {
            Add(ref content, $"provider {provider}");
        }

        return content.ToStringAndClear();
    }

    // A null and an empty text must differ, and no content may imitate a separator.
    private static void Add(ref DefaultInterpolatedStringHandler content, string? field)
    {
        if (field is not null)
        {
            content.AppendLiteral("=");
            content.AppendLiteral(field.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\u001f", "\\u", StringComparison.Ordinal));
        }

        content.AppendFormatted(FieldSeparator);
    }

    private static void Add(ref DefaultInterpolatedStringHandler content, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            content.AppendLiteral("=");
            content.AppendFormatted(known.ToUniversalTime(), "O");
        }

        content.AppendFormatted(FieldSeparator);
    }

    private static void Add(ref DefaultInterpolatedStringHandler content, TimeSpan? span)
    {
        if (span is { } known)
        {
            content.AppendLiteral("=");
            content.AppendFormatted(known.Ticks);
        }

        content.AppendFormatted(FieldSeparator);
    }
}
