using System.Globalization;
using System.Text.Json;
using Offhook.Calls;
using Offhook.Gateway.Providers.KaleyraIo;
using Offhook.Gateway.Providers.KaleyraLegacy;
using Offhook.Kaleyra.Io;

namespace Offhook.Server.Settings;

/// <summary>The settings of the providers' accounts.</summary>
internal static class ProviderSettings
{
    private static readonly string[] LegacyNames = ["KALEYRA_API_KEY", "KALEYRA_API_KEY_IN", "KALEYRA_BASE_URL", "KALEYRA_OBD_BASE_URL", CallbackSecretName];

    private const string CallbackSecretName = "KALEYRA_CALLBACK_SECRET";
    private const int ShortestCallbackSecret = 32;
    private const int LongestCallbackSecret = 128;

    private const string IoPrefix = "KALEYRA_IO_";
    private const string India = "IN";
    private const string Flow = KaleyraIoOptions.FlowPlaceholder;

    private static readonly Uri IndianHost = new("https://api.in.kaleyra.io/");

    // Null when only the other account is set. Without any, this is the one that is missed.
    public static LegacyAccount? ReadLegacy(SettingsSource source, List<string> faults)
    {
        if (source["KALEYRA_API_KEY"] is not { } key)
        {
            if (!HasIo(source))
            {
                faults.Add("KALEYRA_API_KEY: the key of your Kaleyra account is needed, or the KALEYRA_IO_ settings of an account at kaleyra.io (for the demo without an account, remove every KALEYRA_ setting and DATABASE_URL)");
            }
            else if (Array.Find(LegacyNames, source.Has) is { } orphan)
            {
                faults.Add($"{orphan}: this belongs to an account at Kaleyra's legacy API, whose KALEYRA_API_KEY is empty or missing; set it, or remove this line when there is only an account at kaleyra.io");
            }

            return null;
        }

        CheckKey("KALEYRA_API_KEY", key, faults);
        var place = source["KALEYRA_API_KEY_IN"];
        if (place is not (null or "header" or "body"))
        {
            faults.Add("KALEYRA_API_KEY_IN: header or body");
        }

        var account = new LegacyAccount(key) { KeyInBody = place == "body" };
        return account with
        {
            BaseAddress = Folder("KALEYRA_BASE_URL", source, faults) ?? account.BaseAddress,
            ObdBaseAddress = Folder("KALEYRA_OBD_BASE_URL", source, faults) ?? account.ObdBaseAddress,
            CallbackSecrets = CallbackSecrets(source, faults),
        };
    }

    public static IoAccount? ReadIo(SettingsSource source, List<string> faults)
    {
        if (!HasIo(source))
        {
            return null;
        }

        var sid = Needed("KALEYRA_IO_SID", "the id of the account, for example HX0000000000IN", source, faults);
        if (sid.Length > 64 || !sid.All(char.IsAsciiLetterOrDigit))
        {
            faults.Add("KALEYRA_IO_SID: an account id has only letters and digits, for example HX0000000000IN");
        }

        var key = Needed("KALEYRA_IO_API_KEY", "the key of the account", source, faults);
        CheckKey("KALEYRA_IO_API_KEY", key, faults);
        var bridge = Needed("KALEYRA_IO_BRIDGE", "the account's own number that joins the two phones", source, faults);
        if (bridge.Length > 0)
        {
            bridge = Bridge(bridge, faults);
        }

        var address = Folder("KALEYRA_IO_BASE_URL", source, faults);
        if (address is { AbsolutePath: not "/" })
        {
            faults.Add("KALEYRA_IO_BASE_URL: the host alone is needed, for example https://api.in.kaleyra.io; the path is added");
        }

        var isIndian = sid.EndsWith(India, StringComparison.OrdinalIgnoreCase);
        if (address is null && !source.Has("KALEYRA_IO_BASE_URL") && !isIndian && sid.Length > 0)
        {
            faults.Add($"KALEYRA_IO_BASE_URL: the host of the account's region is needed, for example https://api.kaleyra.io; only for accounts whose id ends in {India} it is {IndianHost}");
        }

        return new IoAccount(sid, key, bridge, address ?? IndianHost)
        {
            LogOffset = Offset(source, faults) ?? (isIndian ? Gateway.IndianTime.Offset : null),
            FlowTarget = FlowTarget(source, faults),
        };
    }

