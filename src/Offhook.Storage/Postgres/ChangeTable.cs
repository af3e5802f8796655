using Npgsql;
using NpgsqlTypes;
using Offhook.Calls;

namespace Offhook.Storage.Postgres;

/// <summary>The table <c>offhook.changes</c> and the counter that numbers it without gaps.</summary>
internal static class ChangeTable
{
    private const string Numbers = """
        select (select value from offhook.counters where name = 'changes'), (select value from offhook.counters where name = 'pruned')
        """;

    private const string Pending = "select value, exists (select from offhook.foreign_changes) from offhook.counters where name = 'changes'";

    private const string Within = """
        and @number >= (select value from offhook.counters where name = 'pruned')
            and (select value from offhook.counters where name = 'changes') - @number between 0 and @most
        """;

    // Of a row that was removed nothing is left but what the change holds of it. For a place that is not known nothing is read.
    private const string After = $"""
        select {CallReading.List}, n.number, n.first_version, n.is_removed
        from (
            select distinct on (reference) reference, number, removed is not null as is_removed, min(version) over (partition by reference) as first_version
            from offhook.changes where number > @number and number <= @until {Within}
            order by reference, number desc) n
        join public.ivr_calls c on c.reference = n.reference
        where not n.is_removed
        union all
        select {CallReading.List}, n.number, n.version, true
        from (
            select distinct on (reference) reference, number, version, removed
            from offhook.changes where number > @number and number <= @until {Within}
            order by reference, number desc) n
        cross join lateral {CallReading.OfJson}
        where n.removed is not null
        """;

    // The database is older than what was told already: a copy that had not got the last commits took over. Numbers are never used twice, and whoever stands
    // at one that was lost gets a snapshot.
    private const string Overtake = """
        update offhook.counters set value = greatest(value, @number)
        where name in ('changes', 'pruned') and exists (select from offhook.counters c where c.name = 'changes' and c.value < @number)
        """;

    // Stops at the first change that is young enough, so the young ones are not read.
    private const string Prune = """
        with kept as (select number from offhook.changes where at >= @before order by number limit 1),
        pruned as (
            select coalesce((select number from kept) - 1, (select value from offhook.counters where name = 'changes')) as number),
        gone as (delete from offhook.changes where number <= (select number from pruned))
        update offhook.counters set value = greatest(value, (select number from pruned)) where name = 'pruned'
        """;

    private const string Expired = "delete from offhook.idempotency_keys where expires_at < @before";

    private const string Touch = "update offhook.counters set value = value where name = 'pruned'";

    /// <summary>The number of the last change, and whether other programs' changes wait to be numbered.</summary>
    public static async Task<(long Last, bool ForeignWaits)> PendingAsync(PostgresReads database, CancellationToken cancellationToken) =>
        (await database.AllAsync(Pending, command => command, row => (row.GetInt64(0), row.GetBoolean(1)), cancellationToken).ConfigureAwait(false))[0];

    /// <summary>The calls that changed after a number; null when that number is not known, or more than <see cref="ICallStore.MostChanges"/> ago.</summary>
    public static Task<IReadOnlyList<CallChange>?> ReadAfterAsync(PostgresReads database, long number, CancellationToken cancellationToken) =>
        ReadAsync(database, number, long.MaxValue, ICallStore.MostChanges, cancellationToken);

    /// <summary>The calls that changed after a number, as of the next <see cref="ICallStore.MostChanges"/> changes; null when that number is not known.</summary>
    public static Task<IReadOnlyList<CallChange>?> ReadNextAsync(PostgresReads database, long number, CancellationToken cancellationToken) =>
        ReadAsync(database, number, number + ICallStore.MostChanges, long.MaxValue, cancellationToken);

    private static Task<IReadOnlyList<CallChange>?> ReadAsync(PostgresReads database, long number, long until, long most, CancellationToken cancellationToken) => database.InOneViewAsync(
        batch =>
        {
            _ = batch.Add(Numbers);
            _ = batch.Add(After).With("@number", NpgsqlDbType.Bigint, number).With("@until", NpgsqlDbType.Bigint, until).With("@most", NpgsqlDbType.Bigint, most);
        },
        async reader =>
        {
            var (last, pruned) = await NumbersAsync(reader, cancellationToken).ConfigureAwait(false);
            if (number > last || number < pruned || last - number > most)
            {
                return null;
            }

            _ = await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            var changes = await reader.AllAsync(ReadChange, cancellationToken).ConfigureAwait(false);
            changes.Sort(static (a, b) => a.Number.CompareTo(b.Number));
            return (IReadOnlyList<CallChange>?)changes;
        },
        cancellationToken);

    /// <summary>The last change whose successors are all still there.</summary>
    public static Task<long> PrunedAsync(PostgresReads database, CancellationToken cancellationToken) => database.InOneViewAsync(
        batch => batch.Add(Numbers), async reader => (await NumbersAsync(reader, cancellationToken).ConfigureAwait(false)).Pruned, cancellationToken);

    /// <summary>Has the numbers of changes go on behind one, when the database does not know it.</summary>
    public static Task OvertakeAsync(PostgresReads database, long number, CancellationToken cancellationToken) =>
        database.RunAsync(Overtake, command => command.With("@number", NpgsqlDbType.Bigint, number), cancellationToken);

    /// <summary>Open calls and the newest, newest first, with the number of the last change that they include.</summary>
    public static Task<Snapshot> SnapshotAsync(PostgresReads database, int newest, CallAudience audience, CancellationToken cancellationToken) => database.InOneViewAsync(
        batch =>
        {
            _ = batch.Add(Numbers);
            _ = batch.Add(OpenAndNewest(AudienceCondition.Sql(audience))).With("@newest", NpgsqlDbType.Integer, newest).WithAudience(audience);
        },
        async reader =>
        {
            var (last, _) = await NumbersAsync(reader, cancellationToken).ConfigureAwait(false);
            _ = await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            return new Snapshot(last, await reader.AllAsync(CallReading.Read, cancellationToken).ConfigureAwait(false));
        },
        cancellationToken);

    public static async Task PruneAsync(PostgresReads database, DateTimeOffset before, CancellationToken cancellationToken)
    {
        await database.RunAsync(Prune, command => command.With("@before", before), cancellationToken).ConfigureAwait(false);
        await database.RunAsync(Expired, command => command.With("@before", before), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes something that changes nothing.</summary>
    public static Task TouchAsync(PostgresReads database, CancellationToken cancellationToken) => database.RunAsync(Touch, command => command, cancellationToken);

    private static string OpenAndNewest(string ofAudience) => $"""
        select {CallReading.List} from public.ivr_calls c
        where c.reference in (
            select reference from offhook.open_calls where not lacks_times
            union
            (select c.reference from public.ivr_calls c where true{ofAudience} order by c.received_at desc, c.reference desc limit @newest)){ofAudience}
        order by c.received_at desc, c.reference desc
        """;

    private static async Task<(long Last, long Pruned)> NumbersAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        _ = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    private static CallChange ReadChange(NpgsqlDataReader row)
    {
        var kind = row.GetBoolean(CallReading.Count + 2) ? CallChangeKind.Removed
            : row.GetInt64(CallReading.Count + 1) == 1 ? CallChangeKind.Added
            : CallChangeKind.Updated;
        return new CallChange(row.GetInt64(CallReading.Count), CallReading.Read(row), kind);
    }
}
