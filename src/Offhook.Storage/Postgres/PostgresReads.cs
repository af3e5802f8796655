using Npgsql;

namespace Offhook.Storage.Postgres;

/// <summary>Single statements, and several as of one moment, on whatever connection is free.</summary>
internal sealed class PostgresReads(NpgsqlDataSource source)
{
    private const string OneView = "begin isolation level repeatable read, read only";

    /// <summary>All rows of a statement.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public async Task<List<T>> AllAsync<T>(
        string sql, Func<NpgsqlCommand, NpgsqlCommand> fill, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        try
        {
            var command = source.CreateCommand(sql);
            await using (command.ConfigureAwait(false))
            {
                var reader = await fill(command).ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    return await reader.AllAsync(read, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (Exception fault) when (fault.IsAway())
        {
            throw fault.Unavailable("");
        }
    }

    /// <summary>The first row of a statement, or null when there is none.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public async Task<T?> FirstAsync<T>(
        string sql, Func<NpgsqlCommand, NpgsqlCommand> fill, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
        where T : class =>
        await AllAsync(sql, fill, read, cancellationToken).ConfigureAwait(false) is [var first, ..] ? first : null;

    /// <summary>Runs a statement that gives nothing.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public async Task RunAsync(string sql, Func<NpgsqlCommand, NpgsqlCommand> fill, CancellationToken cancellationToken)
    {
        try
        {
            var command = source.CreateCommand(sql);
            await using (command.ConfigureAwait(false))
            {
                _ = await fill(command).ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception fault) when (fault.IsAway())
        {
            throw fault.Unavailable("Whether it was kept is not known.");
        }
    }

    /// <summary>The results of several statements as of one moment.</summary>
    /// <param name="ask">Adds the statements.</param>
    /// <param name="read">Reads their results; it stands at the first and moves on by <c>NextResultAsync</c>.</param>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public async Task<T> InOneViewAsync<T>(Action<NpgsqlBatch> ask, Func<NpgsqlDataReader, Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                using var batch = connection.CreateBatch();
                _ = batch.Add(OneView);
                ask(batch);
                _ = batch.Add("commit");
                var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    return await read(reader).ConfigureAwait(false);
                }
            }
        }
        catch (Exception fault) when (fault.IsAway())
        {
            throw fault.Unavailable("");
        }
    }
}

/// <summary>Reading what a statement gives.</summary>
internal static class ReaderExtensions
{
    public static async Task<List<T>> AllAsync<T>(this NpgsqlDataReader reader, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