    /// <summary>The names of the providers that place new calls, in the order of preference.</summary>
    public static IReadOnlyList<string> ReadOrder(SettingsSource source, LegacyAccount? legacy, IoAccount? io, List<string> faults)
    {
        const string Name = "OFFHOOK_PROVIDERS";
        string[] configured = [.. io is null ? [] : new[] { IoProvider.Name }, .. legacy is null ? [] : new[] { LegacyProvider.RealName }];
        if (source[Name] is not { } text)
        {
            if (configured.Length > 1 || source.Has(Name))
            {
                faults.Add($"{Name}: name the providers that place new calls, the preferred one first, for example {string.Join(',', configured)}");
            }

            return configured;
        }

        string[] names = [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        foreach (var unknown in names.Where(name => !configured.Contains(name, StringComparer.Ordinal)))
        {
            faults.Add(unknown is IoProvider.Name or LegacyProvider.RealName
                ? $"{Name}: the account of {unknown} is not set"
                : $"{Name}: there is no provider {unknown}; there are {IoProvider.Name} and {LegacyProvider.RealName}");
        }

        if (names.Length == 0 || names.Distinct(StringComparer.Ordinal).Count() < names.Length)
        {
            faults.Add($"{Name}: name each provider once, the preferred one first");
        }

        return names;
    }

    // It opens nothing but a look into the log. Still, whoever guessed it could make us look all day.
    private static IReadOnlyList<string> CallbackSecrets(SettingsSource source, List<string> faults)
    {
        if (source.Filled(CallbackSecretName, "the last part of the account's one callback address", "give each dial an address of its own", faults) is not { } text)
        {
            return [];
        }

        string[] secrets = [.. text.Split(',', StringSplitOptions.TrimEntries)];
        if (secrets.Length > 2)
        {
            faults.Add($"{CallbackSecretName}: one secret, or two while it is changed");
        }

        if (Array.Exists(secrets, secret => secret.Length is < ShortestCallbackSecret or > LongestCallbackSecret || !secret.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')))
        {
            faults.Add($"{CallbackSecretName}: {ShortestCallbackSecret} to {LongestCallbackSecret} random letters and digits are needed (also - and _), for example from: openssl rand -hex 24");
        }

        return secrets;
    }

    // Written with the country code, as the provider shows it. Ten digits alone are an Indian number without it.
    private static string Bridge(string text, List<string> faults)
    {
        var digits = string.Concat(text.Where(c => c is not (' ' or '-' or '(' or ')')));
        var isInternational = digits.StartsWith('+');
        digits = digits.TrimStart('+');
        if (!isInternational && PhoneNumber.TryRead(digits, out var indian) && indian.IsIndian)
        {
            return indian.E164;
        }

        if (digits.Length is < 8 or > 15 || digits[0] == '0' || !digits.All(char.IsAsciiDigit))
        {
            faults.Add("KALEYRA_IO_BRIDGE: a phone number is needed, with its country code, for example 918000000000");
        }

        return "+" + digits;
    }

    private static bool HasIo(SettingsSource source) => source.Names.Any(name => name.StartsWith(IoPrefix, StringComparison.Ordinal));

    private static string Needed(string name, string what, SettingsSource source, List<string> faults)
    {
        if (source[name] is { } value)
        {
            return value;
        }

        faults.Add($"{name}: {what} is needed (remove every {IoPrefix} setting when there is no account at kaleyra.io)");
        return "";
    }

    private static void CheckKey(string name, string key, List<string> faults)
    {
        if (key.Any(c => c is < '!' or > '~'))
        {
            faults.Add($"{name}: a key has no blanks and only ASCII characters");
        }
    }

    private static Uri? Folder(string name, SettingsSource source, List<string> faults) =>
        source[name] is { } text && WebAddress.Read(name, text, faults) is { } address
            ? address.AbsolutePath.EndsWith('/') ? address : new UriBuilder(address) { Path = address.AbsolutePath + "/" }.Uri
            : null;

    private static TimeSpan? Offset(SettingsSource source, List<string> faults)
    {
        const string Name = "KALEYRA_IO_UTC_OFFSET";
        if (source.Filled(Name, "the offset of the times that the account's log shows", "take +05:30 for an account whose id ends in IN", faults) is not { } text)
        {
            return null;
        }

        if (text is ['+' or '-', .. var rest] && TimeSpan.TryParseExact(rest, @"hh\:mm", CultureInfo.InvariantCulture, out var offset) && offset <= TimeSpan.FromHours(14))
        {
            return text[0] == '-' ? -offset : offset;
        }

        faults.Add($"{Name}: an offset like +05:30 is needed");
        return null;
    }

    private static string? FlowTarget(SettingsSource source, List<string> faults)
    {
        const string Name = "KALEYRA_IO_FLOW_TARGET";
        if (source.Filled(Name, "the JSON with which a dial names a flow", "do without flows", faults) is not { } text)
        {
            return null;
        }

        try
        {
            // The vendor's words could also mean the bare id.
            using var json = text == Flow ? null : JsonDocument.Parse(text);
            if (text.Length <= 2000 && text.Contains(Flow, StringComparison.Ordinal))
            {
                return text;
            }
        }
        catch (JsonException)
        {
        }

        faults.Add($"{Name}: {Flow} is needed, or JSON in which {Flow} stands, within quotes, for the id of the flow");
        return null;
    }
}
