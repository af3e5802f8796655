using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Offhook.Gateway.Tests;

/// <summary>A log that keeps what it is told and can be waited for.</summary>
internal sealed class HeardLog<T> : ILogger<T>
{
    private readonly ConcurrentQueue<(LogLevel Level, string Message)> _heard = new();
    private readonly TaskCompletionSource<string> _error = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IEnumerable<string> Messages => _heard.Select(entry => entry.Message);

    /// <summary>The first error.</summary>
    public Task<string> ErrorAsync => _error.Task;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        _heard.Enqueue((logLevel, formatter(state, exception)));
        if (logLevel is LogLevel.Error)
        {
            _error.TrySetResult(formatter(state, exception));
        }
    }
}
