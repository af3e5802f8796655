using Offhook.Gateway.Policy;
using Offhook.Testing;

namespace Offhook.Gateway.Tests.Policy;

public sealed class DialRateTests
{
    private static CancellationToken Cancel => Given.Cancel;

    [Fact]
    public async Task A_burst_goes_ahead_at_once_and_the_next_waits_its_turn()
    {
        var clock = new ManualClock();
        var rate = new DialRate(new DialRateOptions(), new LocalDialTurns(clock), clock);

        var burst = Ask(rate, 10);
        var (eleventh, twelfth) = (rate.WaitAsync(Cancel), rate.WaitAsync(Cancel));

        Assert.All(burst, turn => Assert.True(turn.IsCompletedSuccessfully));
        Assert.False(eleventh.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(499));
        Assert.False(eleventh.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(await eleventh);
        Assert.False(twelfth.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Null(await twelfth);
    }

    [Fact]
    public async Task Whoever_would_wait_longer_than_3_s_is_refused_and_takes_no_turn()
    {
        var clock = new ManualClock();
        var rate = new DialRate(new DialRateOptions(), new LocalDialTurns(clock), clock);
        var waiting = Ask(rate, 16);

        var refused = await Task.WhenAll(Ask(rate, 100));
        clock.Advance(TimeSpan.FromMilliseconds(500));
        var afterwards = rate.WaitAsync(Cancel);
        clock.Advance(TimeSpan.FromSeconds(3));

        Assert.All(refused, after => Assert.Equal(TimeSpan.FromSeconds(3.5), after));
        Assert.All(await Task.WhenAll(waiting), Assert.Null);
        Assert.Null(await afterwards);
    }

    [Fact]
    public async Task Turns_come_in_the_order_of_asking()
    {
        var clock = new ManualClock();
        var rate = new DialRate(new DialRateOptions { Burst = 1, PerSecond = 4 }, new LocalDialTurns(clock), clock);
        var turns = Ask(rate, 13);

        for (var i = 1; i <= turns.Length; i++)
        {
            Assert.Null(await turns[i - 1]);
            Assert.All(turns[i..], turn => Assert.False(turn.IsCompleted));
            clock.Advance(TimeSpan.FromMilliseconds(250));
        }
    }

    [Fact]
    public async Task The_whole_burst_is_there_again_after_a_quiet_time()
    {
        var clock = new ManualClock();
        var rate = new DialRate(new DialRateOptions(), new LocalDialTurns(clock), clock);
        Ask(rate, 10);

        clock.Advance(TimeSpan.FromDays(3));

        Assert.All(await Task.WhenAll(Ask(rate, 10)), Assert.Null);
        Assert.False(rate.WaitAsync(Cancel).IsCompleted);
    }

    [Fact]
    public void In_the_long_run_no_more_are_placed_than_burst_and_rate_allow() => Law.Holds(200, random =>
    {
        var options = new DialRateOptions { PerSecond = random.Pick(0.5, 2, 3, 50), Burst = random.Pick(1, 2, 10), LongestWait = TimeSpan.FromSeconds(random.Next(0, 4)) };
        var clock = new ManualClock();
        var rate = new DialRate(options, new LocalDialTurns(clock), clock);
        var start = clock.GetUtcNow();
        var placed = new List<DateTimeOffset>();
        var waiting = new List<Task<TimeSpan?>>();
        for (var step = 0; step < 200; step++)
        {
            waiting.AddRange(Ask(rate, random.Next(0, 4)));
            clock.Advance(TimeSpan.FromMilliseconds(random.Pick(0, 1, 40, 400, 2_000)));
            placed.AddRange(Enumerable.Repeat(clock.GetUtcNow(), waiting.RemoveAll(turn => turn.IsCompletedSuccessfully && turn.Result is null)));
            waiting.RemoveAll(turn => turn.IsCompleted);

            // One tick of slack: an interval such as a third of a second is no whole number of ticks.
            var allowed = options.Burst + ((clock.GetUtcNow() - start).TotalSeconds * options.PerSecond) + 0.01;
            Assert.True(placed.Count <= allowed, $"{placed.Count} were placed where {allowed:0.00} are allowed");
        }
    });

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_clock_that_is_set_back_or_forward_does_no_harm(int days)
    {
        var clock = new SetClock();
        var rate = new DialRate(new DialRateOptions(), new LocalDialTurns(clock), clock);
        await Task.WhenAll(Ask(rate, 10));

        clock.Offset = TimeSpan.FromDays(days);
        var next = rate.WaitAsync(Cancel);

        Assert.False(next.IsCompleted);
        clock.Inner.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Null(await next);
    }

    [Fact]
    public async Task Without_a_limit_nobody_waits()
    {
        var rate = new DialRate(new DialRateOptions { PerSecond = 0 }, new LocalDialTurns(new ManualClock()), new ManualClock());

        Assert.All(await Task.WhenAll(Ask(rate, 1_000)), Assert.Null);
    }

    [Fact]
    public async Task Who_leaves_while_waiting_does_not_hold_up_the_others()
    {
        var clock = new ManualClock();
        var rate = new DialRate(new DialRateOptions { Burst = 1, PerSecond = 1 }, new LocalDialTurns(clock), clock);
        await rate.WaitAsync(Cancel);
        using var leaves = new CancellationTokenSource();
        var (left, stays) = (rate.WaitAsync(leaves.Token), rate.WaitAsync(Cancel));

        await leaves.CancelAsync();
        clock.Advance(TimeSpan.FromSeconds(2));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        Assert.Null(await stays);
    }

    private static Task<TimeSpan?>[] Ask(DialRate rate, int times) => [.. Enumerable.Range(0, times).Select(_ => rate.WaitAsync(Cancel))];

    /// <summary>A machine whose time of day somebody sets while it runs.</summary>
    private sealed class SetClock : TimeProvider
    {
        public ManualClock Inner { get; } = new();

        public TimeSpan Offset { get; set; }

        public override long TimestampFrequency => Inner.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => Inner.GetUtcNow() + Offset;

        public override long GetTimestamp() => Inner.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => Inner.CreateTimer(callback, state, dueTime, period);
    }
}
