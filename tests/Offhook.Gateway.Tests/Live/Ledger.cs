using Offhook.Storage;

namespace Offhook.Gateway.Tests.Live;

/// <summary>Every change that the store announced, written down beside the feed: what listeners are compared with.</summary>
internal sealed class Ledger
{
    private readonly Lock _gate = new();
    private readonly List<CallChange> _changes = [];
    private readonly List<(long Number, TaskCompletionSource Reached)> _waiting = [];

    public void Write(IReadOnlyList<CallChange> changes)
    {
        lock (_gate)
        {
            _changes.AddRange(changes);
            Tell();
        }
    }

    /// <summary>Completes when a change of this number was announced.</summary>
    public Task ReachedAsync(long number)
    {
        lock (_gate)
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((number, reached));
            Tell();
            return reached.Task;
        }
    }

    /// <summary>The last version that each call reached by the changes from one number, exclusive, to another, inclusive.</summary>
    public Dictionary<Guid, long> Between(long from, long to)
    {
        lock (_gate)
        {
            return _changes.Where(change => change.Number > from && change.Number <= to)
                .GroupBy(change => change.Row.Call.Reference).ToDictionary(group => group.Key, group => group.Last().Row.Version);
        }
    }

    private void Tell()
    {
        var last = _changes.Count == 0 ? 0 : _changes[^1].Number;
        foreach (var (_, reached) in _waiting.Where(entry => entry.Number <= last))
        {
            reached.TrySetResult();
        }

        _waiting.RemoveAll(entry => entry.Number <= last);
    }
}
