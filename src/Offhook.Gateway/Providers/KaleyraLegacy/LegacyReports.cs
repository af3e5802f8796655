using Offhook.Calls;
using Offhook.Kaleyra;
using Offhook.Kaleyra.Legacy;

namespace Offhook.Gateway.Providers.KaleyraLegacy;

/// <summary>What Kaleyra says, as reports.</summary>
internal static class LegacyReports
{
    public static Report Of(DialReply reply, Guid reference, DateTimeOffset at)
    {
        var report = new Report { Reference = reference, Source = ReportSource.Reply, At = at };
        return reply switch
        {
            DialReply.Accepted accepted => report with { Proof = DialProof.Accepted, ProviderCallId = accepted.Id },
            DialReply.Refused { Kind: RefusalKind.SlowDown } slow => report with { Proof = DialProof.SlowDown, Detail = slow.Reason },
            DialReply.Refused refused => report with { Proof = DialProof.Refused, Detail = refused.Reason },
            DialReply.NotSent notSent => report with { Proof = DialProof.NotSent, Detail = notSent.Why },
            DialReply.Unknown unknown => report with { Proof = DialProof.Unknown, Detail = unknown.Why },
            _ => throw new ArgumentOutOfRangeException(nameof(reply), reply, null),
        };
    }

    public static Report Of(KaleyraCallback callback, Guid reference, bool isOutbound, DateTimeOffset at)
    {
        var words = LegacyWords.Read(callback.ObdStatus ?? callback.Status, callback.Status1, callback.Status2, isOutbound);
        return new Report
        {
            Reference = reference,
            Source = ReportSource.Callback,
            At = at,
            ProviderCallId = callback.Id,
            ProviderStatus = words.Raw,
            Overall = words.Overall,
            Agent = words.Agent,
            Customer = words.Customer,
            StartedAt = callback.StartedAt,
            EndedAt = callback.EndedAt,
            Duration = callback.Duration,
            Talk = callback.Talk,
            RecordingUrl = callback.Recording?.AbsoluteUri,
            Operator = callback.Operator,
            Circle = callback.Circle,
            KeyPress = callback.KeyPress,
            Flags = FlagsOf(callback.Flags),
        };
    }

    public static Report Of(LogRow row, Guid reference, bool isOutbound, DateTimeOffset at)
    {
        var words = LegacyWords.Read(row.Status, row.AgentStatus, row.CustomerStatus, isOutbound);
        return new Report
        {
            Reference = reference,
            Source = ReportSource.Log,
            At = at,
            ProviderCallId = row.Id,
            ProviderStatus = words.Raw,
            Overall = words.Overall,
            Agent = words.Agent,
            Customer = words.Customer,
            StartedAt = row.StartedAt,
            EndedAt = row.EndedAt,
            Duration = row.Duration,
            Talk = row.Talk,
            RecordingUrl = row.Recording?.AbsoluteUri,
            Operator = row.Operator,
            Circle = row.Circle,
            Flags = FlagsOf(row.Flags),
        };
    }

    private static string? FlagsOf(IReadOnlyList<string> flags) => flags.Count == 0 ? null : string.Join(' ', flags.Order(StringComparer.Ordinal));
}
