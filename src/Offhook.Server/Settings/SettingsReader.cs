using System.Globalization;
using Offhook.Calls;
using Offhook.Gateway.Policy;
using Offhook.Gateway.Providers.KaleyraIo;
using Offhook.Gateway.Providers.KaleyraLegacy;
using Offhook.Server.Access;
using Offhook.Storage.Postgres;

namespace Offhook.Server.Settings;

/// <summary>Turns settings into what the program needs, or into sentences about everything that is wrong with them.</summary>
internal sealed class SettingsReader
{
    // The last one is no setting: tests of a debug build let it die at a named place.
    private static readonly string[] OwnNames =
        ["OFFHOOK_DATA", "OFFHOOK_PROVIDERS", "OFFHOOK_ORIGINS", "OFFHOOK_PROXIES", "OFFHOOK_COUNTRIES", "OFFHOOK_ONLY_NUMBERS", "OFFHOOK_AGENT_GUARD_SECONDS", "OFFHOOK_CRASH_POINT"];

    private readonly SettingsSource _source;
    private readonly List<string> _faults = [];

    private SettingsReader(SettingsSource source) => _source = source;

    /// <summary>Reads and checks all settings.</summary>
    /// <exception cref="SettingsException">Some are missing or impossible; the message names each.</exception>
    public static OffhookSettings Read(SettingsSource source)
    {
        var reader = new SettingsReader(source);
        var settings = reader.Read();
        return reader._faults.Count == 0 ? settings : throw new SettingsException(string.Join(Environment.NewLine, reader._faults));
    }

    /// <summary>The address of the database alone, for what is done with it without the service. Null when there is none.</summary>
    /// <exception cref="SettingsException">It cannot be read.</exception>
    public static PostgresAddress? Database(SettingsSource source)
    {
        var faults = new List<string>();
        var database = DatabaseSettings.Read(source, faults);
        return faults.Count == 0 ? database?.Address : throw new SettingsException(string.Join(Environment.NewLine, faults));
    }

    /// <summary>The accounts at the providers alone, for what is done with them without the service. Null where there is none.</summary>
    /// <exception cref="SettingsException">One of them cannot be read.</exception>
    public static (LegacyAccount? Legacy, IoAccount? Io) Accounts(SettingsSource source)
    {
        var faults = new List<string>();
        var accounts = (ProviderSettings.ReadLegacy(source, faults), ProviderSettings.ReadIo(source, faults));
        return faults.Count == 0 ? accounts : throw new SettingsException(string.Join(Environment.NewLine, faults));
    }

    private OffhookSettings Read()
    {
        // An empty setting is a slip, not a wish for the demo.
        var isDemo = !_source.Has("DATABASE_URL") && !_source.Names.Any(name => name.StartsWith("KALEYRA_", StringComparison.Ordinal));
        RefuseUnknown();
        if (isDemo && _source.Has("OFFHOOK_PROVIDERS"))
        {
            _faults.Add("OFFHOOK_PROVIDERS: no account is set; is .env in another folder? For the demo remove this line");
        }

        var standard = new OffhookSettings { IsDemo = isDemo, DataFolder = "" };
        var legacy = isDemo ? null : ProviderSettings.ReadLegacy(_source, _faults);
        var io = isDemo ? null : ProviderSettings.ReadIo(_source, _faults);
        return standard with
        {
            Legacy = legacy,
            Io = io,
            Providers = isDemo ? null : ProviderSettings.ReadOrder(_source, legacy, io, _faults),
            PublicAddress = isDemo ? null : PublicAddress(),
            DataFolder = DataFolder(),
            Database = DatabaseSettings.Read(_source, _faults),
            Origins = Origins(),
            Proxies = ProxyList.Read(_source, _faults),
            SupabaseAddress = _source.Filled("SUPABASE_URL", "the address of the project", "let nobody of a Supabase project in", _faults) is { } supabase ? WebAddress.Read("SUPABASE_URL", supabase, _faults) : null,
            SupabaseSecret = SupabaseSecret(),
            OnlyNumbers = OnlyNumbers(),
            Countries = Countries(),
            DialsPerSecond = DialsPerSecond(standard.DialsPerSecond),
            AgentGuard = TimeSpan.FromSeconds(Number("OFFHOOK_AGENT_GUARD_SECONDS", 0, 600, standard.AgentGuard.TotalSeconds, "seconds")),
        };
    }

