using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra.Io;

/// <summary>Judges the answer to a question for the log and finds its rows.</summary>
/// <param name="offset">The offset of times that carry none; null when it is not known.</param>
internal sealed class IoLogReader(SecretMask mask, IoRefusals refusals, TimeSpan? offset)
{
    // Names that only a call has: an object that carries one of them is a row.
    private static readonly string[] RowNames = ["from", "caller", "to", "callee", "receiver", "bridge", "callstatus", "starttime", "endtime", "duration", "billsec", "calltype"];

    /// <param name="isOfOneCall">Whether one call was asked for by its id: only then can the answer be that there is no such thing.</param>
    public LogReply Read(Exchange exchange, bool isOfOneCall, DateTimeOffset now) => exchange switch
    {
        Exchange.NotSent notSent => new LogReply.Unavailable(notSent.Why, null, Transient: true),
        Exchange.Silent silent => new LogReply.Unavailable(silent.Why, null, Transient: true),
        Exchange.Answered answered => Read(answered, WireBody.Read(answered.Body), isOfOneCall, now),
        _ => throw new InvalidOperationException("An exchange of no known kind."),
    };

    private LogReply Read(Exchange.Answered answered, WireBody body, bool isOfOneCall, DateTimeOffset now)
    {
        var frame = body.Value is { } value ? IoEnvelope.Read(value) : null;
        if (answered.Status is 401 or 403 or 429)
        {
            return Refuse(answered, body, frame);
        }

        return Unreadable.Why(answered, body) is { } unreadable
            ? new LogReply.Unavailable(unreadable.Why, answered.RetryAfter, unreadable.Transient)
            : Judge(answered, body, frame!, isOfOneCall, now); // What is readable has a frame.
    }

    private LogReply Judge(Exchange.Answered answered, WireBody body, IoEnvelope frame, bool isOfOneCall, DateTimeOffset now)
    {
        var rows = RowsOf(body.Value!, frame)?.ToList(); // As above.
        var isRefused = answered.Status >= 400 || frame.HasError || (rows is not { Count: > 0 } && (Refusals.IsNo(frame.Code) || Refusals.IsNo(frame.Root.Member("status")?.PresentText)));
        return (isRefused, rows) switch
        {
            (true, _) when (frame.Reason ?? frame.Code) is null => new LogReply.Unavailable($"HTTP {answered.Status}", answered.RetryAfter, Transient: false),

            // A wrong address or a proxy says 404 to everything, and must not look like a day without calls.
            (true, _) when (isOfOneCall || answered.Status != 404) && Refusals.IsNotThereYet(Refusals.KindOf(answered.Status, frame.Code, frame.Reason), frame.Reason) => new LogReply.Rows([]),
            (true, _) => Refuse(answered, body, frame),
            (false, { }) => new LogReply.Rows([.. rows.Select(row => IoLogRowReader.Read(row, mask, now, offset))]),
            (false, null) => new LogReply.Unavailable($"HTTP {answered.Status} without rows that could be read", answered.RetryAfter, Transient: false),
        };
    }

    private LogReply.Refused Refuse(Exchange.Answered answered, WireBody body, IoEnvelope? frame)
    {
        var refused = refusals.Refuse(answered, body, frame, mask);
        return new(refused.Kind, refused.Reason, refused.Code, refused.RetryAfter);
    }

    // Lists under data, records and data.records are read by integrations that guessed; the vendor's sample could not be read.
    private static IEnumerable<WireValue>? RowsOf(WireValue body, IoEnvelope frame) => (body, frame.Data ?? frame.Root.Member("records")) switch
    {
        ({ Items: { } bare }, null) => Objects(bare),
        (_, { } data) => RowsIn(data is { IsAbsent: true } && frame.Root.Member("records") is { } records ? records : data),
        _ when IsRow(frame.Root) => [frame.Root],
        _ => frame.IsFramed ? [] : null,
    };

    private static IEnumerable<WireValue>? RowsIn(WireValue data) => data switch
    {
        { Items: { } items } => Objects(items),
        { Members: { } members } when !IsRow(data) => RowsAmong(members),
        { Members: not null } => [data],
        _ => [],
    };

    private static IEnumerable<WireValue>? RowsAmong(IReadOnlyList<KeyValuePair<string, WireValue>> members)
    {
        var lists = members.Where(member => member.Value.Items is not null).ToList();
        return lists switch
        {
            [var (_, list), ..] => Objects(list.Items ?? []),
            _ when members.Any(member => member.Value.Members is not null) => members.All(member => member.Value.Members is not null) ? Objects(members.Select(member => member.Value)) : null,
            _ => [],
        };
    }

    private static IEnumerable<WireValue> Objects(IEnumerable<WireValue> items) => items.Where(item => item.Members is { Count: > 0 });

    private static bool IsRow(WireValue value) => RowNames.Any(name => value.Member(name) is { IsAbsent: false });
}
