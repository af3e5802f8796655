using Npgsql;
using NpgsqlTypes;
using Offhook.Calls;

namespace Offhook.Storage.Postgres;

/// <summary>The table <c>offhook.open_calls</c>: a row as long as a call is not settled, and after that for a while where its times are not known.</summary>
internal static class OpenCallTable
{
    private const string Insert = $"""
        insert into offhook.open_calls (reference, due_at, agent_number, received_at, lacks_times)
        select u.reference, u.due_at, u.agent_number, u.received_at, u.lacks_times
        from unnest(@reference, @due_at, @agent_number, @received_at, @lacks_times) as u (reference, due_at, agent_number, received_at, lacks_times)
        where u.reference = {StatementParts.Written}
        """;

    private const string Settled = $"""
        delete from offhook.open_calls o where o.reference = any (@references) and o.reference = {StatementParts.Written}
        """;

    private const string Incomplete = $"""
        update offhook.open_calls o set lacks_times = true where o.reference = any (@references) and o.reference = {StatementParts.Written} and not o.lacks_times
        """;

    private const string GivenUp = "delete from offhook.open_calls where reference = @reference and due_at = @seen and lacks_times";

    private const string Lower = """
        update offhook.open_calls o set due_at = u.due_at from unnest(@reference, @due_at) as u (reference, due_at)
        where o.reference = u.reference and o.due_at > u.due_at
        """;

    private const string Wish = $"""
        update offhook.open_calls o set agent_number = c.agent_number, received_at = c.received_at from public.ivr_calls c
        where o.reference = any (@references) and c.reference = o.reference and o.reference = {StatementParts.Written}
        """;

    private const string Set = "update offhook.open_calls set due_at = @due_at where reference = @reference and due_at = @seen";

    private const string Next = "select min(due_at) from offhook.open_calls";

    // By the database's time, so that nodes whose clocks differ agree on whose turn it is.
    private const string Claim = $"""
        with due as (
            select reference, due_at from offhook.open_calls where due_at <= coalesce(@now, clock_timestamp())
            order by due_at, reference limit @limit for update skip locked),
        claimed as (
            update offhook.open_calls o set due_at = coalesce(@now, clock_timestamp()) + @lease from due where o.reference = due.reference
            returning o.reference, due.due_at, o.due_at as again)
        select {CallReading.List}, claimed.again from claimed join public.ivr_calls c on c.reference = claimed.reference
        order by claimed.due_at, c.reference
        """;

    /// <summary>The newest open call of each agent that was asked for between two moments, or since an earlier one and is said to be running, with the place of the agent in the question.</summary>
    public const string Running = $"""
        select {CallReading.List}, u.place
        from unnest(@agent, @since, @live_since, @until) with ordinality as u (agent, since, live_since, until, place)
        cross join lateral (
            select o.reference from offhook.open_calls o join public.ivr_calls r on r.reference = o.reference
            where o.agent_number = u.agent and not o.lacks_times and o.received_at > least(u.since, u.live_since) and o.received_at <= u.until
                and (o.received_at > u.since
                    or (o.received_at > u.live_since and r.status::text in ('ringing', 'answered') and r.reason is null and r.agent_leg::text in ('ringing', 'answered')))
            order by o.received_at desc limit 1) newest
        join public.ivr_calls c on c.reference = newest.reference
        """;

    public static void AddNew(NpgsqlBatch batch, IReadOnlyList<(PhoneCall Call, DateTimeOffset Due)> calls)
    {
        if (calls.Count > 0)
        {
            _ = batch.Add(Insert)
                .WithMany("@reference", NpgsqlDbType.Uuid, calls.Select(open => open.Call.Reference))
                .WithMany("@due_at", NpgsqlDbType.TimestampTz, calls.Select(open => Storable.Of(open.Due)))
                .WithMany("@agent_number", NpgsqlDbType.Text, calls.Select(open => open.Call.Agent?.E164))
                .WithMany("@received_at", NpgsqlDbType.TimestampTz, calls.Select(open => open.Call.ReceivedAt))
                .WithMany("@lacks_times", NpgsqlDbType.Boolean, calls.Select(open => open.Call.LacksTimes));
        }
    }

