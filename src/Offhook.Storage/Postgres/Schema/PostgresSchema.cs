using System.Globalization;
using Npgsql;

namespace Offhook.Storage.Postgres.Schema;

/// <summary>Brings a database to the schema that this Offhook works with.</summary>
internal static class PostgresSchema
{
    /// <summary>Makes or adopts the table of calls and everything beside it, unless it was done before, and makes sure that this user can work with it.</summary>
    /// <remarks>All in one transaction, which also works through a transaction pooler. Nodes that start together do it once.</remarks>
    /// <exception cref="StoreUnavailableException">It cannot be done; nothing was changed. The message says what to do.</exception>
    public static Task PrepareAsync(NpgsqlDataSource source, TimeProvider clock, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return SchemaFaults.InWordsAsync(source, async connection =>
        {
            if ((await Applied.ReadAsync(connection, cancellationToken).ConfigureAwait(false)).Pending.Count == 0)
            {
                await connection.RunAsync(SchemaScript.Constraints + SchemaScript.Access, cancellationToken).ConfigureAwait(false);
                return;
            }

            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                await connection.RunAsync(SchemaScript.Begin + SchemaScript.Constraints, cancellationToken).ConfigureAwait(false);
                await ApplyAsync(connection, clock, cancellationToken).ConfigureAwait(false);
                await connection.RunAsync(SchemaScript.Access, cancellationToken).ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            }
        }, cancellationToken);
    }

    /// <summary>Applies what is pending, within a transaction that began as <see cref="SchemaScript.Begin"/> says.</summary>
    public static async Task ApplyAsync(NpgsqlConnection connection, TimeProvider clock, CancellationToken cancellationToken)
    {
        // Only behind the lock is it certain: another node may have been quicker.
        var pending = (await Applied.ReadAsync(connection, cancellationToken).ConfigureAwait(false)).Pending;
        if (pending.Count > 0)
        {
            var now = clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
            await connection.RunAsync(SchemaScript.Of(pending, $"'{now}'"), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What <see cref="PrepareAsync"/> would do with this database, for people who do it themselves. Afterwards a start finds nothing to do.</summary>
    /// <remarks>A database that cannot be reached is taken for an empty one.</remarks>
    /// <exception cref="StoreUnavailableException">The database was written by a newer Offhook.</exception>
    public static async Task<string> PrintAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        var (applied, remark) = await ReadAsync(source, cancellationToken).ConfigureAwait(false);
        return applied.Pending.Count == 0
            ? $"-- Nothing is to be done: the database has schema {applied.Last}, which is the newest of this Offhook.\n"
            : $"""
                -- Brings the database from schema {applied.Last} to schema {Migration.All[^1].Number} of Offhook, as its owner, all or nothing:
                --     psql --set ON_ERROR_STOP=1 --file this-file.sql "$DATABASE_URL"
                {remark}begin;

                {SchemaScript.Begin}

                {SchemaScript.Constraints}

                {SchemaScript.Of(applied.Pending, "now()")}
                {SchemaScript.Access}

                commit;

                """;
    }

    /// <summary>How far the database has come, and a remark for the script when nobody knows.</summary>
    public static async Task<(Applied Applied, string Remark)> ReadAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                return (await Applied.ReadAsync(connection, cancellationToken).ConfigureAwait(false), "");
            }
        }
        catch (Exception fault) when (fault.IsAway())
        {
            return (new Applied([]), "-- The database could not be asked how far it has come, so this is all that Offhook has.\n");
        }
    }
}
