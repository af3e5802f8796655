using Offhook.Testing;

namespace Offhook.Server.Tests.Supabase.Realtime;

/// <summary>How sockets end that nobody closes.</summary>
public sealed class EndOfSocketTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_socket_that_is_silent_for_a_minute_is_dropped_and_one_that_beats_is_not()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        await using var silent = await Subscriber.SubscribedAsync(service, Watched.All);
        await using var beating = await Subscriber.SubscribedAsync(service, Watched.All);

        for (var i = 0; i < 2; i++)
        {
            service.Clock.Advance(TimeSpan.FromSeconds(29));
            Assert.Empty(await beating.UntilBeatAsync());
            Assert.False(silent.Ended.IsCompleted);
        }

        service.Clock.Advance(TimeSpan.FromSeconds(2));
        await silent.Ended.SoonAsync();
        service.Clock.Advance(TimeSpan.FromSeconds(50));
        Assert.Empty(await beating.UntilBeatAsync());

        Assert.Null(silent.LastWord);
        await service.BeginAsync();
        Assert.Equal("INSERT", (await beating.ChangeAsync()).Type);
    }

    [Fact]
    public async Task The_service_stops_without_waiting_for_subscribers_and_without_ending_their_channels()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        await using var client = await Subscriber.SubscribedAsync(service, Watched.All);

        await service.StopAsync(Cancel).SoonAsync();
        await client.Ended.SoonAsync();

        await Assert.ThrowsAsync<System.Threading.Channels.ChannelClosedException>(client.HearTextAsync);
        Assert.Null(client.LastWord);
    }

    [Fact]
    public async Task After_a_restart_one_subscribes_again_and_hears_what_changes_from_then_on()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        await using (var before = await Subscriber.SubscribedAsync(service, Watched.All))
        {
            await service.BeginAsync();
            await before.ChangeAsync();
        }

        await service.RestartAsync(Cancel);
        await using var after = await Subscriber.SubscribedAsync(service, Watched.All);
        var row = await service.BeginAsync("9800000002");

        Assert.Equal(row.Call.Reference.ToString(), (await after.ChangeAsync()).Id);
        Assert.Empty(await after.UntilBeatAsync());
    }
}
