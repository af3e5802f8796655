using Npgsql;
using NpgsqlTypes;

namespace Offhook.Storage.Postgres;

/// <summary>
/// Keeps reports of many calls in two round trips: rows and reports are read without a lock and folded in memory; one batch then writes what changed, each row
/// guarded by the version that was read. What the guard refuses, because another node got ahead, is given back to be read and folded again: of such a call nothing was written.
/// </summary>
internal static class KeepBatch
{
    // The rows first. A report that is committed between the two statements is then read with a row that is older, and the guard refuses; the other way
    // round it would be missing from a row that the guard lets through.
    private const string Rows = $"select {CallReading.List}, c.xmin from public.ivr_calls c where c.reference = any (@references) and c.kind is not null";

    private const string ReportsOf = "select reference, identity, content, received_at from offhook.reports where reference = any (@references)";

    // Without a version that changed, too: a new report makes a new version of the row in the database, so that whoever read the old one folds again.
    private static readonly string Update = StatementParts.Noting($"""
        update public.ivr_calls c set {string.Join(", ", CallColumn.Course.Select(column => $"{column.Name} = u.{column.Name}"))}
        from unnest(@reference, @stored_by, {string.Join(", ", CallColumn.Course.Select(column => "@" + column.Name))})
            as u (reference, stored_by, {string.Join(", ", CallColumn.Course.Select(column => column.Name))})
        where c.reference = u.reference and c.xmin = u.stored_by
        returning c.reference
        """);

    // Apart, because its columns have indexes, and hardly ever change.
    private static readonly string UpdateWish = $"""
        update public.ivr_calls c set {string.Join(", ", CallColumn.Wish.Select(column => $"{column.Name} = u.{column.Name}"))}
        from unnest(@reference, {string.Join(", ", CallColumn.Wish.Select(column => "@" + column.Name))})
            as u (reference, {string.Join(", ", CallColumn.Wish.Select(column => column.Name))})
        where c.reference = u.reference and c.reference = {StatementParts.Written}
        """;

