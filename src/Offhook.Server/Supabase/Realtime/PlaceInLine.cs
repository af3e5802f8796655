namespace Offhook.Server.Supabase.Realtime;

/// <summary>
/// How far one socket has come along the line of changes. A change is told channel by channel, as far as there is room, so that what waits for a client
/// that reads slowly waits in the line, where it is kept once for all, and not here.
/// </summary>
internal sealed class PlaceInLine(ChangeLine line)
{
    // Those that the change at this place is still to be told to.
    private readonly Queue<RealtimeChannel> _left = [];
    private long _place;
    private bool _isTaken;

    /// <summary>Whether the socket stands in the line and what it should hear next is gone.</summary>
    public bool IsLost => Volatile.Read(ref _isTaken) && line.HasPassed(Volatile.Read(ref _place));

    /// <summary>Takes a place at the end of the line.</summary>
    public void Take()
    {
        _left.Clear();
        Volatile.Write(ref _place, line.Next);
        Volatile.Write(ref _isTaken, true);
    }

    /// <summary>Leaves the line.</summary>
    public void Leave() => Volatile.Write(ref _isTaken, false);

    /// <summary>Goes on as far as the batch has room.</summary>
    /// <param name="channels">All that are open.</param>
    public void MoveTo(FrameBatch batch, IReadOnlyCollection<RealtimeChannel> channels)
    {
        while (batch.HasRoom && _isTaken && line.Read(_place) is { } change)
        {
            Fill(channels);
            while (batch.HasRoom && _left.TryDequeue(out var channel))
            {
                channel.Tell(change, batch);
            }

            if (_left.Count == 0)
            {
                Volatile.Write(ref _place, _place + 1);
            }
        }
    }

    private void Fill(IReadOnlyCollection<RealtimeChannel> channels)
    {
        if (_left.Count > 0)
        {
            return;
        }

        foreach (var channel in channels)
        {
            _left.Enqueue(channel);
        }
    }
}
