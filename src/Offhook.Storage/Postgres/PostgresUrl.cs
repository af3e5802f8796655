using Npgsql;

namespace Offhook.Storage.Postgres;

/// <summary>An address as a URL, in the spelling that PostgreSQL's own programs and Supabase's pages use.</summary>
internal static class PostgresUrl
{
    /// <returns>What is wrong, or null.</returns>
    public static string? Read(string text, PostgresSettings settings)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("postgres" or "postgresql"))
        {
            return "an address that begins with postgres:// is needed; characters such as @ : / # ? and % in the password are written as %40 %3A %2F %23 %3F %25";
        }

        if (url.Fragment.Length > 0)
        {
            return "a # in the password is written as %23";
        }

        var builder = settings.Builder;
        var colon = url.UserInfo.IndexOf(':', StringComparison.Ordinal);
        SetIfAny(builder, "Username", colon < 0 ? url.UserInfo : url.UserInfo[..colon]);
        SetIfAny(builder, "Password", colon < 0 ? "" : url.UserInfo[(colon + 1)..]);
        SetIfAny(builder, "Host", url.Host.Trim('[', ']'));
        SetIfAny(builder, "Database", url.AbsolutePath.TrimStart('/'));
        if (url.Port > 0)
        {
            builder.Port = url.Port;
        }

        foreach (var parameter in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = parameter.IndexOf('=', StringComparison.Ordinal);
            var name = Uri.UnescapeDataString(equals < 0 ? parameter : parameter[..equals]);
            var value = equals < 0 ? "" : Uri.UnescapeDataString(parameter[(equals + 1)..]);
            if (!settings.TakePooling(name, value) && !TrySet(builder, name, value))
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
            case "connect_timeout" when int.TryParse(value, out var seconds) && seconds is > 0 and <= 1024:
                builder.Timeout = seconds;
                return true;
            case "sslmode" when Enum.TryParse<SslMode>(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var mode):
                builder.SslMode = mode;
                return true;

            // The driver negotiates it by itself, and the first programs of a project often have them in their address.
            case "channel_binding" or "connection_limit" or "schema" or "supa":
                return true;
            default:
                return false;
        }
    }

    private static void SetIfAny(NpgsqlConnectionStringBuilder builder, string name, string text)
    {
        if (text.Length > 0)
        {
            builder[name] = Uri.UnescapeDataString(text);
        }
    }
}
