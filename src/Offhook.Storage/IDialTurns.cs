namespace Offhook.Storage;

/// <summary>Gives each dial its turn, in the order of asking, wherever a limit is counted: in this process, or in the database that several share.</summary>
public interface IDialTurns
{
    /// <summary>Reserves a turn. One whose wait would be longer than allowed is not reserved.</summary>
    /// <param name="interval">From one turn to the next in the long run.</param>
    /// <param name="burst">Turns that may be taken at once after a quiet time.</param>
    /// <returns>How long to wait for the turn; longer than <paramref name="longestWait"/> when it was not given.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    ValueTask<TimeSpan> TakeAsync(TimeSpan interval, int burst, TimeSpan longestWait, CancellationToken cancellationToken);
}
