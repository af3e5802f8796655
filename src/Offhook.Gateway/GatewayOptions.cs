using Offhook.Gateway.Policy;

namespace Offhook.Gateway;

/// <summary>The settings of the work, read and checked by the host.</summary>
public sealed record GatewayOptions
{
    /// <summary>
    /// The address at which the provider reaches this service, without path. Read for each dial, because a demo learns its own port only after it has started.
    /// </summary>
    public required Func<Uri> PublicAddress { get; init; }

    /// <summary>Whether the provider's callbacks can reach us. When not, the log is the main source and is asked often.</summary>
    public required bool CallbacksReachUs { get; init; }

    /// <summary>Whether the account at the legacy API has one callback address for all calls, so that a dial brings none of its own.</summary>
    public bool HasOneCallbackAddress { get; init; }

    /// <summary>Whether this is the demo: a simulator in the place of the provider, no real phone rings.</summary>
    public bool IsDemo { get; init; }

    /// <summary>Whether the provider's address is the real platform, so that the numbers of our documents must not be dialled.</summary>
    public bool DialsRealPhones { get; init; }

    /// <summary>How fast calls may be placed.</summary>
    public DialRateOptions DialRate { get; init; } = new();

    /// <summary>How long an agent's call keeps the agent from starting another one while nothing is reported of it. 0 s to 10 min, 45 s by default.</summary>
    public TimeSpan AgentGuard { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>The names of the providers that place new calls, in the order of preference; null for all, as they were added.</summary>
    public IReadOnlyList<string>? Providers { get; init; }

    /// <summary>Countries that may be called.</summary>
    public AllowedCountries Countries { get; init; } = AllowedCountries.India;

    /// <summary>When not null, only these numbers may ring, on either side: for test installations.</summary>
    public IReadOnlySet<Calls.PhoneNumber>? OnlyNumbers { get; init; }
}
