namespace Offhook.Simulator;

/// <summary>Which faults are planned, and for what. Thread-safe.</summary>
internal sealed class FaultBoard(int seed)
{
    private readonly Lock _gate = new();
    private readonly List<Fault> _next = [];
    private readonly List<Fault> _always = [];
    private readonly List<(double Share, Fault Fault)> _shares = [];
    private Random _random = new(seed);

    public void Next(Fault fault)
    {
        lock (_gate)
        {
            _next.Add(fault);
        }
    }

    public void Always(Fault fault)
    {
        lock (_gate)
        {
            _always.Add(fault);
        }
    }

    public void Share(double share, Fault fault)
    {
        lock (_gate)
        {
            _shares.Add((share, fault));
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _next.Clear();
            _always.Clear();
            _shares.Clear();
            _random = new Random(seed);
        }
    }

    /// <summary>The faults of one occasion: the next one planned for such an occasion, those that always happen, those that chance chose.</summary>
    /// <param name="suits">Whether a kind can happen there at all; those that cannot go on waiting. Null: all can.</param>
    public IReadOnlyList<Fault> Take(FaultPoint point, Func<FaultKind, bool>? suits = null)
    {
        bool Fits(Fault fault) => fault.Point == point && (suits is null || suits(fault.Kind));

        lock (_gate)
        {
            if (_next.Count + _always.Count + _shares.Count == 0)
            {
                return [];
            }

            var taken = new List<Fault>();
            if (_next.FindIndex(Fits) is >= 0 and var index)
            {
                taken.Add(_next[index]);
                _next.RemoveAt(index);
            }

            taken.AddRange(_always.Where(Fits));
            taken.AddRange(_shares.Where(share => Fits(share.Fault) && _random.NextDouble() < share.Share).Select(share => share.Fault));
            return taken;
        }
    }

    /// <summary>Puts things into an order that the seed decides, and never leaves two or more as they were.</summary>
    public T[] Disorder<T>(IReadOnlyList<T> things)
    {
        var order = Enumerable.Range(0, things.Count).ToArray();
        lock (_gate)
        {
            _random.Shuffle(order);
        }

        var moved = order.Where((place, index) => place != index).Any();
        return [.. order.Select((place, index) => things[moved ? place : (index + 1) % things.Count])];
    }
}
