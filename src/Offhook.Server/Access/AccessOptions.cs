namespace Offhook.Server.Access;

/// <summary>Who may come in.</summary>
/// <param name="IsKeyless">Whether truly local requests need no credential.</param>
/// <param name="Origins">Pages of other origins that may call us.</param>
/// <param name="OwnOrigin">The origin of the public address. Behind a proxy that ends TLS our own pages carry it, while the request seems to be another's; null in the demo.</param>
internal sealed record AccessOptions(bool IsKeyless, IReadOnlyList<string> Origins, string? OwnOrigin)
{
    /// <summary>The authentication scheme that knows keys, sessions and truly local requests.</summary>
    public const string Scheme = "Offhook";

    /// <summary>Whether a page of this origin is listed or our own at the public address. Exact, as browsers write it.</summary>
    public bool Lists(string origin) => Origins.Contains(origin, StringComparer.OrdinalIgnoreCase) || string.Equals(origin, OwnOrigin, StringComparison.OrdinalIgnoreCase);
}
