using Offhook.Calls;

namespace Offhook.Gateway.Providers.Availability;

/// <summary>
/// Lets a provider rest that fails one dial after the other. After a while it is asked something that rings nobody, and calls are placed again once it answers that.
/// </summary>
/// <remarks>Breakers of libraries let the next real request through as their trial; here that would be somebody's phone.</remarks>
public sealed class ProviderBreaker(IVoiceProvider provider, TimeProvider clock, BreakerLog log)
{
    /// <summary>As many dials in a row must fail.</summary>
    public const int MostFailures = 3;

    /// <summary>How long it rests at first; each trial that fails doubles it.</summary>
    public static readonly TimeSpan ShortestRest = TimeSpan.FromSeconds(15);

    /// <summary>It rests no longer than this at a time.</summary>
    public static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan LongestProbe = TimeSpan.FromSeconds(20);

    private readonly Lock _gate = new();

    private int _failures;
    private TimeSpan _rest = ShortestRest;
    private long _since;
    private string? _why;
    private bool _isLastResort;
    private Task<bool>? _probe;

    /// <summary>Why it rests, in words; null while calls are placed.</summary>
    public string? RestsBecause
    {
        get
        {
            lock (_gate)
            {
                return _why;
            }
        }
    }

    /// <summary>How long until it is tried again; zero while calls are placed or a trial is under way.</summary>
    public TimeSpan RestsFor
    {
        get
        {
            lock (_gate)
            {
                return _why is null || _probe is not null ? TimeSpan.Zero : TimeSpan.FromTicks(Math.Max(0, (_rest - clock.GetElapsedTime(_since)).Ticks));
            }
        }
    }

    /// <summary>Whether calls are placed with it. When its rest is over, a trial begins, and until it has succeeded the answer is no.</summary>
    /// <param name="trial">The trial that is under way; null when there is none.</param>
    public bool Admits(out Task<bool>? trial)
    {
        lock (_gate)
        {
            if (_why is not null && _probe is null && clock.GetElapsedTime(_since) >= _rest)
            {
                _probe = ProbeAsync();
            }

            trial = _probe;
            return _why is null;
        }
    }

    /// <summary>
    /// Whether one wish may be placed all the same, because trials have failed for long: what is asked in a trial may be out of order while dialling works. Once after each trial
    /// that follows a whole <see cref="LongestRest"/>; the phones that ring are those that somebody wished to ring.
    /// </summary>
    public bool TakeLastResort()
    {
        lock (_gate)
        {
            var may = _isLastResort;
            _isLastResort = false;
            return may;
        }
    }

    /// <summary>Counts what became of a dial. A call that was taken, or refused for its own sake, shows that the provider works.</summary>
    public void Note(DialAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var failed = answer.AccountTrouble || answer.Report.Proof is DialProof.NotSent or DialProof.Unknown;
        lock (_gate)
        {
            // A call that was taken says more than any trial. Being told to slow down counts as neither.
            if (!failed && answer.Report.Proof is not DialProof.SlowDown && _why is not null)
            {
                (_why, _isLastResort) = (null, false);
                log.Works(provider.Traits.Name);
            }

            _failures = failed ? _failures + 1 : answer.Report.Proof is DialProof.SlowDown ? _failures : 0;
            if (_failures >= MostFailures && _why is null)
            {
                (_why, _rest, _since) = (answer.Report.Detail ?? "it did not answer", ShortestRest, clock.GetTimestamp());
                log.Rests(provider.Traits.Name, _failures, _why);
            }
        }
    }

    private async Task<bool> ProbeAsync()
    {
        // Out of the lock.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        string? trouble;
        try
        {
            using var timer = new CancellationTokenSource(LongestProbe, clock);
            trouble = await provider.ProbeAsync(timer.Token);
        }
#pragma warning disable CA1031 // Whatever went wrong, it did not answer.
        catch (Exception broken)
#pragma warning restore CA1031
        {
            trouble = broken is OperationCanceledException ? "no answer in time" : broken.Message;
        }

        lock (_gate)
        {
            _probe = null;
            if (_why is null)
            {
                // A dial that was under way has shown meanwhile that it works.
                return true;
            }

            if (trouble is null)
            {
                (_why, _failures, _isLastResort) = (null, 0, false);
                log.Works(provider.Traits.Name);
            }
            else
            {
                _isLastResort = _rest >= LongestRest;
                (_why, _rest, _since) = (trouble, _rest * 2 < LongestRest ? _rest * 2 : LongestRest, clock.GetTimestamp());
            }

            return trouble is null;
        }
    }
}
