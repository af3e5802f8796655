using Offhook.Gateway.Policy;
using Offhook.Storage;

namespace Offhook.Gateway.Dialling;

/// <summary>What became of a wish to call.</summary>
public abstract record StartOutcome
{
    private StartOutcome()
    {
    }

    /// <summary>The provider took it, or has already reported on it.</summary>
    public sealed record Placed(CallRow Row) : StartOutcome;

    /// <summary>Nobody knows whether a phone rings; a report or the log will tell.</summary>
    public sealed record Unconfirmed(CallRow Row) : StartOutcome;

    /// <summary>The provider said no. The row is failed.</summary>
    public sealed record Refused(CallRow Row, string Reason) : StartOutcome;

    /// <summary>The provider asked us to slow down and placed nothing. The row is failed.</summary>
    public sealed record SlowedDown(CallRow Row, TimeSpan? RetryAfter) : StartOutcome;

    /// <summary>The provider was never reached, so no phone can ring. The row is failed.</summary>
    public sealed record NotSent(CallRow Row) : StartOutcome;

    /// <summary>A number may not be called. Nothing was kept or sent.</summary>
    public sealed record NumberRefused(NumberRefusal Refusal) : StartOutcome;

    /// <summary>The agent's earlier call may still be ringing. Nothing was kept or sent.</summary>
    public sealed record AgentBusy(CallRow Running) : StartOutcome;

    /// <summary>Too many calls at once. Nothing was kept or sent.</summary>
    public sealed record TooFast(TimeSpan RetryAfter) : StartOutcome;

    /// <summary>Every provider that could place it failed the last dials and rests. Nothing was kept or sent.</summary>
    public sealed record ProvidersRest(TimeSpan RetryAfter) : StartOutcome;

    /// <summary>The idempotency key was used before. Nothing was kept or sent.</summary>
    public sealed record KeyUsed(KeyRecord Key) : StartOutcome;

    /// <summary>The store cannot be written. Nothing was sent.</summary>
    public sealed record StoreAway : StartOutcome;
}
