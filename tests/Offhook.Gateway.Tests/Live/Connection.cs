using Offhook.Gateway.Live;
using Offhook.Storage;

namespace Offhook.Gateway.Tests.Live;

/// <summary>What one connection to the feed heard, checked while it hears: numbers and versions only rise.</summary>
/// <param name="from">The number it resumed from; null when it began with a snapshot.</param>
internal sealed class Connection(long? from)
{
    private readonly Dictionary<Guid, CallRow> _heard = [];
    private long? _from = from;

    /// <summary>The last change that was heard.</summary>
    public long Number { get; private set; } = from ?? -1;

    public FeedPosition? Position { get; private set; }

    /// <summary>How often a snapshot came.</summary>
    public int Snapshots { get; private set; }

    /// <summary>Every call that was heard of, as it was last heard.</summary>
    public IReadOnlyDictionary<Guid, CallRow> Heard => _heard;

    public void Hear(FeedEvent item)
    {
        switch (item)
        {
            case FeedEvent.Whole whole:
                Assert.True(whole.Snapshot.Number >= Number, $"a snapshot of {whole.Snapshot.Number} came after {Number}");
                _heard.Clear();
                whole.Snapshot.Items.ToList().ForEach(row => _heard.Add(row.Call.Reference, row));
                (Number, Position, Snapshots) = (whole.Snapshot.Number, whole.Position, Snapshots + 1);
                _from = Number;
                break;
            case FeedEvent.Changed { Change: var change } changed:
                Assert.True(change.Number > Number, $"change {change.Number} came after {Number}");
                Assert.True(
                    !_heard.TryGetValue(change.Row.Call.Reference, out var known) || known.Version < change.Row.Version,
                    $"version {change.Row.Version} of a call came after version {known?.Version}");
                _heard[change.Row.Call.Reference] = change.Row;
                (Number, Position) = (change.Number, changed.Position);
                break;
            default:
                break;
        }
    }

    /// <summary>Nothing between its first and its last change was left out. A call that changed again behind the last one may be told of then: the store gives each call once.</summary>
    public void AssertComplete(Ledger ledger)
    {
        var later = ledger.Between(Number, long.MaxValue);
        foreach (var (reference, version) in ledger.Between(_from ?? Number, Number).Where(change => !later.ContainsKey(change.Key)))
        {
            Assert.True(_heard.TryGetValue(reference, out var row), $"between {_from} and {Number} the feed never told of call {reference}");
            Assert.Equal(version, row.Version);
        }
    }
}
