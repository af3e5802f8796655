using Npgsql;

namespace Offhook.Storage.Postgres.Schema;

/// <summary>What a fault while the schema is prepared means for the person who runs Offhook.</summary>
internal static class SchemaFaults
{
    /// <summary>The state with which our own statements refuse. Its message and hint are sentences for people.</summary>
    private const string Refused = "OFFHK";

    /// <summary>A sentence, or null when it is none of the database's faults.</summary>
    public static string? Sentence(Exception fault) => fault switch
    {
        PostgresException { SqlState: Refused } refused => $"{refused.MessageText} {refused.Hint}".TrimEnd(),
        PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } =>
            "The table public.ivr_calls is in use by another program that does not let go of it. Nothing was changed. Start again at a quieter moment, or end the program's long transaction.",
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } rights =>
            $"The database's user may not do what the schema needs ({rights.MessageText}). Nothing was changed. Connect as the owner of the database and of public.ivr_calls, or let the owner run what --print-migrations prints.",
        PostgresException server => $"The database's schema cannot be prepared: {server.MessageText} Nothing was changed.",
        _ when fault.IsAway() => $"The database cannot be used: {fault.Message} Nothing was changed.",
        _ => null,
    };
}
