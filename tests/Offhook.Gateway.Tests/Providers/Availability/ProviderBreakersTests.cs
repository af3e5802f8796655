using Microsoft.Extensions.Logging.Abstractions;
using Offhook.Calls;
using Offhook.Gateway.Dialling;
using Offhook.Gateway.Providers;
using Offhook.Gateway.Providers.Availability;
using Offhook.Testing;

namespace Offhook.Gateway.Tests.Providers.Availability;

/// <summary>Which providers are asked for a call, of several.</summary>
public sealed class ProviderBreakersTests
{
    private static readonly CallWish Click = new(CallKind.ClickToCall, Given.Customer, Given.Agent, "Asha", null, null);
    private static readonly CallWish Spoken = new(CallKind.Outbound, Given.Customer, null, null, "say:Your parcel arrives today", null);

    private readonly ManualClock _clock = new();
    private readonly StubbornProvider _first = new("first", PlayForm.Sound);
    private readonly StubbornProvider _second = new("second", PlayForm.Speech, PlayForm.Sound);
    private readonly ProviderBreakers _breakers;

    public ProviderBreakersTests()
    {
        var options = new GatewayOptions { PublicAddress = () => new("http://127.0.0.1:9/"), CallbacksReachUs = true };
        _breakers = new ProviderBreakers(new ProviderDirectory([_first, _second], options), _clock, new BreakerLog(NullLogger<BreakerLog>.Instance));
    }

    [Fact]
    public async Task All_that_can_place_the_call_and_do_not_rest_the_preferred_one_first()
    {
        Assert.Equal([_first, _second], await _breakers.ReadyForAsync(Click, Given.Cancel));
        Assert.Equal([_second], await _breakers.ReadyForAsync(Spoken, Given.Cancel));

        Fail(_first);
        Assert.Equal([_second], await _breakers.ReadyForAsync(Click, Given.Cancel));
    }

    [Fact]
    public async Task While_another_is_ready_a_trial_is_made_and_not_waited_for()
    {
        Fail(_first);
        _first.Trial = _ => new TaskCompletionSource<string?>().Task;
        _clock.Advance(ProviderBreaker.ShortestRest);

        Assert.Equal([_second], await _breakers.ReadyForAsync(Click, Given.Cancel));
        await _first.AskedAsync();
    }

    [Fact]
    public async Task When_all_rest_a_trial_that_is_due_is_waited_for()
    {
        Fail(_first);
        Fail(_second);
        Assert.Empty(await _breakers.ReadyForAsync(Click, Given.Cancel));
        Assert.Equal(ProviderBreaker.ShortestRest, _breakers.RetryAfter(Click));
        _first.Trial = _ => Task.FromResult<string?>("still away");
        _clock.Advance(ProviderBreaker.ShortestRest);

        Assert.Equal([_second], await _breakers.ReadyForAsync(Click, Given.Cancel).SoonAsync());
    }

    [Fact]
    public async Task A_trial_is_waited_for_three_seconds_at_most()
    {
        Fail(_second);
        _second.Trial = _ => new TaskCompletionSource<string?>().Task;
        _clock.Advance(ProviderBreaker.ShortestRest);

        var ready = _breakers.ReadyForAsync(Spoken, Given.Cancel);
        await _second.AskedAsync();
        Assert.False(ready.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Empty(await ready.SoonAsync());
        Assert.Equal(TimeSpan.FromSeconds(1), _breakers.RetryAfter(Spoken));
    }

    private void Fail(IVoiceProvider provider)
    {
        for (var i = 0; i < ProviderBreaker.MostFailures; i++)
        {
            _breakers.Of(provider).Note(new DialAnswer(new Report { Reference = Guid.Empty, Source = ReportSource.Reply, At = _clock.GetUtcNow(), Proof = DialProof.Unknown }, null));
        }
    }
}
