using Offhook.Storage;

namespace Offhook.Gateway.Providers;

/// <summary>Takes what a provider calls back with: finds the call, checks the proof, keeps the report.</summary>
/// <remarks>It is there whether or not the provider is configured: calls that are under way when an account is switched off still end.</remarks>
public interface ICallbackIntake
{
    /// <summary>Where the provider calls back, below the public address.</summary>
    IReadOnlyList<CallbackPath> Paths { get; }

    /// <summary>Keeps a callback.</summary>
    /// <param name="path">One of <see cref="Paths"/>.</param>
    /// <param name="query">As it came, with or without the question mark.</param>
    /// <param name="body">Null for a GET.</param>
    /// <returns>False when it brings no valid proof; then nothing was kept. True when it is on the disk.</returns>
    /// <exception cref="StoreUnavailableException">It could not be kept and must not be acknowledged.</exception>
    Task<bool> KeepAsync(CallbackPath path, string? query, string? body);
}

/// <summary>A place where a provider calls back, by GET or POST.</summary>
/// <param name="Path">Begins with a slash.</param>
/// <param name="Summary">What comes there, for the description of the API.</param>
public sealed record CallbackPath(string Path, string Summary)
{
    /// <summary>The whole address below a public one, which may have a path of its own and ends in a slash.</summary>
    public Uri Below(Uri publicAddress) => new(publicAddress, Path[1..]);
}
