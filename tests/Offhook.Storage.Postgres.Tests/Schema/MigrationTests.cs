using Offhook.Storage.Postgres.Schema;
using Offhook.Testing;

namespace Offhook.Storage.Postgres.Tests.Schema;

public sealed class MigrationTests(Cluster cluster)
{
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task Each_migration_is_applied_once()
    {
        await using var database = await cluster.NewDatabaseAsync();
        await PostgresSchema.PrepareAsync(database.Source, _clock, Database.Cancel);
        var before = await database.QueryAsync("select number, name, applied_at::text from offhook.schema_migrations order by number");
        _clock.Advance(TimeSpan.FromDays(1));

        await PostgresSchema.PrepareAsync(database.Source, _clock, Database.Cancel);

        Assert.Equal(Migration.All.Select(migration => migration.Name), before.Select(row => row.Split('|')[1]));
        Assert.Equal(before, await database.QueryAsync("select number, name, applied_at::text from offhook.schema_migrations order by number"));
    }

    [Fact]
    public async Task Four_nodes_that_start_together_do_it_once()
    {
        await using var database = await cluster.NewDatabaseAsync();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PostgresSchema.PrepareAsync(database.Source, _clock, Database.Cancel))).SoonAsync();

        Assert.Equal([$"{Migration.All.Count}|{Migration.All.Count}"], await database.QueryAsync("select count(*), max(number) from offhook.schema_migrations"));
    }

    [Fact]
    public async Task A_schema_from_the_future_is_refused_in_words_and_left_alone()
    {
        await using var database = await cluster.NewDatabaseAsync();
        await PostgresSchema.PrepareAsync(database.Source, _clock, Database.Cancel);
        await database.ExecuteAsync("insert into offhook.schema_migrations values (9999, '9999_future.sql', now())");

        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => PostgresSchema.PrepareAsync(database.Source, _clock, Database.Cancel));

        Assert.Contains("schema 9999", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Start the newer Offhook", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_migration_that_fails_leaves_nothing_behind()
    {
        await using var database = await cluster.NewDatabaseAsync("create schema offhook; create table offhook.turns (name text)"); // It stands in the way of the first migration.

        await Assert.ThrowsAsync<StoreUnavailableException>(() => PostgresSchema.PrepareAsync(database.Source, _clock, Database.Cancel));

        Assert.Equal(["offhook.turns"], await database.QueryAsync("select schemaname || '.' || tablename from pg_tables where schemaname in ('offhook', 'public')"));
    }
}
