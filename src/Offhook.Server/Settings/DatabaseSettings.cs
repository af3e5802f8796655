using Offhook.Storage.Postgres;

namespace Offhook.Server.Settings;

/// <summary>Where the shared store lies.</summary>
internal static class DatabaseSettings
{
    /// <summary>Reads both addresses.</summary>
    /// <param name="faults">Takes a sentence about each that is wrong.</param>
    /// <returns>Null for the embedded store, or when something is wrong.</returns>
    public static PostgresStoreOptions? Read(SettingsSource source, List<string> faults)
    {
        var database = Address("DATABASE_URL", "the address of the database", "use the embedded store");
        var listen = Address("DATABASE_LISTEN_URL", "the direct address of the database", "listen where DATABASE_URL leads");
        if (listen is { IsTransactionPooled: true })
        {
            faults.Add("DATABASE_LISTEN_URL: a pooler in transaction mode cannot listen; write the direct address of the database, or remove the setting, and changes of other nodes are asked for");
        }

        if (listen is not null && database is null)
        {
            faults.Add("DATABASE_LISTEN_URL: only together with DATABASE_URL");
        }

        return database is null ? null : new PostgresStoreOptions { Address = database, ListenAddress = listen };

        PostgresAddress? Address(string name, string what, string without)
        {
            if (source.Filled(name, what, without, faults) is not { } text)
            {
                return null;
            }

            if (PostgresAddress.Read(text, out var address) is { } fault)
            {
                faults.Add($"{name}: {fault}");
            }

            return address;
        }
    }
}
