namespace Offhook.Gateway.Tests.Providers.Conformance;

public abstract class ProviderConformance
{
}