    /// <summary>Removes what was settled, and looks after the others no later than was asked.</summary>
    public static void AddCourse(NpgsqlBatch batch, List<CallState> states)
    {
        var ended = states.FindAll(state => state.New.Count > 0 && state.Row is { Call.IsSettled: true } && state.Stored is not null);
        var settled = ended.FindAll(state => state.Row is { Call.IsLookedAfter: false });
        if (settled.Count > 0)
        {
            _ = batch.Add(Settled).WithMany("@references", NpgsqlDbType.Uuid, settled.Select(state => state.Reference));
        }

        if (ended.Count > settled.Count)
        {
            _ = batch.Add(Incomplete).WithMany("@references", NpgsqlDbType.Uuid, ended.Where(state => state.Row is { Call.IsLookedAfter: true }).Select(state => state.Reference));
        }

        // They were final without the provider's word, and that has come after all, without times.
        AddNew(batch, [.. states.Where(state => state is { New.Count: > 0, Stored.Call.IsLookedAfter: false, Row.Call.IsLookedAfter: true }).Select(state => (state.Row!.Call, state.AskBy ?? state.New[^1].Report.At))]);

        var earlier = states.FindAll(state => state.AskBy is not null && state.Row is { Call.IsLookedAfter: true });
        if (earlier.Count > 0)
        {
            _ = batch.Add(Lower)
                .WithMany("@reference", NpgsqlDbType.Uuid, earlier.Select(state => state.Reference))
                .WithMany("@due_at", NpgsqlDbType.TimestampTz, earlier.Select(state => Storable.Of(state.AskBy!.Value))); // Just filtered.
        }
    }

    /// <summary>Follows calls whose wish changed.</summary>
    public static void AddWishes(NpgsqlBatch batch, List<CallRow> rows) =>
        batch.Add(Wish).WithMany("@references", NpgsqlDbType.Uuid, rows.Select(row => row.Call.Reference));

    /// <summary>Looks after a call at another time, unless its time was changed since it was seen.</summary>
    public static Task PostponeAsync(PostgresReads database, Guid reference, DateTimeOffset seen, DateTimeOffset due, CancellationToken cancellationToken) =>
        database.RunAsync(Set, command => command.With("@reference", NpgsqlDbType.Uuid, reference).With("@seen", seen).With("@due_at", Storable.Of(due)), cancellationToken);

    /// <summary>No longer looks for the times of a settled call, unless it was given another time since it was seen.</summary>
    public static Task GiveUpAsync(PostgresReads database, Guid reference, DateTimeOffset seen, CancellationToken cancellationToken) =>
        database.RunAsync(GivenUp, command => command.With("@reference", NpgsqlDbType.Uuid, reference).With("@seen", seen), cancellationToken);

    /// <summary>Takes up calls that are due and sets when they are due again. Another node that claims at the same moment gets others.</summary>
    /// <param name="now">Null for the database's own time.</param>
    public static async Task<IReadOnlyList<DueCall>> ClaimAsync(PostgresReads database, DateTimeOffset? now, TimeSpan lease, int limit, CancellationToken cancellationToken) =>
        await database.AllAsync(
            Claim,
            command => command.With("@now", NpgsqlDbType.TimestampTz, now).With("@lease", NpgsqlDbType.Interval, lease).With("@limit", NpgsqlDbType.Integer, limit),
            row => new DueCall(CallReading.Read(row), row.Time(CallReading.Count)),
            cancellationToken).ConfigureAwait(false);

    public static async Task<DateTimeOffset?> NextDueAsync(PostgresReads database, CancellationToken cancellationToken) =>
        (await database.AllAsync(Next, command => command, row => row.IsDBNull(0) ? (DateTimeOffset?)null : row.Time(0), cancellationToken).ConfigureAwait(false))[0];
}
