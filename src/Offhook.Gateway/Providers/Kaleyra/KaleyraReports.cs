using Offhook.Calls;
using Offhook.Gateway.Live;
using Offhook.Kaleyra;

namespace Offhook.Gateway.Providers.Kaleyra;

/// <summary>What Kaleyra says, as reports.</summary>
internal static class KaleyraReports
{
    /// <summary>Our own refusal of what the platform has no way to play, before anything is sent.</summary>
    public static readonly DialReply CannotPlay = new DialReply.Refused(RefusalKind.Rejected, "it cannot play this");

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

    /// <summary>What the answer to a dial proves.</summary>
    public static DialAnswer AnswerOf(DialReply reply, Guid reference, DateTimeOffset at) => new(
        Of(reply, reference, at),
        reply.Raw,
        (reply as DialReply.Refused)?.RetryAfter,
        reply is DialReply.Refused { Kind: RefusalKind.Authentication or RefusalKind.Account });

    /// <summary>A page of the log.</summary>
    /// <param name="view">Null leaves a row out.</param>
    public static LogPage PageOf(LogReply reply, int limit, Func<LogRow, CallView?> view) => reply switch
    {
        LogReply.Rows rows => new LogPage.Read([.. rows.Items.Select(view).OfType<CallView>()], rows.Items.Count >= limit),
        LogReply.Refused { Kind: RefusalKind.SlowDown } slow => new LogPage.Unavailable(slow.Reason, slow.RetryAfter),
        LogReply.Refused refused => new LogPage.Refused(refused.Reason),
        LogReply.Unavailable unavailable => new LogPage.Unavailable(unavailable.Why, unavailable.RetryAfter),
        _ => throw new InvalidOperationException("a log reply of no known kind"),
    };

    public static Report Of(LogRow row, Guid reference, bool isOutbound, DateTimeOffset at)
    {
        var words = KaleyraWords.Read(row.Status, row.AgentStatus, row.CustomerStatus, isOutbound);
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
            RecordingUrl = row.Recording?.AbsoluteUri ?? (row.RecordingId is { } recording ? RecordingName.Of(recording) : null),
            Operator = row.Operator,
            Circle = row.Circle,
            Flags = FlagsOf(row.Flags),
        };
    }

    /// <summary>What an answer says against the provider and the account: null when the provider answered, even without rows, and even if it could not be understood.</summary>
    public static string? TroubleOf(LogReply reply) => reply switch
    {
        LogReply.Refused { Kind: RefusalKind.Authentication or RefusalKind.Account } refused => refused.Reason,
        LogReply.Unavailable { Transient: true } unavailable => unavailable.Why,
        _ => null,
    };

    public static string? FlagsOf(IReadOnlyList<string> flags) => flags.Count == 0 ? null : string.Join(' ', flags.Order(StringComparer.Ordinal));
}
