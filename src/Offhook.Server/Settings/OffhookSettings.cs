using System.Net;
using Offhook.Calls;
using Offhook.Gateway.Policy;
using Offhook.Storage.Postgres;

namespace Offhook.Server.Settings;

/// <summary>The settings of this installation, read and checked.</summary>
public sealed record OffhookSettings
{
    // The last two are older names of the same platform, observed in production integrations.
    private static readonly string[] KaleyraDomains = ["kaleyra.com", "kaleyra.io", "kaleyra.ai", "solutionsinfini.com", "sinfini.com"];

    /// <summary>Whether to run against the simulator. True only when no setting of a provider or database is present at all.</summary>
    public required bool IsDemo { get; init; }

    /// <summary>The account at Kaleyra's legacy API; null in the demo and where there is none.</summary>
    public LegacyAccount? Legacy { get; init; }

    /// <summary>The account at kaleyra.io; null where there is none.</summary>
    public IoAccount? Io { get; init; }

    /// <summary>The names of the providers that place new calls, the preferred one first; null in the demo.</summary>
    public IReadOnlyList<string>? Providers { get; init; }

    /// <summary>The address at which the provider reaches this service, ending in a slash; null in the demo, which uses its own address.</summary>
    public Uri? PublicAddress { get; init; }

    /// <summary>The folder of the embedded store, the lock and the secrets.</summary>
    public required string DataFolder { get; init; }

    /// <summary>The shared store; null for the embedded one.</summary>
    public PostgresStoreOptions? Database { get; init; }

    /// <summary>Pages of other origins that may call us, exactly as browsers name them.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>Proxies before this service that are believed about who asked; none by default.</summary>
    public IReadOnlyList<IPNetwork> Proxies { get; init; } = [];

    /// <summary>The Supabase project whose signed-in users may come in; null when there is none.</summary>
    public Uri? SupabaseAddress { get; init; }

    /// <summary>That project's JWT secret; null when its tokens are signed with published keys only. A secret.</summary>
    public string? SupabaseSecret { get; init; }

    /// <summary>When not null, only these numbers may ring.</summary>
    public IReadOnlySet<PhoneNumber>? OnlyNumbers { get; init; }

    /// <summary>Countries that may be called.</summary>
    public AllowedCountries Countries { get; init; } = AllowedCountries.India;

    /// <summary>Calls per second; 0 means no limit.</summary>
    public double DialsPerSecond { get; init; } = 2;

    /// <summary>How long a call keeps its agent from starting another.</summary>
    public TimeSpan AgentGuard { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>
    /// Whether truly local requests need no credential. A public callback address proves that something forwards to this port, and then "local" proves nothing.
    /// </summary>
    public bool IsKeyless => IsDemo || PublicAddress is { IsLoopback: true };

    /// <summary>Whether a provider's address is the real platform's.</summary>
    public bool DialsRealPhones => (Legacy is { } legacy && (IsKaleyra(legacy.BaseAddress) || IsKaleyra(legacy.ObdBaseAddress))) || (Io is { } io && IsKaleyra(io.BaseAddress));

    /// <summary>Says nothing, because it would be logged.</summary>
    public override string ToString() => nameof(OffhookSettings);

    private static bool IsKaleyra(Uri address)
    {
        // A last dot only says that the name is complete.
        var host = "." + address.IdnHost.TrimEnd('.');
        return Array.Exists(KaleyraDomains, domain => host.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase));
    }
}
