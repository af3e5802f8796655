using Npgsql;

namespace Offhook.Storage.Postgres;

/// <summary>A connection of its own on which the database says that something changed. It is opened again whenever it breaks.</summary>
internal sealed class ChangeListener : IAsyncDisposable
{
    private static readonly TimeSpan BeforeNextTry = TimeSpan.FromSeconds(1);

    private readonly string _address;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _work;
    private volatile bool _isListening;

    public ChangeListener(PostgresAddress address)
    {
        // A pool would keep the connection for others to use; a dead one is noticed by the driver's sign of life.
        _address = new NpgsqlConnectionStringBuilder(address.Builder.ConnectionString) { Pooling = false, KeepAlive = 10, ApplicationName = "offhook listener" }.ConnectionString;
        _work = Task.Run(WorkAsync);
    }

    /// <summary>Something changed, or something may have changed while nobody listened.</summary>
    public event Action? Heard;

    /// <summary>Whether the connection stands.</summary>
    public bool IsListening => _isListening;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _work.ConfigureAwait(false);
        _end.Dispose();
    }

    private async Task WorkAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(_end.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_end.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever it is: without a listener changes are asked for, and the next try may fare better.
            catch (Exception)
#pragma warning restore CA1031
            {
                _isListening = false;
                await Task.Delay(BeforeNextTry, TimeProvider.System, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(_address);
        await using (connection.ConfigureAwait(false))
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            var command = connection.CreateCommand();
            await using (command.ConfigureAwait(false))
            {
                command.CommandText = "listen offhook_changes; listen offhook_foreign";
                _ = await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }

            connection.Notification += (_, _) => Heard?.Invoke();
            _isListening = true;
            Heard?.Invoke();
            while (true)
            {
                await connection.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
