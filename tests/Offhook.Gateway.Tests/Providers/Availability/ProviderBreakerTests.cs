using Offhook.Calls;
using Offhook.Gateway.Providers;
using Offhook.Gateway.Providers.Availability;
using Offhook.Testing;

namespace Offhook.Gateway.Tests.Providers.Availability;

public sealed class ProviderBreakerTests
{
    private readonly ManualClock _clock = new();
    private readonly StubbornProvider _provider = new("stubborn");
    private readonly HeardLog<BreakerLog> _heard = new();
    private readonly ProviderBreaker _breaker;

    public ProviderBreakerTests() => _breaker = new ProviderBreaker(_provider, _clock, new BreakerLog(_heard));

    [Theory]
    [InlineData(DialProof.NotSent, false)]
    [InlineData(DialProof.Unknown, false)]
    [InlineData(DialProof.Refused, true)]
    public void Three_failures_in_a_row_let_it_rest(DialProof proof, bool accountTrouble)
    {
        Note(proof, accountTrouble, 2);
        var before = _breaker.Admits(out _);
        Note(proof, accountTrouble);

        Assert.Equal((true, false), (before, _breaker.Admits(out var trial)));
        Assert.Null(trial);
        Assert.Equal(("no luck", ProviderBreaker.ShortestRest), (_breaker.RestsBecause, _breaker.RestsFor));
        Assert.Contains("no luck", Assert.Single(_heard.Messages), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DialProof.Accepted)]
    [InlineData(DialProof.Refused)]
    public void A_call_that_was_taken_or_refused_for_its_own_sake_begins_the_count_anew(DialProof proof)
    {
        Note(DialProof.Unknown, times: 2);
        Note(proof);
        Note(DialProof.Unknown, times: 2);

        Assert.True(_breaker.Admits(out _));
    }

    [Fact]
    public void Being_told_to_slow_down_counts_neither_way()
    {
        Note(DialProof.SlowDown, times: 5);
        Note(DialProof.Unknown, times: 2);
        Note(DialProof.SlowDown);
        var before = _breaker.Admits(out _);
        Note(DialProof.Unknown);

        Assert.Equal((true, false), (before, _breaker.Admits(out _)));
    }

    [Fact]
    public async Task After_its_rest_one_trial_is_made_that_dials_nobody_and_calls_wait_for_it()
    {
        Note(DialProof.Unknown, times: 3);
        var done = new TaskCompletionSource<string?>();
        _provider.Trial = _ => done.Task;

        _clock.Advance(ProviderBreaker.ShortestRest - TimeSpan.FromTicks(1));
        Assert.False(_breaker.Admits(out var early));
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.False(_breaker.Admits(out var trial));
        Assert.False(_breaker.Admits(out var same));
        await _provider.AskedAsync();
        Assert.Equal((null, trial, TimeSpan.Zero), (early, same, _breaker.RestsFor));

        done.SetResult(null);

        Assert.True(await trial!.SoonAsync());
        Assert.True(_breaker.Admits(out _));
        Assert.Equal((1, (string?)null), (_provider.Trials, _breaker.RestsBecause));
        Note(DialProof.Unknown, times: 2);
        Assert.True(_breaker.Admits(out _), "earlier failures still count");
    }

    [Fact]
    public async Task Each_trial_that_fails_doubles_the_rest_up_to_two_minutes()
    {
        Note(DialProof.Unknown, times: 3);
        _provider.Trial = _ => Task.FromResult<string?>("still away");
        var rests = new List<double>();
        for (var i = 0; i < 5; i++)
        {
            rests.Add(_breaker.RestsFor.TotalSeconds);
            _clock.Advance(_breaker.RestsFor);
            Assert.False(_breaker.Admits(out var trial));
            Assert.False(await trial!.SoonAsync());
        }

        Assert.Equal([15, 30, 60, 120, 120], rests);
        Assert.Equal((5, "still away"), (_provider.Trials, _breaker.RestsBecause));

        // Once it works, the next rest is a short one again.
        _provider.Trial = _ => Task.FromResult<string?>(null);
        _clock.Advance(_breaker.RestsFor);
        Assert.False(_breaker.Admits(out var last));
        Assert.True(await last!.SoonAsync());
        Note(DialProof.Unknown, times: 3);
        Assert.Equal(ProviderBreaker.ShortestRest, _breaker.RestsFor);
    }

    [Fact]
    public void A_call_that_was_under_way_and_is_taken_ends_the_rest()
    {
        Note(DialProof.Unknown, times: 3);
        Note(DialProof.SlowDown);
        var before = _breaker.Admits(out _);
        Note(DialProof.Accepted);

        Assert.Equal((false, true, (string?)null), (before, _breaker.Admits(out _), _breaker.RestsBecause));
    }

    [Fact]
    public async Task After_each_trial_that_failed_behind_the_longest_rest_one_call_may_be_placed_all_the_same()
    {
        Note(DialProof.Unknown, times: 3);
        _provider.Trial = _ => Task.FromResult<string?>("still away");
        var may = new List<(bool, bool)>();
        for (var i = 0; i < 5; i++)
        {
            _clock.Advance(_breaker.RestsFor);
            Assert.False(_breaker.Admits(out var trial));
            Assert.False(await trial!.SoonAsync());
            may.Add((_breaker.TakeLastResort(), _breaker.TakeLastResort()));
        }

        Assert.Equal([(false, false), (false, false), (false, false), (true, false), (true, false)], may);
    }

    [Fact]
    public async Task A_trial_that_breaks_or_never_ends_has_failed()
    {
        Note(DialProof.Unknown, times: 3);
        _provider.Trial = _ => Task.FromException<string?>(new InvalidOperationException("out of order"));
        _clock.Advance(ProviderBreaker.ShortestRest);
        Assert.False(_breaker.Admits(out var broken));
        Assert.False(await broken!.SoonAsync());
        Assert.Equal("out of order", _breaker.RestsBecause);
        await _provider.AskedAsync();

        _provider.Trial = async stop =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _clock, stop);
            return null;
        };
        _clock.Advance(_breaker.RestsFor);
        Assert.False(_breaker.Admits(out var silent));
        await _provider.AskedAsync();
        _clock.Advance(TimeSpan.FromSeconds(20));
        Assert.False(await silent!.SoonAsync());
        Assert.Equal("no answer in time", _breaker.RestsBecause);
    }

    private void Note(DialProof proof, bool accountTrouble = false, int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            _breaker.Note(new DialAnswer(
                new Report { Reference = Guid.Empty, Source = ReportSource.Reply, At = _clock.GetUtcNow(), Proof = proof, Detail = "no luck" }, null, AccountTrouble: accountTrouble));
        }
    }
}
