namespace Offhook.Storage.Tests.Sqlite;

public sealed class MigrationTests
{
    [Fact]
    public async Task Each_migration_is_applied_once()
    {
        await using var temp = await TempStore.OpenAsync();
        var row = await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now));
        var before = await temp.QueryAsync("select number, name, applied_at from schema_migrations");
        temp.Clock.Advance(TimeSpan.FromDays(1));

        await temp.ReopenAsync();

        Assert.Equal(["1|0001_calls.sql|2026-01-31T09:30:00.1234560Z", "2|0002_access_keys.sql|2026-01-31T09:30:00.1234560Z", "3|0003_times.sql|2026-01-31T09:30:00.1234560Z"], before);
        Assert.Equal(before, await temp.QueryAsync("select number, name, applied_at from schema_migrations"));
        Assert.Equal([row], (await temp.Store.SnapshotAsync(10, TempStore.Cancel)).Items);
    }

    [Fact]
    public async Task A_file_from_the_future_is_refused_in_words_and_left_alone()
    {
        await using var temp = await TempStore.OpenAsync();
        await temp.ExecuteAsync("insert into schema_migrations values (9999, '9999_future.sql', '2030-01-01T00:00:00.0000000Z')");

        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(temp.ReopenAsync);

        Assert.Contains("schema 9999", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Start the newer Offhook", refused.Message, StringComparison.Ordinal);
        await temp.ExecuteAsync("delete from schema_migrations where number = 9999");
        await temp.ReopenAsync();
    }

    [Fact]
    public async Task A_migration_that_fails_leaves_nothing_behind()
    {
        await using var temp = await TempStore.OpenAsync();
        await temp.Store.DisposeAsync();
        File.Delete(temp.File.FilePath);
        await File.WriteAllBytesAsync(temp.File.FilePath, [], TempStore.Cancel);
        await temp.ExecuteAsync("create table provider_ids (name text)"); // It stands in the way of the first migration.

        await Assert.ThrowsAsync<StoreUnavailableException>(temp.ReopenAsync);

        Assert.Equal(["provider_ids"], await temp.QueryAsync("select name from sqlite_schema"));
    }
}
