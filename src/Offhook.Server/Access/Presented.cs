using Offhook.Calls;

namespace Offhook.Server.Access;

/// <summary>Who asks, and by what that is known.</summary>
/// <param name="Credential">The key or token; null for a session and for somebody on this machine. A secret.</param>
/// <param name="Origin">The page that sent it; null when no browser did.</param>
internal sealed record Presented(Caller Caller, string? Credential, string? Origin)
{
    /// <summary>The caller's name alone.</summary>
    public override string ToString() => Caller.Name;
}

/// <summary>Who asks, for endpoints.</summary>
internal static class PresentedCaller
{
    private static readonly Caller Stranger = new("stranger", CallerRole.None, CallAudience.Nobody.Instance);

    /// <summary>Who asks. A stranger, where strangers may ask, sees nothing.</summary>
    public static Caller Caller(this HttpContext http) => http.Features.Get<Presented>()?.Caller ?? Stranger;
}
