using Offhook.Server.Settings;
using Offhook.Storage.Sqlite;

namespace Offhook.Server.Demo;

/// <summary>Keeps the demo from starting where real calls were made: a lost setting must not turn a call centre into a game.</summary>
internal static class DemoGuard
{
    /// <summary>The store of real calls.</summary>
    public const string RealFile = "offhook.db";

    /// <summary>The store of the demo.</summary>
    public const string DemoFile = "demo.db";

    /// <exception cref="SettingsException">The folder holds real calls.</exception>
    public static async Task CheckAsync(OffhookSettings settings, DataFolder folder, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!settings.IsDemo || !File.Exists(folder.File(RealFile)))
        {
            return;
        }

        await using var real = await SqliteCallStore.OpenAsync(new() { FilePath = folder.File(RealFile) }, clock, cancellationToken);
        if (await real.HeldRealCallAsync(cancellationToken))
        {
            throw new SettingsException(
                $"KALEYRA_API_KEY and KALEYRA_CALLBACK_URL are missing, and {folder.Path} holds real calls, so the demo does not start. Set both, or name another folder in OFFHOOK_DATA for a demo.");
        }
    }
}
