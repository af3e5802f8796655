using Offhook.Gateway.Dialling;

namespace Offhook.Gateway.Providers.Availability;

/// <summary>The breakers of all providers.</summary>
public sealed class ProviderBreakers(ProviderDirectory providers, TimeProvider clock, BreakerLog log)
{
    // How long a click waits for a trial where no other provider could take it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, ProviderBreaker> _breakers = providers.All.ToDictionary(
        provider => provider.Traits.Name, provider => new ProviderBreaker(provider, clock, log), StringComparer.Ordinal);

    /// <summary>The breaker of a provider.</summary>
    public ProviderBreaker Of(IVoiceProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        return _breakers[provider.Traits.Name];
    }

    /// <summary>The providers that can place a call and do not rest, the preferred one first. When all rest, a trial that is due is waited for; and when trials fail for long, one is asked all the same.</summary>
    public async Task<IReadOnlyList<IVoiceProvider>> ReadyForAsync(CallWish wish, CancellationToken cancellationToken)
    {
        var able = providers.For(wish).ToList();
        var (ready, trials) = Ask(able);
        if (ready.Count == 0 && trials.Count > 0)
        {
            var patience = Task.Delay(Patience, clock, cancellationToken);
            while (trials.Count > 0 && await Task.WhenAny([patience, .. trials]) is Task<bool> trial)
            {
                if (await trial)
                {
                    break;
                }

                trials.Remove(trial);
            }

            cancellationToken.ThrowIfCancellationRequested();
            (ready, _) = Ask(able);
        }

        return ready.Count == 0 && able.Find(provider => Of(provider).TakeLastResort()) is { } last ? [last] : ready;
    }

    /// <summary>When it is worth asking again for a call that no provider is ready for; at least 1 s.</summary>
    public TimeSpan RetryAfter(CallWish wish)
    {
        var wait = providers.For(wish).Select(provider => Of(provider).RestsFor).DefaultIfEmpty().Min();
        return wait < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : wait;
    }

    private (List<IVoiceProvider> Ready, List<Task<bool>> Trials) Ask(List<IVoiceProvider> able)
    {
        var (ready, trials) = (new List<IVoiceProvider>(), new List<Task<bool>>());
        foreach (var provider in able)
        {
            if (Of(provider).Admits(out var trial))
            {
                ready.Add(provider);
            }
            else if (trial is not null)
            {
                trials.Add(trial);
            }
        }

        return (ready, trials);
    }
}
