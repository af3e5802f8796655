using NpgsqlTypes;

namespace Offhook.Storage.Postgres;

/// <summary>The table <c>offhook.turns</c>: how fast all nodes together may dial.</summary>
internal static class TurnTable
{
    // By the database's time, so that nodes whose clocks differ agree; a test that moves its clock brings its own. A moment further away than any turn
    // could have set it comes from a clock that was set back since.
    private const string Take = """
        with clock as (
            select coalesce(@now, clock_timestamp()) as now),
        taken as (
            insert into offhook.turns as t (name, full_at)
            select 'dial', clock.now + @interval from clock
            on conflict (name) do update
            set full_at = least(greatest(t.full_at, (select now from clock)), (select now from clock) + @burst + @longest) + @interval
            where least(greatest(t.full_at, (select now from clock)), (select now from clock) + @burst + @longest) + @interval - (select now from clock) - @burst <= @longest
            returning full_at)
        select
            (select full_at from taken) - clock.now - @burst,
            (select t.full_at from offhook.turns t where t.name = 'dial') + @interval - clock.now - @burst
        from clock
        """;

    /// <param name="now">Null for the database's own time.</param>
    /// <returns>How long to wait; longer than <paramref name="longest"/> when there was no turn.</returns>
    public static async Task<TimeSpan> TakeAsync(
        PostgresReads database, TimeSpan interval, int burst, TimeSpan longest, DateTimeOffset? now, CancellationToken cancellationToken)
    {
        var waits = await database.AllAsync(
            Take,
            command => command
                .With("@now", NpgsqlDbType.TimestampTz, now)
                .With("@interval", NpgsqlDbType.Interval, interval)
                .With("@burst", NpgsqlDbType.Interval, interval * burst)
                .With("@longest", NpgsqlDbType.Interval, longest),
            row => (Taken: row.IsDBNull(0) ? (TimeSpan?)null : row.GetTimeSpan(0), Refused: row.IsDBNull(1) ? TimeSpan.Zero : row.GetTimeSpan(1)),
            cancellationToken).ConfigureAwait(false);
        var (taken, refused) = waits[0];
        if (taken is { } wait)
        {
            return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
        }

        // What was read may be older than what the turn was refused for.
        return refused > longest ? refused : longest + interval;
    }
}
