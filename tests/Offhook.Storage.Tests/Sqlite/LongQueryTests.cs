using Offhook.Calls;
using Offhook.Storage.Table;
using Offhook.Testing;

namespace Offhook.Storage.Tests.Sqlite;

/// <summary>No reader holds the file for long.</summary>
public sealed class LongQueryTests
{
    private static readonly TableQuery Everything = new()
    {
        Audience = CallAudience.Everyone.Instance,
        Where = new TableCondition.Patterned(IvrCallsTable.Find("agent_name")!, "%a%b%c%", ignoreCase: true),
        Limit = 1000,
        CountsAll = true,
    };

    private static CancellationToken Cancel => TempStore.Cancel;

    [Fact]
    public async Task A_query_that_takes_too_long_is_given_up_and_the_store_goes_on()
    {
        await using var database = SqliteDatabase.Create();
        var clock = new LeapingClock();
        await using var store = await database.OpenStoreAsync(clock, Cancel);
        await FillAsync(store);
        _ = await store.QueryAsync(Everything, Cancel);

        clock.Leap = QueryTooLongException.Longest;
        _ = await Assert.ThrowsAsync<QueryTooLongException>(() => store.QueryAsync(Everything, Cancel));
        clock.Leap = TimeSpan.Zero;

        Assert.Equal(300, (await store.QueryAsync(Everything with { Where = null }, Cancel)).Total);
        Assert.NotEmpty((await store.ListAsync(new CallFilter(), null, 10, Cancel)).Items);
    }

    [Fact]
    public async Task A_query_of_somebody_who_has_left_is_given_up()
    {
        await using var database = SqliteDatabase.Create();
        using var left = new CancellationTokenSource();
        var clock = new LeapingClock();
        await using var store = await database.OpenStoreAsync(clock, Cancel);
        await FillAsync(store);

        clock.Asked = left.Cancel;
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.QueryAsync(Everything, left.Token));
        clock.Asked = () => { };

        Assert.Equal(300, (await store.QueryAsync(Everything with { Where = null }, Cancel)).Total);
    }

    private static Task FillAsync(ICallStore store) => Task.WhenAll(Enumerable.Range(0, 300).Select(i =>
        store.BegunAsync(Said.Intent(new DateTimeOffset(2026, 1, 31, 9, 30, 0, TimeSpan.Zero).AddSeconds(i), Said.OtherAgent(i)))));

    /// <summary>A clock on which time passes whenever it is asked.</summary>
    private sealed class LeapingClock : TimeProvider
    {
        private long _elapsed;

        public TimeSpan Leap { get; set; }

        public Action Asked { get; set; } = () => { };

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp()
        {
            Asked();
            return Interlocked.Add(ref _elapsed, 2 * Leap.Ticks);
        }

        public override DateTimeOffset GetUtcNow() => new(2026, 1, 31, 9, 30, 0, TimeSpan.Zero);
    }
}
