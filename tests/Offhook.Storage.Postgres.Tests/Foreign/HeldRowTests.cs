using Npgsql;
using Offhook.Storage.Tests;
using Offhook.Testing;

namespace Offhook.Storage.Postgres.Tests.Foreign;

/// <summary>Another program that keeps a row locked holds up the reports of that call alone.</summary>
public sealed class HeldRowTests
{
    private static CancellationToken Cancel => TempStore.Cancel;

    [Fact]
    public async Task While_a_row_is_held_the_reports_of_other_calls_are_kept_and_its_own_are_refused()
    {
        await using var database = await PostgresDatabase.CreatePreparedAsync();
        var clock = new Offhook.Storage.Tests.ManualClock();
        await using var store = await database.OpenStoreAsync(clock, Cancel);
        var held = (await store.BegunAsync(Said.Intent(clock.Now))).Call.Reference;
        var free = new List<Guid>();
        for (var i = 0; i < 20; i++)
        {
            free.Add((await store.BegunAsync(Said.Intent(clock.Now, Said.OtherAgent(i)))).Call.Reference);
        }

        await using var other = await database.ConnectAsync();
        await using var transaction = await other.BeginTransactionAsync(Cancel);
        await using (var command = new NpgsqlCommand($"update ivr_calls set agent_name = 'Other' where reference = '{held}'", other, transaction))
        {
            await command.ExecuteNonQueryAsync(Cancel);
        }

        // In the midst of the others, which may be committed together with it.
        var before = free.Take(10).Select(call => store.KeptAsync(Said.Busy(call, clock.Now))).ToList();
        var refused = store.KeepAsync(new KeptReport(Said.Busy(held, clock.Now), null), Cancel);
        var after = free.Skip(10).Select(call => store.KeptAsync(Said.Busy(call, clock.Now))).ToList();
        await Task.WhenAll(before.Concat(after)).SoonAsync();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => refused.SoonAsync());
        await transaction.RollbackAsync(Cancel);

        Assert.Equal("busy", Offhook.Calls.CallStatusWords.Word((await store.KeptAsync(Said.Busy(held, clock.Now))).Row.Call.Status));
    }
}
