using Offhook.Gateway.Providers;

namespace Offhook.Desk.Calls;

internal static class ProviderTraitsOf
{
    /// <summary>The traits of a provider; one that is not configured any more has its name and promises nothing.</summary>
    public static ProviderTraits Traits(this ProviderDirectory providers, string name) =>
        providers.Find(name)?.Traits ?? new ProviderTraits(name, providers.DisplayName(name), ReportsLive: false);
}