    // The service this one replaces named its whole callback address here; the bare address of the service is understood too.
    private Uri? PublicAddress()
    {
        const string Name = "KALEYRA_CALLBACK_URL";
        if (_source[Name] is not { } text)
        {
            _faults.Add($"{Name}: the public address of this service is needed, for example https://calls.example.com; http://localhost:3002 when there is none, then outcomes come from Kaleyra's log");
            return null;
        }

        if (WebAddress.Read(Name, text, _faults) is not { } address)
        {
            return null;
        }

        var path = address.AbsolutePath.TrimEnd('/');
        if (path.EndsWith(LegacyProvider.Callbacks.Path, StringComparison.Ordinal))
        {
            path = path[..^LegacyProvider.Callbacks.Path.Length];
        }

        var publicAddress = new UriBuilder(address) { Path = path + "/" }.Uri;
        if (!LegacyProvider.HasRoomFor(publicAddress) || !IoProvider.HasRoomFor(publicAddress))
        {
            _faults.Add($"{Name}: too long; with everything that a callback brings it must stay under 700 characters");
        }

        return publicAddress;
    }

    private string DataFolder()
    {
        if (_source["OFFHOOK_DATA"] is { } folder)
        {
            return Path.GetFullPath(folder);
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        if (home.Length == 0)
        {
            _faults.Add("OFFHOOK_DATA: this user has no data folder of its own; name a folder for the calls, the lock and the secrets");
        }

        return Path.Combine(home, "offhook");
    }

    private List<string> Origins()
    {
        var origins = List("OFFHOOK_ORIGINS");
        foreach (var origin in origins.Where(origin => !PageOrigin.IsValid(origin)))
        {
            _faults.Add($"OFFHOOK_ORIGINS: {origin} is no origin; write scheme, host and port as the browser does, for example https://crm.example.com");
        }

        return origins;
    }

    // A short one could be found by trying, from any token that was signed with it.
    private string? SupabaseSecret()
    {
        const string Name = "SUPABASE_JWT_SECRET";
        var secret = _source.Filled(Name, "the JWT secret of the project", "believe only tokens that are signed with published keys", _faults);
        if (secret is not null && _source["SUPABASE_URL"] is null)
        {
            _faults.Add($"{Name}: SUPABASE_URL is needed too; a token is believed only when that project issued it");
        }

        if (secret is { Length: < 32 })
        {
            _faults.Add($"{Name}: the JWT secret of the project has at least 32 characters");
        }

        return secret;
    }

    private HashSet<PhoneNumber>? OnlyNumbers()
    {
        if (!_source.Has("OFFHOOK_ONLY_NUMBERS"))
        {
            return null;
        }

        // Present but empty means that nothing may ring.
        var numbers = new HashSet<PhoneNumber>();
        foreach (var text in List("OFFHOOK_ONLY_NUMBERS"))
        {
            if (PhoneNumber.TryRead(text, out var number))
            {
                numbers.Add(number);
            }
            else
            {
                _faults.Add("OFFHOOK_ONLY_NUMBERS: phone numbers joined by commas are needed");
                break;
            }
        }

        return numbers;
    }

    private AllowedCountries Countries()
    {
        if (_source["OFFHOOK_COUNTRIES"] is not { } text)
        {
            return AllowedCountries.India;
        }

        if (AllowedCountries.TryRead(text, out var countries, out var unknown))
        {
            return countries;
        }

        _faults.Add($"OFFHOOK_COUNTRIES: {unknown} is no known country; write codes of two letters joined by commas, for example IN,AE");
        return AllowedCountries.India;
    }

    private double Number(string name, double least, double most, double standard, string unit)
    {
        if (_source[name] is not { } text)
        {
            return standard;
        }

        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        _faults.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: a number from {least} to {most} ({unit}) is needed"));
        return standard;
    }

    private double DialsPerSecond(double standard)
    {
        const string Name = "KALEYRA_DIALS_PER_SECOND";
        var rate = Number(Name, 0, 1000, standard, "calls per second, 0 for no limit");
        if (rate is > 0 and < 0.01)
        {
            _faults.Add($"{Name}: at least 0.01, one call in 100 seconds, or 0 for no limit");
        }

        return rate;
    }

    // A misspelt safety would not be there, and nobody would know.
    private void RefuseUnknown()
    {
        foreach (var name in _source.Names.Where(name => name.StartsWith("OFFHOOK_", StringComparison.Ordinal) && !OwnNames.Contains(name, StringComparer.Ordinal)))
        {
            _faults.Add($"{name}: there is no such setting; there are {string.Join(", ", OwnNames[..^1])}");
        }
    }

    private List<string> List(string name) => [.. (_source[name] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
}
