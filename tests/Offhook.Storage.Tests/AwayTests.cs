using System.Data.Common;
using Offhook.Calls;

namespace Offhook.Storage.Tests;

public sealed class AwayTests
{
    private static CancellationToken Cancel => TempStore.Cancel;

    [Fact]
    public async Task When_the_transaction_cannot_be_finished_nobody_is_acknowledged()
    {
        await using var temp = await TempStore.OpenAsync();
        await temp.Database.BreakAsync();

        var begun = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Record.ExceptionAsync(() => temp.Store.BegunAsync(Said.Intent(temp.Clock.Now.AddSeconds(i)))).AsTask()));
        await temp.Database.MendAsync();

        Assert.All(begun, fault => Assert.IsType<StoreUnavailableException>(fault));
        Assert.Empty((await temp.Store.SnapshotAsync(10, Cancel)).Items);
        await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now));
        Assert.Equal(1, (await temp.Store.SnapshotAsync(10, Cancel)).Number);
    }

    [Fact]
    public async Task A_word_that_no_Offhook_wrote_is_refused_by_the_table()
    {
        await using var temp = await TempStore.OpenAsync();
        await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now));

        var refused = await Assert.ThrowsAnyAsync<DbException>(() => temp.ExecuteAsync("update ivr_calls set status = 'completed'"));

        Assert.Contains("check constraint", refused.Message, StringComparison.OrdinalIgnoreCase);
        await Assert.AllAsync(Enum.GetValues<CallStatus>(), status => temp.ExecuteAsync($"update ivr_calls set status = '{status.Word()}'"));
    }
}
