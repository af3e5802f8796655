using Offhook.Calls;

namespace Offhook.Storage.Sqlite;

/// <summary>The table <c>open_calls</c>: a row as long as a call is not settled, and after that for a while where its times are not known.</summary>
internal static class OpenCallTable
{
    private const string Insert = """
        insert into open_calls (reference, due_at, agent_number, received_at, lacks_times)
        values (@reference, @due_at, @agent_number, @received_at, @lacks_times)
        """;

    private const string Delete = "delete from open_calls where reference = @reference";

    private const string Incomplete = "update open_calls set lacks_times = 1 where reference = @reference";

    private const string Given = "delete from open_calls where reference = @reference and due_at = @seen and lacks_times = 1";

    private const string Lower = "update open_calls set due_at = @due_at where reference = @reference and due_at > @due_at";

    private const string Wish = "update open_calls set agent_number = @agent_number, received_at = @received_at where reference = @reference";

    private const string Set = "update open_calls set due_at = @due_at where reference = @reference and due_at = @seen";

    private const string Reset = "update open_calls set due_at = @due_at where reference = @reference";

    private const string NewestOfAgent = $"""
        select {CallColumns.List} from open_calls o join ivr_calls c on c.id = o.reference
        where o.agent_number = @agent_number and o.lacks_times = 0 and o.received_at > min(@since, @live_since) and o.received_at <= @until
            and (o.received_at > @since
                or (o.received_at > @live_since and c.status in ('ringing', 'answered') and c.reason is null and c.agent_leg in ('ringing', 'answered')))
        order by o.received_at desc limit 1
        """;

    private const string DueNow = $"""
        select {CallColumns.List} from open_calls o join ivr_calls c on c.id = o.reference
        where o.due_at <= @now
        order by o.due_at, o.reference limit @limit
        """;

    private const string Next = "select due_at from open_calls order by due_at limit 1";

    public static void Add(SqliteSession session, PhoneCall call, DateTimeOffset due) =>
        session.Command(Insert)
            .With("@reference", call.Reference)
            .With("@due_at", due)
            .With("@agent_number", call.Agent?.E164)
            .With("@received_at", call.ReceivedAt)
            .With("@lacks_times", call.LacksTimes ? 1 : 0)
            .Run();

    public static void Remove(SqliteSession session, Guid reference) => session.Command(Delete).With("@reference", reference).Run();

    /// <summary>The call is settled; only its times are still looked for.</summary>
    public static void KeepForTimes(SqliteSession session, Guid reference) => session.Command(Incomplete).With("@reference", reference).Run();

    /// <summary>No longer looks for the times of a settled call, unless it was given another time since it was seen.</summary>
    public static void GiveUp(SqliteSession session, Guid reference, DateTimeOffset seen) =>
        session.Command(Given).With("@reference", reference).With("@seen", seen).Run();

    public static void UpdateWish(SqliteSession session, PhoneCall call) =>
        session.Command(Wish)
            .With("@reference", call.Reference)
            .With("@agent_number", call.Agent?.E164)
            .With("@received_at", call.ReceivedAt)
            .Run();

    /// <summary>Looks after a call no later than this.</summary>
    public static void LowerDue(SqliteSession session, Guid reference, DateTimeOffset due) =>
        session.Command(Lower).With("@reference", reference).With("@due_at", due).Run();

    /// <summary>Looks after a call at another time, unless its time was changed since it was seen.</summary>
    public static void Postpone(SqliteSession session, Guid reference, DateTimeOffset seen, DateTimeOffset due) =>
        session.Command(Set).With("@reference", reference).With("@seen", seen).With("@due_at", due).Run();

    /// <summary>The newest open call of an agent that was asked for between two moments, or since an earlier one and is said to be running.</summary>
    public static CallRow? RunningOf(SqliteSession session, PhoneNumber agent, DateTimeOffset since, DateTimeOffset liveSince, DateTimeOffset until) =>
        session.Command(NewestOfAgent).With("@agent_number", agent.E164).With("@since", since).With("@live_since", liveSince).With("@until", until).First(CallColumns.Read);

    /// <summary>Takes up calls that are due and sets when they are due again.</summary>
    public static List<DueCall> Claim(SqliteSession session, DateTimeOffset now, DateTimeOffset again, int limit)
    {
        var due = session.Command(DueNow).With("@now", now).With("@limit", limit).All(row => new DueCall(CallColumns.Read(row), again));
        foreach (var (row, _) in due)
        {
            session.Command(Reset).With("@reference", row.Call.Reference).With("@due_at", again).Run();
        }

        return due;
    }

    public static DateTimeOffset? NextDue(SqliteSession session)
    {
        using var reader = session.Command(Next).ExecuteReader();
        return reader.Read() ? reader.Time(0) : null;
    }
}
