namespace Offhook.Gateway.Providers;

/// <summary>The providers of this installation, in the order of preference.</summary>
public sealed class ProviderDirectory(IEnumerable<IVoiceProvider> providers)
{
    private readonly IReadOnlyList<IVoiceProvider> _providers = [.. providers];

    /// <summary>The one that places new calls.</summary>
    public IVoiceProvider Preferred => _providers[0];

    /// <summary>The one that placed a call, or null when it is not configured any more.</summary>
    public IVoiceProvider? Find(string name) => _providers.FirstOrDefault(provider => provider.Traits.Name == name);

    /// <summary>The name for people. A provider that is not configured any more keeps the name in its rows.</summary>
    public string DisplayName(string name) => Find(name)?.Traits.DisplayName ?? name;
}
