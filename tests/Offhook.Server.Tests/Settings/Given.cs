using Offhook.Server.Settings;

namespace Offhook.Server.Tests.Settings;

/// <summary>Settings of tests.</summary>
internal static class Given
{
    public const string Key = "A0000000000000000000000000000fake";

    /// <summary>Good settings of a public installation, with some replaced, added or, where null, taken away.</summary>
    public static Dictionary<string, string> Settings(params (string Name, string? Value)[] changes)
    {
        var settings = new Dictionary<string, string> { ["KALEYRA_API_KEY"] = Key, ["KALEYRA_CALLBACK_URL"] = "https://calls.example.test" };
        foreach (var (name, value) in changes)
        {
            settings.Remove(name);
            if (value is not null)
            {
                settings[name] = value;
            }
        }

        return settings;
    }

    public static OffhookSettings Read(params (string Name, string? Value)[] changes) => SettingsReader.Read(new SettingsSource(Settings(changes)));
}
