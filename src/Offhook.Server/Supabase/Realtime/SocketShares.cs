using Offhook.Server.Access;

namespace Offhook.Server.Supabase.Realtime;

/// <summary>In how many sockets each caller has a part: as the key that opened it, or as a person who joined a channel.</summary>
internal sealed class SocketShares
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>How many a caller may have. Many pages share a key, and nobody looks at many pages.</summary>
    public static int Most(Caller caller) => caller.Role is CallerRole.Agent or CallerRole.Supervisor ? RealtimeLimits.SocketsOfPerson : RealtimeLimits.SocketsOfOne;

    /// <summary>Takes a part in one more socket.</summary>
    /// <returns>False when the caller has as many as there may be.</returns>
    public bool TryTake(Caller caller)
    {
        lock (_gate)
        {
            var own = _counts.GetValueOrDefault(caller.Name);
            if (own >= Most(caller))
            {
                return false;
            }

            _counts[caller.Name] = own + 1;
            return true;
        }
    }

    /// <summary>Gives a part back.</summary>
    public void GiveBack(string name)
    {
        lock (_gate)
        {
            if (--_counts[name] == 0)
            {
                _counts.Remove(name);
            }
        }
    }
}
