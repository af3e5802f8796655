using Npgsql;

namespace Offhook.Storage.Postgres.Schema;

/// <summary>Brings a database to the schema that this Offhook works with.</summary>
internal static class PostgresSchema
{
    /// <summary>Makes or adopts the table of calls and everything beside it, unless it was done before, and makes sure that this user can work with it.</summary>
    /// <remarks>All in one transaction, which also works through a transaction pooler. Nodes that start together do it once.</remarks>
    /// <exception cref="StoreUnavailableException">It cannot be done; nothing was changed. The message says what to do.</exception>
    public static async Task PrepareAsync(NpgsqlDataSource source, TimeProvider clock, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(clock);
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            if ((await Applied.ReadAsync(connection, cancellationToken).ConfigureAwait(false)).Pending.Count > 0)
            {
                await ApplyAsync(connection, clock, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception fault) when (SchemaFaults.Sentence(fault) is { } sentence)
        {
            throw new StoreUnavailableException(sentence, fault);
        }
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await connection.RunAsync(SchemaScript.Begin, cancellationToken).ConfigureAwait(false);

        // Read again behind the lock: another node may have been quicker.
        var pending = (await Applied.ReadAsync(connection, cancellationToken).ConfigureAwait(false)).Pending;
        if (pending.Count > 0)
        {
            await connection.RunAsync(SchemaScript.Of(pending, clock), cancellationToken).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }
}
