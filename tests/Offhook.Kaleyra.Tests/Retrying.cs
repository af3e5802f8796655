namespace Offhook.Kaleyra.Tests;

/// <summary>Sends every request twice, as handlers for resilience do.</summary>
internal sealed class Retrying(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var first = await base.SendAsync(request, cancellationToken);
        return await base.SendAsync(request, cancellationToken);
    }
}
