using System.Data.Common;
using System.Globalization;

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
            var value = Convert.ToString(pairs[name], CultureInfo.InvariantCulture) ?? "";
            if (settings.TakePooling(name, value, out var fault))
            {
                if (fault is not null)
                {
                    return fault;
                }

                continue;
            }

            try
            {
                settings.Builder[name] = value;
            }
            catch (Exception refused) when (refused is ArgumentException or KeyNotFoundException or FormatException or InvalidCastException or NotSupportedException)
            {
                return settings.Builder.ContainsKey(name) ? $"the value of {name} is not understood"
                    : IsBehindPassword(name, text) ? "something behind the password is no setting of a connection; a password with a semicolon stands in quotes"
                    : $"{name} is no setting of a connection";
            }
        }

        return null;
    }

    // It may be a part of the password then, which is not to be shown.
    private static bool IsBehindPassword(string name, string text)
    {
        int[] passwords = [text.IndexOf("password", StringComparison.OrdinalIgnoreCase), text.IndexOf("pwd", StringComparison.OrdinalIgnoreCase)];
        return passwords.Any(place => place >= 0 && place < text.LastIndexOf(name, StringComparison.OrdinalIgnoreCase));
    }
}
