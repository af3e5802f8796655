using Offhook.Storage;

namespace Offhook.Server.Access;

/// <summary>Marks routes whose answers go on for as long as somebody listens.</summary>
internal sealed record EndsWithItsCaller;

/// <summary>Lets such an answer end with the credential that opened it: at the moment it expires, and within 15 s after it was revoked or means something else.</summary>
internal sealed class StreamTerm(RequestDelegate next, CallerRecognition recognition, TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    public async Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<EndsWithItsCaller>() is null || http.Features.Get<Presented>() is not { } presented)
        {
            await next(http);
            return;
        }

        using var term = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        http.RequestAborted = term.Token;
        var watch = WatchAsync(presented, term);
        try
        {
            await next(http);
        }
        finally
        {
            await term.CancelAsync();
            await watch;
        }
    }

    private async Task WatchAsync(Presented presented, CancellationTokenSource term)
    {
        try
        {
            while (await IsGoodAsync(presented, term.Token))
            {
                var left = presented.Caller.Expires - clock.GetUtcNow();
                await Task.Delay(left is not { } known || known > Interval ? Interval : known > TimeSpan.Zero ? known : TimeSpan.Zero, clock, term.Token);
            }
        }
        catch (OperationCanceledException) when (term.IsCancellationRequested)
        {
            // The listener left before.
        }
        finally
        {
            // Also when nobody can say any more whether the credential is good: no stream goes on unwatched.
            await term.CancelAsync();
        }
    }

    private async Task<bool> IsGoodAsync(Presented presented, CancellationToken cancellationToken)
    {
        if (presented.Caller.Expires <= clock.GetUtcNow())
        {
            return false;
        }

        try
        {
            return presented.Credential is not { } credential
                || (await recognition.RecogniseAsync(credential, presented.Origin, cancellationToken) is Recognition.Known known && known.Caller == presented.Caller);
        }
        catch (StoreUnavailableException)
        {
            // Nothing can be revoked while the store is away, and nothing new is told either.
            return true;
        }
    }
}
