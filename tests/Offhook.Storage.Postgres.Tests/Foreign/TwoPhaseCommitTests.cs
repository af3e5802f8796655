using Offhook.Storage.Postgres.Tests.Schema;
using Offhook.Storage.Tests;
using Offhook.Testing;

namespace Offhook.Storage.Postgres.Tests.Foreign;

public sealed class TwoPhaseCommitTests(OwnCluster cluster) : IClassFixture<OwnCluster>
{
    [Fact]
    public async Task A_program_that_commits_in_two_phases_goes_on_and_is_heard_after_the_second()
    {
        await using var database = await cluster.EmptyAsync();
        await using var store = await database.OpenStoreAsync(new Offhook.Testing.ManualClock(), TempStore.Cancel);
        var heard = new TaskCompletionSource<string>();
        store.Committed += changes => heard.TrySetResult(changes[0].Row.Call.CallId);

        await database.ExecuteAsync("begin; insert into ivr_calls (call_id, status) values ('in-1', 'done'); prepare transaction 'first'");
        Assert.Empty((await store.ChangesAfterAsync(0, TempStore.Cancel))!);
        await database.ExecuteAsync("commit prepared 'first'");

        Assert.Equal("in-1", await heard.Task.SoonAsync());
    }
}
