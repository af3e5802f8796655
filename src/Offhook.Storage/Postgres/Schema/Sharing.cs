using Npgsql;

namespace Offhook.Storage.Postgres.Schema;

/// <summary>
/// What changes other people's access to the table of calls, or what they may write: row level security, policies, rights, the publication, the constraint on
/// status. Done unasked it would blank pages that read the table today, so it is done only by command.
/// </summary>
internal static class Sharing
{
    /// <summary>The statements of <see cref="ApplyAsync"/>, with the migrations that are still to be applied before them.</summary>
    /// <param name="withOldValues">Whether changes shall carry the previous values of all columns (replica identity full).</param>
    /// <exception cref="StoreUnavailableException">The database was written by a newer Offhook.</exception>
    public static async Task<string> PrintAsync(NpgsqlDataSource source, bool withOldValues, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        var (applied, remark) = await PostgresSchema.ReadAsync(source, cancellationToken).ConfigureAwait(false);
        var migrations = applied.Pending.Count == 0 ? "" : SchemaScript.Of(applied.Pending, "now()");
        return $"""
            -- Opens public.ivr_calls to signed-in agents and supervisors, and to the words of other programs. As its owner, all or nothing:
            --     psql --set ON_ERROR_STOP=1 --file this-file.sql "$DATABASE_URL"
            {remark}begin;

            {SchemaScript.Begin}

            {migrations}
            {SchemaScript.Sharing(withOldValues)}

            commit;

            """;
    }

    /// <summary>Shares the table of calls, in one transaction. Done twice it changes nothing the second time.</summary>
    /// <param name="withOldValues">Whether changes shall carry the previous values of all columns (replica identity full).</param>
    /// <returns>What the person who runs Offhook should know or still do, a sentence each.</returns>
    /// <exception cref="StoreUnavailableException">It cannot be done; nothing was changed. The message says what to do.</exception>
    public static async Task<IReadOnlyList<string>> ApplyAsync(NpgsqlDataSource source, TimeProvider clock, bool withOldValues, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(clock);
        var remarks = new List<string>();
        await SchemaFaults.InWordsAsync(source, async connection =>
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                await connection.RunAsync(SchemaScript.Begin, cancellationToken).ConfigureAwait(false);
                await PostgresSchema.ApplyAsync(connection, clock, cancellationToken).ConfigureAwait(false);
                connection.Notice += Note;
                try
                {
                    await connection.RunAsync(SchemaScript.Sharing(withOldValues), cancellationToken).ConfigureAwait(false);
                }
                finally
                {
                    connection.Notice -= Note;
                }

                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            }
        }, cancellationToken).ConfigureAwait(false);
        return remarks;

        // What the server says by itself, such as that there was no policy to drop, has another state.
        void Note(object sender, NpgsqlNoticeEventArgs notice)
        {
            if (notice.Notice.SqlState == SchemaFaults.Own)
            {
                remarks.Add(notice.Notice.MessageText);
            }
        }
    }
}
