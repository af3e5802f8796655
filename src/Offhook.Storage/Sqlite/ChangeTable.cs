namespace Offhook.Storage.Sqlite;

/// <summary>The table <c>changes</c> and the counter that numbers it without gaps.</summary>
internal static class ChangeTable
{
    private const string Last = "select value from counters where name = 'changes'";

    private const string Pruned = "select value from counters where name = 'pruned'";

    private const string Insert = "insert into changes (number, reference, version, at) values (@number, @reference, @version, @at)";

    private const string SetLast = "update counters set value = @value where name = 'changes'";

    private const string SetPruned = "update counters set value = @value where name = 'pruned' and value < @value";

    private const string After = $"""
        select {CallColumns.List}, n.number, n.first_version
        from (select reference, max(number) as number, min(version) as first_version from changes where number > @number group by reference) n
        join ivr_calls c on c.id = n.reference
        order by n.number
        """;

    // Stops at the first change that is young enough, so the young ones are not read.
    private const string OldestAtLeast = "select number from changes where at >= @before order by number limit 1";

    private const string Delete = "delete from changes where number <= @number";

    /// <summary>Writes the counter as it is.</summary>
    public static void Touch(SqliteSession session) => session.Command(SetLast).With("@value", LastNumber(session)).Run();

    public static long LastNumber(SqliteSession session) => session.Command(Last).Number() ?? 0;

    /// <summary>Numbers what one transaction changed. The counter is written last.</summary>
    public static List<CallChange> Add(SqliteSession session, IReadOnlyCollection<CallRow> rows, DateTimeOffset at)
    {
        var number = LastNumber(session);
        var changes = new List<CallChange>(rows.Count);
        foreach (var row in rows)
        {
            changes.Add(new CallChange(++number, row, KindOf(row.Version)));
            session.Command(Insert)
                .With("@number", number)
                .With("@reference", row.Call.Reference)
                .With("@version", row.Version)
                .With("@at", at)
                .Run();
        }

        session.Command(SetLast).With("@value", number).Run();
        return changes;
    }

    /// <summary>The calls that changed after a number, or null when that number is not known, or more than <see cref="ICallStore.MostChanges"/> ago.</summary>
    public static IReadOnlyList<CallChange>? ReadAfter(SqliteSession session, long number) =>
        LastNumber(session) - number is < 0 or > ICallStore.MostChanges || number < session.Command(Pruned).Number()
            ? null
            : session.Command(After).With("@number", number).All(row => new CallChange(row.GetInt64(CallColumns.Count), CallColumns.Read(row), KindOf(row.GetInt64(CallColumns.Count + 1))));

    private static CallChangeKind KindOf(long version) => version == 1 ? CallChangeKind.Added : CallChangeKind.Updated;

    public static void Prune(SqliteSession session, DateTimeOffset before)
    {
        var pruned = (session.Command(OldestAtLeast).With("@before", before).Number() ?? LastNumber(session) + 1) - 1;
        session.Command(Delete).With("@number", pruned).Run();
        session.Command(SetPruned).With("@value", pruned).Run();
    }
}