    /// <param name="keyIsReference">Whether the table's key <c>id</c> is a UUID, so that it can be the reference.</param>
    /// <param name="keepsCallId">Whether <c>call_id</c> stays as it is.</param>
    /// <returns>The jobs that were refused and must be done again, and the changes of all others, which are committed.</returns>
    public static async Task<(List<KeepJob> Refused, IReadOnlyList<CallChange> Changes)> CommitAsync(
        NpgsqlDataSource source, List<KeepJob> jobs, bool keyIsReference, bool keepsCallId, DateTimeOffset now)
    {
        var connection = await source.OpenConnectionAsync().ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var states = await ReadAsync(connection, jobs, keepsCallId).ConfigureAwait(false);
            foreach (var job in jobs)
            {
                job.Result = states[job.Kept.Report.Reference].Add(job.Kept, now);
            }

            var (refused, changes) = await WriteAsync(connection, [.. states.Values], keyIsReference, now).ConfigureAwait(false);
            return (refused.Count == 0 ? [] : jobs.FindAll(job => refused.Contains(job.Kept.Report.Reference)), changes);
        }
    }

    // In order of their references, so that two nodes as a rule lock rows in the same order; where the server chooses another, one of the two gives up and folds again.
    private static async Task<SortedDictionary<Guid, CallState>> ReadAsync(NpgsqlConnection connection, List<KeepJob> jobs, bool keepsCallId)
    {
        var states = new SortedDictionary<Guid, CallState>();
        foreach (var job in jobs)
        {
            _ = states.TryAdd(job.Kept.Report.Reference, new CallState(job.Kept.Report.Reference, keepsCallId));
        }

        using var batch = connection.CreateBatch();
        _ = batch.Add(Rows).WithMany("@references", NpgsqlDbType.Uuid, states.Keys);
        _ = batch.Add(ReportsOf).WithMany("@references", NpgsqlDbType.Uuid, states.Keys);
        var reader = await batch.ExecuteReaderAsync().ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync().ConfigureAwait(false))
            {
                var row = CallReading.Read(reader);
                states[row.Call.Reference].Read(row, reader.GetFieldValue<uint>(CallReading.Count));
            }

            _ = await reader.NextResultAsync().ConfigureAwait(false);
            await reader.ReadReportsAsync(states).ConfigureAwait(false);
        }

        return states;
    }

    private static async Task<(HashSet<Guid> Refused, IReadOnlyList<CallChange> Changes)> WriteAsync(
        NpgsqlConnection connection, List<CallState> states, bool keyIsReference, DateTimeOffset now)
    {
        var touched = states.FindAll(state => state.New.Count > 0 && state.Stored is not null);
        var orphans = states.FindAll(state => state.New.Count > 0 && state.Row is null);
        var made = states.FindAll(state => state.IsMade);
        var changed = touched.Concat(made).Where(state => state.Row != state.Stored).Select(state => state.Row!).ToList(); // Both have one.
        using var batch = connection.CreateBatch();
        _ = batch.Add(StatementParts.Own);
        _ = batch.Add(StatementParts.Impatience);
        if (orphans.Count > 0)
        {
            OrphanTable.Add(batch, orphans);
        }

        if (made.Count > 0)
        {
            AdvisoryLocks.Add(batch, made.Select(state => AdvisoryLocks.OfCall(state.Reference)));
            CallInsert.AddUnlocked(batch, keyIsReference, made.ConvertAll(state => state.Row!), made.Select(state => (long)state.Seen)); // Made means that.
            OpenCallTable.AddNew(batch, [.. made.Where(state => state.Row!.Call.IsLookedAfter).Select(state => (state.Row!.Call, state.AskBy ?? state.New[^1].Report.At))]);
        }

        if (touched.Count > 0)
        {
            AddUpdate(batch, touched);
        }

        batch.AddReports([.. touched.Concat(made).SelectMany(state => state.New)]);

        OpenCallTable.AddCourse(batch, states);
        if (changed.Count > 0)
        {
            batch.AddNumbers(changed, now);
        }

        return batch.BatchCommands.Count == 2 ? ([], []) : await ExecuteAsync(batch, [.. touched.Concat(made).Select(state => state.Reference)], changed).ConfigureAwait(false);
    }

    private static void AddUpdate(NpgsqlBatch batch, List<CallState> touched)
    {
        var rows = touched.ConvertAll(state => state.Row!); // Where there was a row there is one.
        var update = batch.Add(Update)
            .WithMany("@reference", NpgsqlDbType.Uuid, touched.Select(state => state.Reference))
            .WithMany("@stored_by", NpgsqlDbType.Xid, touched.Select(state => state.StoredBy));
        foreach (var column in CallColumn.Course)
        {
            _ = update.Parameters.Add(column.ArrayOf(rows));
        }

        var wishes = touched.Where(state => state.HasAnotherWish).Select(state => state.Row!).ToList(); // As above.
        if (wishes.Count > 0)
        {
            var wish = batch.Add(UpdateWish).WithMany("@reference", NpgsqlDbType.Uuid, wishes.Select(row => row.Call.Reference));
            foreach (var column in CallColumn.Wish)
            {
                _ = wish.Parameters.Add(column.ArrayOf(wishes));
            }

            OpenCallTable.AddWishes(batch, wishes);
        }
    }

    // Refused is what is not given back. Only these statements give rows that matter: those that found a call after all where an orphan was to be kept, those that the guard let through, and the numbers.
    private static async Task<(HashSet<Guid> Refused, IReadOnlyList<CallChange> Changes)> ExecuteAsync(
        NpgsqlBatch batch, HashSet<Guid> refused, List<CallRow> changed)
    {
        IReadOnlyList<CallChange> changes = [];
        var reader = await batch.ExecuteReaderAsync().ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            do
            {
                switch (reader.FieldCount == 0 ? "" : reader.GetName(0))
                {
                    case "reference":
                        while (await reader.ReadAsync().ConfigureAwait(false))
                        {
                            _ = refused.Remove(reader.GetGuid(0));
                        }

                        break;
                    case "found":
                        while (await reader.ReadAsync().ConfigureAwait(false))
                        {
                            _ = refused.Add(reader.GetGuid(0));
                        }

                        break;
                    case "number":
                        changes = await reader.ReadNumbersAsync(changed).ConfigureAwait(false);
                        break;
                    default:
                        break;
                }
            }
            while (await reader.NextResultAsync().ConfigureAwait(false));
        }

        return (refused, changes);
    }
}
