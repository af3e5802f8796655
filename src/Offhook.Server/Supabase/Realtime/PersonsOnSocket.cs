using Offhook.Server.Access;

namespace Offhook.Server.Supabase.Realtime;

/// <summary>The persons, and others who are not the key of the socket, whose rights some channel of one socket has.</summary>
internal sealed class PersonsOnSocket(SocketShares shares)
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Lets one in.</summary>
    /// <returns>Why not, as <c>Code: text</c>; null when the person is here.</returns>
    public string? Fault(Caller person)
    {
        if (_names.Contains(person.Name))
        {
            return null;
        }

        if (!shares.TryTake(person))
        {
            return $"ConnectionRateLimitReached: One person or key has at most {SocketShares.Most(person)} sockets; close another page";
        }

        _names.Add(person.Name);
        return null;
    }

    /// <summary>Lets those go whom none of the channels needs any more.</summary>
    public void Keep(IReadOnlyCollection<RealtimeChannel> channels)
    {
        foreach (var name in _names.Except(channels.Where(channel => channel.Token is not null).Select(channel => channel.Caller.Name)).ToList())
        {
            _names.Remove(name);
            shares.GiveBack(name);
        }
    }
}
