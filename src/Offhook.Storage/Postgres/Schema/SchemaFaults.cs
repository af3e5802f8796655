using Npgsql;

namespace Offhook.Storage.Postgres.Schema;

/// <summary>What a fault while the schema is prepared means for the person who runs Offhook.</summary>
internal static class SchemaFaults
{
    /// <summary>The state of what our own statements say: message and hint are sentences for people.</summary>
    public const string Own = "OFFHK";

    /// <summary>Does some work on a connection, and tells in words for people why it could not.</summary>
    /// <exception cref="StoreUnavailableException">It could not.</exception>
    public static async Task InWordsAsync(NpgsqlDataSource source, Func<NpgsqlConnection, Task> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        try
        {
            var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                await work(connection).ConfigureAwait(false);
            }
        }
        catch (Exception fault) when (Sentence(fault) is { } sentence)
        {
            throw new StoreUnavailableException(sentence, fault);
        }
    }

    /// <summary>A sentence, or null when it is none of the database's faults.</summary>
    private static string? Sentence(Exception fault) => fault switch
    {
        PostgresException { SqlState: Own } refused => $"{refused.MessageText} {refused.Hint}".TrimEnd(),
        PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } =>
            "The table public.ivr_calls is in use by another program that does not let go of it. Nothing was changed. Start again at a quieter moment, or end the program's long transaction.",
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } rights =>
            $"The database's user may not do what the schema needs ({rights.MessageText}). Nothing was changed. Connect as the owner of the database and of public.ivr_calls, or let the owner run what --print-migrations prints.",
        PostgresException server => $"The database's schema cannot be prepared: {server.MessageText} Nothing was changed.",
        _ when fault.IsAway() => $"The database cannot be used: {fault.Message} Nothing was changed.",
        _ => null,
    };
}
