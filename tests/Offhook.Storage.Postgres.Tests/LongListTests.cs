using Npgsql;
using Offhook.Calls;
using Offhook.Storage.Table;
using Offhook.Storage.Tests;
using Offhook.Testing;

namespace Offhook.Storage.Postgres.Tests;

/// <summary>No reader holds the store for long.</summary>
public sealed class LongListTests
{
    private static CancellationToken Cancel => TempStore.Cancel;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_list_that_the_server_does_not_finish_is_given_up_and_the_store_goes_on(bool isCounted)
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var temp = await TempStore.OpenAsync(database);
        await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now));
        var query = new TableQuery { Audience = CallAudience.Everyone.Instance, Limit = 10, CountsAll = isCounted };

        await using (var other = await database.ConnectAsync())
        {
            await using var held = await other.BeginTransactionAsync(Cancel);
            await using var command = new NpgsqlCommand("lock table ivr_calls in access exclusive mode", other, held);
            await command.ExecuteNonQueryAsync(Cancel);

            _ = await Assert.ThrowsAsync<QueryTooLongException>(() => temp.Store.QueryAsync(query, Cancel));
        }

        Assert.Single((await temp.Store.QueryAsync(query, Cancel)).Rows);
    }
}
