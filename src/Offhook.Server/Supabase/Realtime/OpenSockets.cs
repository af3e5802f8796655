using System.Collections.Concurrent;
using Offhook.Server.Access;

namespace Offhook.Server.Supabase.Realtime;

/// <summary>The sockets that are open, and how many more there may be.</summary>
internal sealed class OpenSockets
{
    private readonly ConcurrentDictionary<RealtimeSocket, byte> _sockets = [];
    private int _count;

    /// <summary>Everyone who is told that something changed.</summary>
    public IEnumerable<RealtimeSocket> All => _sockets.Select(pair => pair.Key);

    /// <summary>Who has a part in them.</summary>
    public SocketShares Shares { get; } = new();

    /// <summary>Takes a place for one more socket of a credential.</summary>
    /// <returns>False when there is none.</returns>
    public bool TryEnter(Caller caller)
    {
        if (Interlocked.Increment(ref _count) <= RealtimeLimits.Sockets && Shares.TryTake(caller))
        {
            return true;
        }

        Interlocked.Decrement(ref _count);
        return false;
    }

    /// <summary>Gives the place back.</summary>
    public void Leave(Caller caller)
    {
        Interlocked.Decrement(ref _count);
        Shares.GiveBack(caller.Name);
    }

    public void Add(RealtimeSocket socket) => _sockets.TryAdd(socket, 0);

    public void Remove(RealtimeSocket socket) => _sockets.TryRemove(socket, out _);
}
