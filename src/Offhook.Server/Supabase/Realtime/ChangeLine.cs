namespace Offhook.Server.Supabase.Realtime;

/// <summary>The newest changes, kept once for all sockets. A socket is a place in this line; one that lets more changes pass than are kept has lost its place.</summary>
internal sealed class ChangeLine
{
    private readonly Lock _gate = new();
    private readonly TableChange?[] _changes = new TableChange?[RealtimeLimits.WaitingChanges];
    private long _next;

    /// <summary>The place of the change that comes next.</summary>
    public long Next => Volatile.Read(ref _next);

    /// <summary>Whether what stood at this place is gone.</summary>
    public bool HasPassed(long place) => place < Next - _changes.Length;

    /// <summary>Adds a change.</summary>
    public void Append(TableChange change)
    {
        lock (_gate)
        {
            _changes[_next % _changes.Length] = change;
            Volatile.Write(ref _next, _next + 1);
        }
    }

    /// <summary>The change at a place; null when it did not happen yet, or is gone.</summary>
    public TableChange? Read(long place)
    {
        lock (_gate)
        {
            return HasPassed(place) || place >= _next ? null : _changes[place % _changes.Length];
        }
    }
}
