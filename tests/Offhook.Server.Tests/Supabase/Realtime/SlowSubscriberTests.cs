using Microsoft.Extensions.DependencyInjection;
using Offhook.Server.Supabase.Realtime;
using Offhook.Storage;
using Offhook.Testing;

namespace Offhook.Server.Tests.Supabase.Realtime;

/// <summary>A subscriber that does not read must neither hold up the others nor fill the memory, and must not go on as if it had missed nothing.</summary>
public sealed class SlowSubscriberTests
{
    private const int Changes = 10_000;
    private const int AtOnce = 500;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_who_does_not_read_is_dropped_and_all_others_hear_everything()
    {
        await using var service = await Phones.OnManualClockAsync(Cancel);
        await using var slow = await Subscriber.OpenAsync(service, "vsn=2.0.0", reads: false, bearer: service.Key);
        await slow.JoinAsync(bindings: [Watched.All]);
        var sockets = service.Services.GetRequiredService<OpenSockets>();
        var readers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Subscriber.SubscribedAsync(service, Watched.All)));
        await Waiting.UntilAsync(() => sockets.All.Count() == 6, cancellationToken: Cancel);

        var expected = new HashSet<string>();
        for (var round = 0; round < Changes / AtOnce; round++)
        {
            var rows = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(index => service.BeginAsync($"98000{index:00000}")));
            expected.UnionWith(rows.Select(row => row.Call.Reference.ToString()));

            // Those who read are waited for, so that a busy machine makes nobody slow but the one who is.
            foreach (var reader in readers)
            {
                for (var i = 0; i < AtOnce; i++)
                {
                    Assert.Contains((await reader.ChangeAsync()).Id!, expected);
                }
            }
        }

        Assert.Equal(Changes, expected.Count);
        await Waiting.UntilAsync(() => sockets.All.Count() == 5, () => sockets.All.Count(), Cancel);
        foreach (var reader in readers)
        {
            Assert.Empty(await reader.UntilBeatAsync());
            await reader.DisposeAsync();
        }
    }

    [Fact]
    public void No_more_changes_are_kept_than_slow_ones_may_be_behind()
    {
        var line = new ChangeLine();
        for (var i = 0; i < RealtimeLimits.WaitingChanges; i++)
        {
            line.Append(new TableChange(new CallChange(i, Watched.Row, CallChangeKind.Added)));
            Assert.NotNull(line.Read(0));
        }

        Assert.False(line.HasPassed(0));
        line.Append(new TableChange(new CallChange(RealtimeLimits.WaitingChanges, Watched.Row, CallChangeKind.Added)));

        Assert.True(line.HasPassed(0));
        Assert.Null(line.Read(0));
        Assert.NotNull(line.Read(1));
        Assert.Null(line.Read(line.Next));
    }
}
