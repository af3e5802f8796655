using System.Globalization;
using System.Net;
using Npgsql;

namespace Offhook.Storage.Postgres;

/// <summary>Where the database is and how it may be spoken to, from a URL (<c>postgres://user:password@host:5432/name?sslmode=require</c>) or from key-value pairs (<c>Host=…;Username=…</c>).</summary>
public sealed class PostgresAddress
{
    // Supabase's pooler answers in transaction mode on this port, and in session mode on 5432.
    private const int TransactionPoolerPort = 6543;

    private PostgresAddress(NpgsqlConnectionStringBuilder builder, bool isTransactionPooled) => (Builder, IsTransactionPooled) = (builder, isTransactionPooled);

    /// <summary>
    /// Whether a pooler hands out another server connection for each transaction. Nothing of a session lasts then: no prepared statements, no listening,
    /// no session settings. True on port 6543, with <c>PoolMode=Transaction</c>, and with <c>pgbouncer=true</c>.
    /// </summary>
    public bool IsTransactionPooled { get; }

    internal NpgsqlConnectionStringBuilder Builder { get; }

    /// <summary>Reads an address.</summary>
    /// <returns>What is wrong, as a sentence without any part of the address that may be secret, or null when it was read.</returns>
    public static string? Read(string text, out PostgresAddress? address)
    {
        ArgumentNullException.ThrowIfNull(text);
        address = null;
        var settings = new PostgresSettings();
        var isUrl = text.Contains("://", StringComparison.Ordinal);
        if ((isUrl ? PostgresUrl.Read(text, settings) : PostgresPairs.Read(text, settings)) is { } fault)
        {
            return fault;
        }

        var builder = settings.Builder;
        if (string.IsNullOrEmpty(builder.Host))
        {
            return "the host of the database is missing";
        }

        var isPooled = settings.IsTransactionPooled ?? builder.Port == TransactionPoolerPort;
        Complete(builder, isPooled);
        address = new PostgresAddress(builder, isPooled);
        return null;
    }

    /// <summary>Connections to it.</summary>
    /// <param name="name">Stands in measurements, where host and user would stand otherwise, and tells the server whose they are.</param>
    /// <param name="most">At most so many at a time; null for what the address says, 20 unless it says otherwise.</param>
    /// <param name="longestPause">
    /// Whole seconds after which the server ends a transaction in which nothing happens, and lets go of its locks; null for what the server is set to.
    /// Behind a pooler in transaction mode it is left out: what is set for a session there stays for whoever has it next.
    /// </param>
    public NpgsqlDataSource CreateSource(string name, int? most = null, TimeSpan? longestPause = null)
    {
        var settings = new NpgsqlConnectionStringBuilder(Builder.ConnectionString);
        if (most is { } limit)
        {
            (settings.MinPoolSize, settings.MaxPoolSize, settings.ApplicationName) = (0, limit, name);
        }

        var source = new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = name };
        if (longestPause is { } pause && !IsTransactionPooled)
        {
            var sql = string.Create(CultureInfo.InvariantCulture, $"set idle_in_transaction_session_timeout = '{pause.TotalSeconds:0}s'");
            _ = source.UsePhysicalConnectionInitializer(
                connection =>
                {
                    using var command = new NpgsqlCommand(sql, connection);
                    _ = command.ExecuteNonQuery();
                },
                async connection =>
                {
                    var command = new NpgsqlCommand(sql, connection);
                    await using (command.ConfigureAwait(false))
                    {
                        _ = await command.ExecuteNonQueryAsync().ConfigureAwait(false);
                    }
                });
        }

        return source.Build();
    }

    /// <summary>Host and database, without user name and password.</summary>
    public override string ToString() => $"{Builder.Host}/{Builder.Database}";

    private static void Complete(NpgsqlConnectionStringBuilder builder, bool isPooled)
    {
        Set(builder, "Application Name", "offhook");
        Set(builder, "Timeout", 5);
        Set(builder, "Command Timeout", 10);
        Set(builder, "Maximum Pool Size", 20);

        // Nothing that we do outlives a transaction, so there is nothing to reset.
        builder.NoResetOnClose = true;
        if (isPooled)
        {
            builder.MaxAutoPrepare = 0;
        }
        else
        {
            Set(builder, "Max Auto Prepare", 100);
            Set(builder, "Auto Prepare Min Usages", 2);
            Set(builder, "Keepalive", 30);
        }

        // A password and every phone number travel here. Whoever trusts the network between says so with sslmode.
        if (!IsOnThisMachine(builder.Host!))
        {
            Set(builder, "SSL Mode", SslMode.Require);
        }
    }

    private static void Set(NpgsqlConnectionStringBuilder builder, string name, object standard)
    {
        // ContainsKey would say of every name that exists that it is there.
        if (!builder.ShouldSerialize(name))
        {
            builder[name] = standard;
        }
    }

    private static bool IsOnThisMachine(string host) =>
        host.StartsWith('/') || string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
