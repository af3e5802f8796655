using Offhook.Calls;

namespace Offhook.Server.Access;

/// <summary>Knows the bearer of a credential, wherever it came: a header, a cookie, a socket's join.</summary>
internal sealed class CallerRecognition(AdminKeyHolder holder)
{
    /// <summary>A key, or a person's token.</summary>
    /// <param name="origin">The page that sent it, as the browser says; null when no browser did. Some keys are good for some pages only.</param>
    public ValueTask<Recognition> RecogniseAsync(string credential, string? origin, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _ = origin;
        return ValueTask.FromResult<Recognition>(holder.Key is { } admin && admin.Is(credential)
            ? new Recognition.Known(new Caller("admin-key", CallerRole.Administrator, CallAudience.Everyone.Instance))
            : new Recognition.Refused("InvalidKey", "The key is not known"));
    }
}
