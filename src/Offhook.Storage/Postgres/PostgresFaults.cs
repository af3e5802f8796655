using System.Net.Sockets;
using Npgsql;

namespace Offhook.Storage.Postgres;

/// <summary>Which faults of the driver mean that the database is away, and not that a statement was wrong.</summary>
internal static class PostgresFaults
{
    /// <summary>Whether the same work may succeed later: no connection, the server stops or starts, no room, no rights to write.</summary>
    public static bool IsAway(this Exception fault) => fault switch
    {
        // https://www.postgresql.org/docs/current/errcodes-appendix.html: connection, resources, operator, system, read-only; too many connections are in class 53.
        // 25P03 is a transaction that we left idle. Whatever ends the connection is no fault of a statement, and a pooler says its own troubles as XX000.
        PostgresException server => server.SqlState[..2] is "08" or "53" or "57" or "58" or "XX"
            || server.SqlState is "25006" or "25P03" or "28000" or "28P01" or "3D000" or "55000" || server.InvariantSeverity is "FATAL" or "PANIC" || server.IsUnmarkedPooler() || server.IsTransient,
        NpgsqlException or SocketException or TimeoutException or IOException => true,

        // The store was closed meanwhile, and its connections with it.
        ObjectDisposedException => true,
        _ => false,
    };

    /// <summary>Whether the transaction was ended for the sake of another one, so that doing it again is right.</summary>
    public static bool IsLostRace(this Exception fault) => fault is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure };

    /// <summary>Whether a row or a table that is needed stays locked by somebody else.</summary>
    public static bool IsHeldUp(this Exception fault) => fault is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable };

    /// <summary>The fault without the server's details, which may hold what a row says.</summary>
    public static StoreUnavailableException Unavailable(this Exception fault, string consequence) => new($"The database cannot be used: {fault.Words()} {consequence}", fault);

    // A statement that was prepared is not there: another server connection answers than the one that prepared it.
    private static bool IsUnmarkedPooler(this PostgresException server) => server.SqlState is "26000" or "42P05";

    private static string Words(this Exception fault) => fault switch
    {
        PostgresException server when server.IsUnmarkedPooler() =>
            $"{server.MessageText} (It seems that a pooler in transaction mode stands before it: add ?pgbouncer=true to the address, or PoolMode=Transaction.)",
        PostgresException server => server.MessageText,
        _ => fault.Message,
    };
}
