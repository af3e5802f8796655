using Npgsql;

namespace Offhook.Storage.Postgres;

/// <summary>Commits jobs many at a time and acknowledges them when they are on the database's disk.</summary>
/// <param name="keyIsReference">Whether the table's key <c>id</c> is a UUID, so that it can be the reference.</param>
/// <param name="announce">Told of each commit that changed rows, before its jobs are acknowledged.</param>
internal sealed class Writer(NpgsqlDataSource source, TimeProvider clock, bool keyIsReference, Action<IReadOnlyList<CallChange>> announce)
{
    // Each lost race means that another writer got ahead, so somebody always gets on; this many in a row mean that something else is wrong.
    private const int MostRaces = 50;

    public Task CommitAsync(List<BeginJob> jobs) => CommitAsync<BeginJob>(jobs, BeginAsync);

    public Task CommitAsync(List<KeepJob> jobs) => CommitAsync<KeepJob>(jobs, KeepAsync);

    private async Task<List<BeginJob>> BeginAsync(List<BeginJob> jobs, bool keepsCallId)
    {
        var now = Storable.Of(clock.GetUtcNow());
        announce(await BeginBatch.CommitAsync(source, jobs, keyIsReference, keepsCallId, now).ConfigureAwait(false));
        return [];
    }

    private async Task<List<KeepJob>> KeepAsync(List<KeepJob> jobs, bool keepsCallId)
    {
        var now = Storable.Of(clock.GetUtcNow());
        var (refused, changes) = await KeepBatch.CommitAsync(source, jobs, keyIsReference, keepsCallId, now).ConfigureAwait(false);
        announce(changes);
        return refused;
    }

    // When one of several jobs fails, each is done again in a transaction of its own, so that only that one fails.
    private static async Task CommitAsync<T>(List<T> jobs, Func<List<T>, bool, Task<List<T>>> commit, bool keepsCallId = false)
        where T : WriteJob
    {
        if (jobs.Count == 0)
        {
            return;
        }

        switch (await TryCommitAsync(jobs, commit, keepsCallId).ConfigureAwait(false))
        {
            case null:
                break;

            // An adopted table may allow each call_id once. Then a report is kept all the same, and the id is found beside the table.
            case ([var job], PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, TableName: "ivr_calls" }) when !keepsCallId:
                await CommitAsync([job], commit, keepsCallId: true).ConfigureAwait(false);
                break;
            case var (left, fault) when fault is StoreUnavailableException || left.Count == 1:
                var told = fault is PostgresException ? fault.Unavailable("Nothing was kept.") : fault;
                left.ForEach(job => job.Fail(told));
                break;
            case var (left, _):
                foreach (var job in left)
                {
                    await CommitAsync([job], commit).ConfigureAwait(false);
                }

                break;
        }
    }

    // Null when all is on the disk; otherwise what is left, and why.
    private static async Task<(List<T> Left, Exception Fault)?> TryCommitAsync<T>(List<T> jobs, Func<List<T>, bool, Task<List<T>>> commit, bool keepsCallId)
        where T : WriteJob
    {
        var left = jobs;
        Exception? lost = null;
        for (var attempt = 0; attempt < MostRaces; attempt++)
        {
            try
            {
                var refused = await commit(left, keepsCallId).ConfigureAwait(false);
                foreach (var job in left.Except(refused))
                {
                    job.Acknowledge();
                }

                if (refused.Count == 0)
                {
                    return null;
                }

                left = refused;
            }
            catch (Exception fault) when (fault.IsLostRace())
            {
                lost = fault;
            }
            catch (Exception fault) when (fault.IsAway() && !fault.IsHeldUp())
            {
                return (left, fault.Unavailable("Whether the last report was kept is not known."));
            }
#pragma warning disable CA1031 // It is the caller's fault, and told to the caller.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                return (left, fault);
            }
        }

        return (left, new StoreUnavailableException($"The database did not let a change through in {MostRaces} attempts. Nothing was kept.", lost));
    }
}
