namespace Offhook.Gateway.Providers;

/// <summary>A provider's own log of the account's calls. Reading it needs the account and nothing else: no store, no call of ours.</summary>
public interface IProviderLog
{
    /// <summary>Whose log it is, and how far back it reaches.</summary>
    ProviderTraits Traits { get; }

    /// <summary>Reads a page of the provider's own log.</summary>
    Task<LogPage> ReadLogAsync(LogRequest request, CancellationToken cancellationToken);
}
