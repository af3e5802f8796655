using Offhook.Storage;

namespace Offhook.Gateway.Policy;

/// <summary>How fast calls may be placed with the provider, which publishes no limit of its own.</summary>
public sealed record DialRateOptions
{
    /// <summary>Calls per second in the long run, 0 to 1000; 0 switches the limit off. <c>KALEYRA_DIALS_PER_SECOND</c>, 2 by default.</summary>
    public double PerSecond { get; init; } = 2;

    /// <summary>Calls that may be placed at once after a quiet time.</summary>
    public int Burst { get; init; } = 10;

    /// <summary>How long a call may wait for its turn before it is refused.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(3);
}

/// <summary>Gives each call its turn, in the order of asking.</summary>
public sealed class DialRate(DialRateOptions options, IDialTurns turns, TimeProvider clock)
{
    /// <summary>Waits for a turn.</summary>
    /// <returns>Null when the call may go ahead; otherwise after how long it is worth asking again. A refused call takes no turn.</returns>
    /// <exception cref="StoreUnavailableException">The turns are counted in a store that cannot be reached.</exception>
    public async Task<TimeSpan?> WaitAsync(CancellationToken cancellationToken)
    {
        if (options.PerSecond <= 0)
        {
            return null;
        }

        var wait = await turns.TakeAsync(TimeSpan.FromSeconds(1 / options.PerSecond), options.Burst, options.LongestWait, cancellationToken);
        if (wait > options.LongestWait)
        {
            return wait;
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, clock, cancellationToken);
        }

        return null;
    }
}
