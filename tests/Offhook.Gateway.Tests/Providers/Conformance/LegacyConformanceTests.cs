namespace Offhook.Gateway.Tests.Providers.Conformance;

/// <summary>Kaleyra's legacy platform keeps what every provider must.</summary>
public sealed class LegacyConformanceTests : ProviderConformance
{
    private protected override Task<ProviderRig> StartAsync() => LegacyRig.StartAsync();
}
