using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Offhook.Storage.Sqlite;

/// <summary>Connections that only read, kept open with their prepared statements. At most eight read at once, others wait their turn.</summary>
internal sealed class Readers(SqliteFile file) : IAsyncDisposable
{
    private const int Most = 8;

    private readonly SemaphoreSlim _turn = new(Most);
    private readonly ConcurrentStack<SqliteSession> _idle = new();
    private bool _closed;

    /// <exception cref="StoreUnavailableException">The file cannot be read, or the store is closed.</exception>
    public async Task<T> ReadAsync<T>(Func<SqliteSession, T> read, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return Volatile.Read(ref _closed) ? throw new StoreUnavailableException("The store is closed.") : Read(read);
        }
        catch (SqliteException fault) when (fault.IsAway())
        {
            throw fault.Unavailable("Nothing was read.");
        }
        finally
        {
            _ = _turn.Release();
        }
    }

    /// <summary>Lets those who read finish, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, true))
        {
            return;
        }

        for (var i = 0; i < Most; i++)
        {
            await _turn.WaitAsync().ConfigureAwait(false);
        }

        while (_idle.TryPop(out var session))
        {
            session.Dispose();
        }

        _ = _turn.Release(Most); // Whoever comes later is told that it is closed, not kept waiting.
    }

    private T Read<T>(Func<SqliteSession, T> read)
    {
        if (!_idle.TryPop(out var session))
        {
            session = file.OpenReader();
        }

        try
        {
            var seen = read(session);
            _idle.Push(session);
            return seen;
        }
        catch
        {
            session.Dispose(); // It may still stand in the middle of a view.
            throw;
        }
    }
}
