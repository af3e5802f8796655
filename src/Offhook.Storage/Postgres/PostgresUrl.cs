using System.Globalization;
using Npgsql;

namespace Offhook.Storage.Postgres;

/// <summary>
/// An address as a URL, in the spelling that PostgreSQL's own programs and Supabase's pages use. Read by hand: the framework's reader refuses a host that is left
/// out or a folder (<see href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS"/>), and takes a password that was not escaped for other parts.
/// </summary>
internal static class PostgresUrl
{
    private const string Escapes = "characters such as @ : / # ? and % in the password are written as %40 %3A %2F %23 %3F %25";

    /// <returns>What is wrong, or null.</returns>
    public static string? Read(string text, PostgresSettings settings)
    {
        var start = text.IndexOf("://", StringComparison.Ordinal);
        if (start < 0 || text[..start].Trim().ToUpperInvariant() is not ("POSTGRES" or "POSTGRESQL"))
        {
            return $"an address that begins with postgres:// is needed; {Escapes}";
        }

        var rest = text[(start + 3)..].Trim();
        var (beforeQuery, query) = Cut(rest, rest.IndexOf('?', StringComparison.Ordinal));
        var (authority, database) = Cut(beforeQuery, beforeQuery.IndexOf('/', StringComparison.Ordinal));
        var at = authority.LastIndexOf('@');

        // An @ further on means that the password holds what ends this part of an address.
        if (rest.Contains('#', StringComparison.Ordinal) || database.AsSpan().ContainsAny('@', '/') || query.Contains('@', StringComparison.Ordinal))
        {
            return Escapes;
        }

        var builder = settings.Builder;
        if (at >= 0)
        {
            var (user, password) = Cut(authority[..at], authority.IndexOf(':', StringComparison.Ordinal) is var colon && colon < at ? colon : -1);
            SetIfAny(builder, "Username", user);
            SetIfAny(builder, "Password", password);
        }

        SetIfAny(builder, "Database", database);
        return TakeHost(builder, authority[(at + 1)..]) ? TakeParameters(settings, query) : $"the port is a number from 1 to 65535; {Escapes}";
    }

    private static bool TakeHost(NpgsqlConnectionStringBuilder builder, string text)
    {
        // The colons of an address of IPv6 stand in brackets.
        var colon = text.LastIndexOf(':');
        var (host, port) = Cut(text, colon > text.LastIndexOf(']') ? colon : -1);
        SetIfAny(builder, "Host", host.Trim('[', ']'));
        if (port.Length == 0)
        {
            return true;
        }

        var isPort = ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0;
        builder.Port = isPort ? number : builder.Port;
        return isPort;
    }

    private static string? TakeParameters(PostgresSettings settings, string query)
    {
        foreach (var parameter in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (first, second) = Cut(parameter, parameter.IndexOf('=', StringComparison.Ordinal));
            var (name, value) = (Uri.UnescapeDataString(first), Uri.UnescapeDataString(second));
            if (settings.TakePooling(name, value, out var fault))
            {
                if (fault is not null)
                {
                    return fault;
                }
            }
            else if (!TrySet(settings.Builder, name, value))
            {
                return $"{name} is no parameter of the address that is understood, or its value is not; understood are sslmode, sslrootcert, application_name, connect_timeout, host, pool_mode and pgbouncer";
            }
        }

        return null;
    }

    private static bool TrySet(NpgsqlConnectionStringBuilder builder, string name, string value)
    {
        switch (name)
        {
            case "host":
                builder.Host = value;
                return true;
            case "application_name":
                builder.ApplicationName = value;
                return true;
            case "sslrootcert":
                builder.RootCertificate = value;
                return true;
            case "connect_timeout" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 1024:
                builder.Timeout = seconds;
                return true;
            case "sslmode" when !value.Any(char.IsAsciiDigit):
                if (!Enum.TryParse<SslMode>(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var mode))
                {
                    return false;
                }

                builder.SslMode = mode;
                return true;

            // The driver negotiates it by itself, and the first programs of a project often have them in their address.
            case "channel_binding" or "connection_limit" or "schema" or "supa":
                return true;
            default:
                return false;
        }
    }

    private static (string Before, string After) Cut(string text, int place) => place < 0 ? (text, "") : (text[..place], text[(place + 1)..]);

    private static void SetIfAny(NpgsqlConnectionStringBuilder builder, string name, string text)
    {
        if (text.Length > 0)
        {
            builder[name] = Uri.UnescapeDataString(text);
        }
    }
}
