using Offhook.Server.Settings;
using Offhook.Storage;
using Offhook.Storage.Postgres;

namespace Offhook.Server;

/// <summary>Words of the command line that do something with the database and end, without starting the service.</summary>
public static class DatabaseCommands
{
    /// <summary>Prints the SQL that a start would apply to the database of <c>DATABASE_URL</c>.</summary>
    public const string PrintMigrations = "--print-migrations";

    /// <summary>Prints the SQL of <see cref="ApplySharing"/>.</summary>
    public const string PrintSharing = "--print-sharing";

    /// <summary>Opens the table of calls to signed-in agents and supervisors and to the words of other programs.</summary>
    public const string ApplySharing = "--apply-sharing";

    /// <summary>With the two about sharing: changes carry the previous values of all columns.</summary>
    public const string WithOldValues = "--with-old-values";

    private static readonly string[] All = [PrintMigrations, PrintSharing, ApplySharing];

    /// <summary>Does what the command line asks for.</summary>
    /// <returns>Whether it asked for one of the commands, so that there is nothing to start.</returns>
    /// <exception cref="SettingsException">There is no database, or more than one command.</exception>
    /// <exception cref="StoreUnavailableException">The database cannot be reached, or it cannot be done.</exception>
    public static async Task<bool> RunAsync(string[] args, SettingsSource source, TextWriter output, TimeProvider clock, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(output);
        string[] commands = [.. args.Where(All.Contains)];
        var withOldValues = args.Contains(WithOldValues);
        if (commands is not [var command])
        {
            return commands.Length == 0 && !withOldValues ? false : throw new SettingsException($"one of {string.Join(", ", All)} at a time; {WithOldValues} goes with the two about sharing");
        }

        var address = SettingsReader.Database(source) ?? throw new SettingsException($"{command}: DATABASE_URL is missing; the embedded store needs none of this");
        if (command == ApplySharing)
        {
            foreach (var remark in await PostgresAdministration.ShareAsync(address, withOldValues, clock, cancellationToken))
            {
                await output.WriteLineAsync(remark);
            }

            await output.WriteLineAsync("The table of calls is shared.");
            return true;
        }

        await output.WriteAsync(command == PrintSharing
            ? await PostgresAdministration.SharingAsync(address, withOldValues, cancellationToken)
            : await PostgresAdministration.MigrationsAsync(address, cancellationToken));
        return true;
    }
}
