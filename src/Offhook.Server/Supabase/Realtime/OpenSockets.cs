using System.Collections.Concurrent;

namespace Offhook.Server.Supabase.Realtime;

/// <summary>The sockets that are open, and how many more there may be.</summary>
internal sealed class OpenSockets
{
    private readonly ConcurrentDictionary<RealtimeSocket, byte> _sockets = [];
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Everyone who is told that something changed.</summary>
    public IEnumerable<RealtimeSocket> All => _sockets.Select(pair => pair.Key);

    /// <summary>Takes a place for one more socket of a credential.</summary>
    /// <returns>False when there is none.</returns>
    public bool TryEnter(string name)
    {
        lock (_gate)
        {
            var own = _counts.GetValueOrDefault(name);
            if (_count == RealtimeLimits.Sockets || own == RealtimeLimits.SocketsOfOne)
            {
                return false;
            }

            _count++;
            _counts[name] = own + 1;
            return true;
        }
    }

    /// <summary>Gives the place back.</summary>
    public void Leave(string name)
    {
        lock (_gate)
        {
            _count--;
            if (--_counts[name] == 0)
            {
                _counts.Remove(name);
            }
        }
    }

    public void Add(RealtimeSocket socket) => _sockets.TryAdd(socket, 0);

    public void Remove(RealtimeSocket socket) => _sockets.TryRemove(socket, out _);
}
