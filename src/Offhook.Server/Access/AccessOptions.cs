namespace Offhook.Server.Access;

/// <summary>Who may come in.</summary>
/// <param name="IsKeyless">Whether truly local requests need no credential.</param>
/// <param name="Origins">Pages of other origins that may call us.</param>
internal sealed record AccessOptions(bool IsKeyless, IReadOnlyList<string> Origins)
{
    /// <summary>The authentication scheme that knows keys, sessions and truly local requests.</summary>
    public const string Scheme = "Offhook";

    /// <summary>Whether a page of this origin is listed. Exact, as browsers write it.</summary>
    public bool Lists(string origin) => Origins.Contains(origin, StringComparer.OrdinalIgnoreCase);
}
