namespace Offhook.Gateway.Tests.Providers.Conformance;

/// <summary>kaleyra.io keeps what every provider must.</summary>
public sealed class IoConformanceTests : ProviderConformance
{
    private protected override Task<ProviderRig> StartAsync() => IoRig.StartAsync();
}
