using Offhook.Storage.Postgres.Schema;
using Offhook.Testing;

namespace Offhook.Storage.Postgres.Tests.Schema;

public sealed class MigrationTests
{
    private const string Applied = "select number, name, applied_at from schema_migrations order by number";

    private readonly ManualClock _clock = new();

    [Fact]
    public async Task Each_migration_is_applied_once()
    {
        await using var database = await Prepared.EmptyAsync();
        await using var source = database.SourceAs();
        await PostgresSchema.PrepareAsync(source, _clock, Prepared.Cancel);
        var before = await database.QueryAsync(Applied);
        _clock.Advance(TimeSpan.FromDays(1));

        await PostgresSchema.PrepareAsync(source, _clock, Prepared.Cancel);

        Assert.Equal(Migration.All.Select(migration => migration.Name), before.Select(row => row.Split('|')[1]));
        Assert.Equal(before, await database.QueryAsync(Applied));
    }

    [Fact]
    public async Task Four_nodes_that_start_together_do_it_once()
    {
        await using var database = await Prepared.EmptyAsync();
        await database.HoldFormerAsync("key of bigint, call_id unique");

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => database.PrepareAsync())).SoonAsync();

        Assert.Equal([$"{Migration.All.Count}|{Migration.All[^1].Number}"], await database.QueryAsync("select count(*), max(number) from schema_migrations"));
    }

    [Fact]
    public async Task A_schema_from_the_future_is_refused_in_words_and_left_alone()
    {
        await using var database = await Prepared.EmptyAsync();
        await database.PrepareAsync();
        await database.ExecuteAsync("insert into schema_migrations values (9999, '9999_future.sql', '2030-01-01T00:00:00Z')");
        var before = await database.DumpAsync();

        var refusal = await database.RefusalAsync();

        Assert.Contains("schema 9999", refusal, StringComparison.Ordinal);
        Assert.Contains("Start the newer Offhook", refusal, StringComparison.Ordinal);
        Assert.Equal(before, await database.DumpAsync());
    }

    [Fact]
    public async Task A_migration_that_fails_leaves_nothing_behind()
    {
        await using var database = await Prepared.EmptyAsync();
        await database.ExecuteAsync("create schema offhook; create table offhook.turns (name text)"); // It stands in the way of the first migration.
        var before = await database.DumpAsync();

        await database.RefusalAsync();

        Assert.Equal(before, await database.DumpAsync());
    }

    [Fact]
    public async Task It_works_through_a_transaction_pooler()
    {
        var cluster = await PostgresCluster.SharedAsync();
        await using var database = await cluster.CreateDatabaseAsync();
        await using var pooler = await PgBouncer.StartAsync(cluster);
        Assert.Null(PostgresAddress.Read(pooler.UrlOf(database), out var address));
        await using var source = Npgsql.NpgsqlDataSource.Create(address!.Builder); // It was read.

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => PostgresSchema.PrepareAsync(source, _clock, Prepared.Cancel))).SoonAsync();

        Assert.Equal([$"{Migration.All.Count}"], await database.QueryAsync("select count(*) from schema_migrations"));
    }
}
