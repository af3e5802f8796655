using System.Runtime.CompilerServices;

namespace Offhook.Testing;

/// <summary>Waits that end: by what they wait for, or with a sentence.</summary>
public static class Waiting
{
    /// <summary>How long anything may take on a busy machine, in real time.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>A task's result, unless it takes too long.</summary>
    /// <exception cref="TimeoutException">It was not done within 20 s.</exception>
    public static async Task<T> SoonAsync<T>(this Task<T> task, [CallerArgumentExpression(nameof(task))] string? what = null)
    {
        ArgumentNullException.ThrowIfNull(task);
        try
        {
            return await task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"waited {Patience.TotalSeconds} s for {what}");
        }
    }

    /// <summary>The end of a task, unless it takes too long.</summary>
    /// <exception cref="TimeoutException">It was not done within 20 s.</exception>
    public static async Task SoonAsync(this Task task, [CallerArgumentExpression(nameof(task))] string? what = null)
    {
        ArgumentNullException.ThrowIfNull(task);
        try
        {
            await task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"waited {Patience.TotalSeconds} s for {what}");
        }
    }

    /// <summary>Looks again and again until something holds that nobody announces.</summary>
    /// <param name="saw">What to tell when it never did.</param>
    /// <exception cref="TimeoutException">It did not hold within 20 s.</exception>
    public static async Task<bool> UntilAsync(
        Func<bool> holds, Func<object?>? saw = null, CancellationToken cancellationToken = default, [CallerArgumentExpression(nameof(holds))] string? what = null)
    {
        ArgumentNullException.ThrowIfNull(holds);
        using var breath = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        var start = TimeProvider.System.GetTimestamp();
        while (!holds())
        {
            if (TimeProvider.System.GetElapsedTime(start) > Patience)
            {
                throw new TimeoutException($"waited {Patience.TotalSeconds} s for {what}; saw {saw?.Invoke() ?? "nothing"}");
            }

            await breath.WaitForNextTickAsync(cancellationToken);
        }

        return true;
    }
}
