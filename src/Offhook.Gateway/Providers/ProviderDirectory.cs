using Offhook.Gateway.Dialling;

namespace Offhook.Gateway.Providers;

/// <summary>The providers of this installation, in the order of preference.</summary>
public sealed class ProviderDirectory
{
    private readonly IReadOnlyList<IVoiceProvider> _providers;
    private readonly int _placing;

    /// <param name="providers">At least one.</param>
    /// <param name="options">Name those that place new calls.</param>
    public ProviderDirectory(IEnumerable<IVoiceProvider> providers, GatewayOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        IReadOnlyList<IVoiceProvider> all = [.. providers];
        List<IVoiceProvider> placing = options.Providers is { } names ? [.. names.Select(name => all.First(provider => provider.Traits.Name == name))] : [.. all];
        _placing = placing.Count;
        _providers = [.. placing, .. all.Except(placing)];
    }

    /// <summary>All of them, the preferred one first. The last ones may only finish what they began.</summary>
    public IReadOnlyList<IVoiceProvider> All => _providers;

    /// <summary>Those that place new calls, in the order of preference.</summary>
    public IEnumerable<IVoiceProvider> Placing => _providers.Take(_placing);

    /// <summary>The first choice for new calls.</summary>
    public IVoiceProvider Preferred => _providers[0];

    /// <summary>What can be played on outbound calls, by whichever provider.</summary>
    public IEnumerable<PlayForm> Plays => Placing.SelectMany(provider => provider.Traits.Plays).Distinct();

    /// <summary>Those that can place this call, the preferred one first.</summary>
    public IEnumerable<IVoiceProvider> For(CallWish wish)
    {
        ArgumentNullException.ThrowIfNull(wish);
        return Placing.Where(provider => wish.Play is null || provider.Traits.CanPlay(wish.Play));
    }

    /// <summary>The one that placed a call, or null when it is not configured any more.</summary>
    public IVoiceProvider? Find(string name) => _providers.FirstOrDefault(provider => provider.Traits.Name == name);

    /// <summary>The name for people. A provider that is not configured any more keeps the name in its rows.</summary>
    public string DisplayName(string name) => Find(name)?.Traits.DisplayName ?? name;
}
