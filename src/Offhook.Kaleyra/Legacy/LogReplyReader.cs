using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra.Legacy;

/// <summary>Judges the answer to a log request and finds its rows.</summary>
internal static class LogReplyReader
{
    // Names that only a call has: an answer without a frame that carries one of them is the call itself.
    private static readonly string[] RowNames =
    [
        "status1", "status2", "duration", "billsec", "callfrom", "callto", "caller", "receiver", "starttime", "callstart", "callerstate", "calleestate", "uniqid", "obdstatus",
    ];

    public static LogReply Read(Exchange exchange, SecretMask mask, DateTimeOffset now) => exchange switch
    {
        Exchange.NotSent notSent => new LogReply.Unavailable(notSent.Why, null, Transient: true),
        Exchange.Silent silent => new LogReply.Unavailable(silent.Why, null, Transient: true),
        Exchange.Answered answered => Read(answered, WireBody.Read(answered.Body), mask, now),
        _ => throw new InvalidOperationException("An exchange of no known kind."),
    };

    private static LogReply Read(Exchange.Answered answered, WireBody body, SecretMask mask, DateTimeOffset now)
    {
        var frame = body.Value is { } value ? LegacyEnvelope.Read(value) : null;
        if (answered.Status is 401 or 403 or 429)
        {
            return Refuse(answered, frame?.Message ?? (body.Form is BodyForm.Text ? body.Text : null), frame?.Code, mask);
        }

        return Unreadable.Why(answered, body) is { } unreadable
            ? Unavailable(answered, unreadable.Why, unreadable.Transient)
            : Judge(answered, body.Value!, frame!, mask, now); // What is readable has a value.
    }

    private static LogReply Judge(Exchange.Answered answered, WireValue body, LegacyEnvelope frame, SecretMask mask, DateTimeOffset now) => answered switch
    {
        { Status: < 400 } when RowsOf(body, frame) is { } rows => new LogReply.Rows([.. rows.Select(row => LogRowReader.Read(row, mask, now))]),
        _ when frame.IsOk || (frame.Status ?? frame.Message) is null => Unavailable(answered, $"HTTP {answered.Status} without a status and rows", transient: false),
        _ when Refusals.IsNotThereYet(Refusals.KindOf(answered.Status, frame.Code, frame.Message), frame.Message ?? frame.Status) => new LogReply.Rows([]),
        _ => Refuse(answered, frame.Message, frame.Code, mask),
    };

    // Lists and single rows were both seen under data; one integration reads the call's fields at the top.
    private static IEnumerable<WireValue>? RowsOf(WireValue body, LegacyEnvelope frame)
    {
        if (body.Items is { } bare && (bare.Count == 0 || bare.Any(HasCall)))
        {
            return Objects(bare);
        }

        if (frame.Data is null && HasCall(frame.Root) && (frame.IsOk || frame.Status is null || KaleyraStatus.Read(frame.Status).Outcome is not StatusOutcome.Unknown))
        {
            return [frame.Root];
        }

        var isYes = frame.IsOk || (frame.Status is null && frame.Data is not null);
        return isYes ? RowsIn(frame.Data) : null;
    }

    private static IEnumerable<WireValue> RowsIn(WireValue? data) => data switch
    {
        { Items: { } items } => Objects(items),
        { Members.Count: > 0 } when data.Member("records")?.Items is { } records => Objects(records),
        { Members: { Count: > 0 } members } when members.All(member => member.Value.Members is not null) => Objects(members.Select(member => member.Value)),
        { Members.Count: > 0 } => [data],
        _ => [],
    };

    private static IEnumerable<WireValue> Objects(IEnumerable<WireValue> items) => items.Where(item => item.Members is { Count: > 0 });

    private static bool HasCall(WireValue value) => RowNames.Any(name => value.Member(name) is { IsAbsent: false });

    private static LogReply.Refused Refuse(Exchange.Answered answered, string? message, string? code, SecretMask mask)
    {
        var kind = Refusals.KindOf(answered.Status, code, message);
        return new(kind, Refusals.Reason(mask, message, code, kind), code is null ? null : mask.Reason(code), answered.RetryAfter);
    }

    private static LogReply.Unavailable Unavailable(Exchange.Answered answered, string why, bool transient) => new(why, answered.RetryAfter, transient);
}
