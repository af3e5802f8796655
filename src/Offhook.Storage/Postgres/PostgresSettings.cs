using Npgsql;

namespace Offhook.Storage.Postgres;

/// <summary>What was read of an address so far.</summary>
internal sealed class PostgresSettings
{
    public NpgsqlConnectionStringBuilder Builder { get; } = [];

    /// <summary>Null when the address does not say.</summary>
    public bool? IsTransactionPooled { get; private set; }

    /// <summary>Takes what only says how a pooler works, and is no business of the driver.</summary>
    /// <param name="fault">What is wrong with its value, or null.</param>
    /// <returns>Whether it was such a setting.</returns>
    public bool TakePooling(string name, string value, out string? fault)
    {
        fault = null;
        switch (name.Replace(" ", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToUpperInvariant())
        {
            case "POOLMODE":
                IsTransactionPooled = IsOneOf(value, "transaction", "session");
                fault = IsTransactionPooled is null ? $"{name}: write transaction or session; with any other mode of a pooler Offhook cannot work" : null;
                return true;
            case "PGBOUNCER":
                IsTransactionPooled = IsOneOf(value, "true", "false");
                fault = IsTransactionPooled is null ? $"{name}: write true for a pooler in transaction mode, otherwise false" : null;
                return true;
            default:
                return false;
        }
    }

    private static bool? IsOneOf(string value, string yes, string no) =>
        string.Equals(value, yes, StringComparison.OrdinalIgnoreCase) ? true : string.Equals(value, no, StringComparison.OrdinalIgnoreCase) ? false : null;
}
