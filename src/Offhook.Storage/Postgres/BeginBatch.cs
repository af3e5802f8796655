using Npgsql;
using NpgsqlTypes;
using Offhook.Calls;

namespace Offhook.Storage.Postgres;

/// <summary>
/// Commits intents in two round trips of one transaction: the first locks the agents, the keys and the calls and reads what stands in the way, the second writes
/// what is allowed. So the agent's guard and the keys hold for all nodes.
/// </summary>
internal static class BeginBatch
{
    // A node that is frozen in the middle must not keep its locks: the server gives up waiting for it.
    private const string Begin = "begin";
    private const string Patience = "select set_config('idle_in_transaction_session_timeout', '10000', true)";

    // A trigger of an adopted table could keep a row out. Then nothing may be dialled.
    private const string Expect = "select offhook.expect_written(@references)";

    private const string Known = "select c.reference from public.ivr_calls c where c.reference = any (@references)";

    private const string Orphans = "select reference, identity, content, received_at from offhook.reports where reference = any (@references)";

    // Another process's clock may be a little ahead.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    /// <param name="keyIsReference">Whether the table's key <c>id</c> is a UUID, so that it can be the reference.</param>
    /// <param name="keepsCallId">Whether <c>call_id</c> is the reference, whatever id an orphan brought.</param>
    /// <returns>The changes, committed.</returns>
    public static async Task<IReadOnlyList<CallChange>> CommitAsync(NpgsqlDataSource source, List<BeginJob> jobs, bool keyIsReference, bool keepsCallId, DateTimeOffset now)
    {
        var connection = await source.OpenConnectionAsync().ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var found = await LockAndReadAsync(connection, jobs, keepsCallId, now).ConfigureAwait(false);
            var begun = jobs.FindAll(job => Decide(job, found, now));
            return await WriteAsync(connection, begun, keyIsReference, now).ConfigureAwait(false);
        }
    }

    // Keys first, then the agent's guard, as they are told. True when the call is begun.
    private static bool Decide(BeginJob job, BeginObstacles found, DateTimeOffset now)
    {
        var intent = job.Intent;
        if (intent.Key is { } claim && found.Keys.TryGetValue((claim.Scope, claim.Key), out var taken))
        {
            job.Result = new BeginOutcome.KeyTaken(taken);
            return false;
        }

        if (found.RunningFor(intent, ClockSkew) is { } running)
        {
            job.Result = new BeginOutcome.AgentBusy(running);
            return false;
        }

        if (!found.Known.Add(intent.Report.Reference))
        {
            throw new InvalidOperationException($"Call {intent.Report.Reference} was begun before; it must not be dialled again.");
        }

        var row = found.StateOf(intent.Report.Reference).Begin(intent.Report, now);
        job.Result = new BeginOutcome.Begun(row);
        found.Began(intent, row);
        return true;
    }

    private static async Task<BeginObstacles> LockAndReadAsync(NpgsqlConnection connection, List<BeginJob> jobs, bool keepsCallId, DateTimeOffset now)
    {
        var found = new BeginObstacles(keepsCallId);
        var guarded = jobs.FindAll(job => job.Intent is { AgentBusySince: not null, Report.Wish.Agent: not null });
        var keyed = jobs.FindAll(job => job.Intent.Key is not null);
        using var batch = connection.CreateBatch();
        _ = batch.Add(Begin);
        _ = batch.Add(Patience);
        _ = batch.Add(StatementParts.Own);
        AdvisoryLocks.Add(
            batch,
            [
                .. jobs.Select(job => AdvisoryLocks.OfCall(job.Intent.Report.Reference)),
                .. guarded.Select(job => AdvisoryLocks.OfAgent(job.Intent.Report.Wish!.Agent!.Value)), // Just filtered, here and below.
                .. keyed.Select(job => AdvisoryLocks.OfKey(job.Intent.Key!.Scope, job.Intent.Key.Key)),
            ]);
        _ = batch.Add(Known).WithMany("@references", NpgsqlDbType.Uuid, jobs.Select(job => job.Intent.Report.Reference));
        _ = batch.Add(Orphans).WithMany("@references", NpgsqlDbType.Uuid, jobs.Select(job => job.Intent.Report.Reference));
        _ = batch.Add(OpenCallTable.Running)
            .WithMany("@agent", NpgsqlDbType.Text, guarded.Select(job => job.Intent.Report.Wish!.Agent!.Value.E164))
            .WithMany("@since", NpgsqlDbType.TimestampTz, guarded.Select(job => job.Intent.AgentBusySince!.Value.ToUniversalTime()))
            .WithMany("@live_since", NpgsqlDbType.TimestampTz, guarded.Select(job => (job.Intent.AgentLiveSince ?? job.Intent.AgentBusySince!.Value).ToUniversalTime()))
            .WithMany("@until", NpgsqlDbType.TimestampTz, guarded.Select(job => job.Intent.Report.At + ClockSkew));
        _ = batch.Add(KeyTable.Several).WithKeys(keyed.Select(job => job.Intent.Key!), now);
        var reader = await batch.ExecuteReaderAsync().ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            // The settings and the locks give rows, too.
            _ = await reader.NextResultAsync().ConfigureAwait(false);
            _ = await reader.NextResultAsync().ConfigureAwait(false);
            _ = await reader.NextResultAsync().ConfigureAwait(false);
            while (await reader.ReadAsync().ConfigureAwait(false))
            {
                _ = found.Known.Add(reader.GetGuid(0));
            }

            _ = await reader.NextResultAsync().ConfigureAwait(false);
            while (await reader.ReadAsync().ConfigureAwait(false))
            {
                found.StateOf(reader.GetGuid(0)).Read(reader.GetFieldValue<byte[]>(1), ReportContent.Read(reader.GetString(2), reader.Time(3)));
            }

            _ = await reader.NextResultAsync().ConfigureAwait(false);
            while (await reader.ReadAsync().ConfigureAwait(false))
            {
                var intent = guarded[(int)reader.GetInt64(CallReading.Count) - 1].Intent;
                found.Running[intent] = CallReading.Read(reader);
            }

            _ = await reader.NextResultAsync().ConfigureAwait(false);
            while (await reader.ReadAsync().ConfigureAwait(false))
            {
                found.Keys[(reader.GetString(0), reader.GetString(1))] = KeyTable.Read(reader, 2);
            }
        }

        return found;
    }

    private static async Task<IReadOnlyList<CallChange>> WriteAsync(NpgsqlConnection connection, List<BeginJob> begun, bool keyIsReference, DateTimeOffset now)
    {
        using var batch = connection.CreateBatch();
        if (begun.Count == 0)
        {
            _ = batch.Add("rollback");
            _ = await batch.ExecuteNonQueryAsync().ConfigureAwait(false);
            return [];
        }

        var rows = begun.ConvertAll(job => ((BeginOutcome.Begun)job.Result!).Row); // Decided so.
        CallInsert.Add(batch, keyIsReference, rows);
        _ = batch.Add(Expect).WithMany("@references", NpgsqlDbType.Uuid, rows.Select(row => row.Call.Reference));
        batch.AddReports([.. begun.Select(job => new NewReport(job.Intent.Report, Convert.FromHexString(ReportIdentity.Of(job.Intent.Report)), null))]);
        OpenCallTable.AddNew(batch, [.. begun.Zip(rows).Where(pair => pair.Second.Call.IsLookedAfter).Select(pair => (pair.Second.Call, pair.First.Intent.Due))]);
        KeyTable.AddClaims(batch, begun.FindAll(job => job.Intent.Key is not null));
        batch.AddNumbers(rows, now);
        _ = batch.Add("commit");
        IReadOnlyList<CallChange> changes = [];
        var reader = await batch.ExecuteReaderAsync().ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            do
            {
                if (reader.FieldCount > 0 && reader.GetName(0) == "number")
                {
                    changes = await reader.ReadNumbersAsync(rows).ConfigureAwait(false);
                }
            }
            while (await reader.NextResultAsync().ConfigureAwait(false));
        }

        return changes;
    }
}
