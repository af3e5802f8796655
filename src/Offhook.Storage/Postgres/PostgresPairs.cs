using System.Data.Common;

namespace Offhook.Storage.Postgres;

/// <summary>An address as key-value pairs.</summary>
internal static class PostgresPairs
{
    /// <returns>What is wrong, or null.</returns>
    public static string? Read(string text, PostgresSettings settings)
    {
        var pairs = new DbConnectionStringBuilder();
        try
        {
            pairs.ConnectionString = text;
        }
        catch (ArgumentException)
        {
            return "name=value pairs joined by semicolons are needed, or an address that begins with postgres://";
        }

        foreach (var name in pairs.Keys.Cast<string>())
        {
            var value = Convert.ToString(pairs[name], System.Globalization.CultureInfo.InvariantCulture) ?? "";
            if (settings.TakePooling(name, value))
            {
                continue;
            }

            try
            {
                settings.Builder[name] = value;
            }
            catch (Exception refused) when (refused is ArgumentException or KeyNotFoundException or FormatException or InvalidCastException or NotSupportedException)
            {
                return $"{name} is no setting of a connection, or its value is not understood";
            }
        }

        return null;
    }
}
