namespace Offhook.Server.Supabase.Rest;

/// <summary>
/// Whose turn it is to read. The store answers few queries at a time, each for some seconds at most, and a page's key is known to everybody who opens the
/// page: so no credential has more than some of the turns, and there is an end to how many of its readers wait.
/// </summary>
internal sealed class ReaderTurns(TimeProvider clock)
{
    /// <summary>Queries of one credential at a time; the store answers 3 or 4 of everybody.</summary>
    public const int AtOnce = 2;

    /// <summary>Readers of one credential who wait. All pages with its key may read at once when they come back after a restart.</summary>
    public const int Waiting = 200;

    /// <summary>How long one waits.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Line> _lines = new(StringComparer.Ordinal);

    /// <summary>Waits for a turn. It ends when the result is disposed.</summary>
    /// <param name="name">The credential's.</param>
    /// <returns>Null when too many wait already, or the turn did not come in time.</returns>
    public async ValueTask<IDisposable?> TakeAsync(string name, CancellationToken cancellationToken)
    {
        if (Join(name) is not { } line)
        {
            return null;
        }

        var isMine = false;
        try
        {
            isMine = await line.Turns.WaitAsync(0, cancellationToken) || await IsInTimeAsync(line, cancellationToken);
            return isMine ? new Turn(() => Leave(name, line, hadTurn: true)) : null;
        }
        finally
        {
            if (!isMine)
            {
                Leave(name, line, hadTurn: false);
            }
        }
    }

    private async Task<bool> IsInTimeAsync(Line line, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await line.Turns.WaitAsync(end.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private Line? Join(string name)
    {
        lock (_gate)
        {
            var line = _lines.GetValueOrDefault(name) ?? new Line();
            if (line.Count == AtOnce + Waiting)
            {
                return null;
            }

            line.Count++;
            return _lines[name] = line;
        }
    }

    private void Leave(string name, Line line, bool hadTurn)
    {
        lock (_gate)
        {
            if (hadTurn)
            {
                line.Turns.Release();
            }

            if (--line.Count == 0)
            {
                _lines.Remove(name);
                line.Turns.Dispose();
            }
        }
    }

    // Of those who read and those who wait.
    private sealed class Line
    {
        public SemaphoreSlim Turns { get; } = new(AtOnce);

        public int Count { get; set; }
    }

    private sealed class Turn(Action leave) : IDisposable
    {
        private Action? _leave = leave;

        public void Dispose() => Interlocked.Exchange(ref _leave, null)?.Invoke();
    }
}
