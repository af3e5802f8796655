using Npgsql;
using Offhook.Storage.Postgres.Schema;
using Offhook.Testing;

namespace Offhook.Storage.Postgres.Tests.Schema;

public sealed class PrintedSqlTests
{
    public static TheoryData<string?> Shapes => [(string?)null, .. Prepared.FormerTables.Keys];

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Running_the_printed_migrations_gives_what_a_start_gives_and_a_start_finds_nothing_to_do(string? table)
    {
        await using var byHand = await Prepared.EmptyAsync();
        await using var byStart = await Prepared.EmptyAsync();
        foreach (var database in (PostgresDatabase[])[byHand, byStart])
        {
            if (table is not null)
            {
                await database.HoldFormerAsync(table);
            }
        }

        await byHand.PsqlAsync(await PrintAsync(byHand));
        await byStart.PrepareAsync();

        Assert.Equal(await SchemaOfAsync(byStart), await SchemaOfAsync(byHand));
        var before = await byHand.DumpAsync();
        await byHand.PrepareAsync();
        Assert.Equal(before, await byHand.DumpAsync());
        Assert.StartsWith("-- Nothing is to be done", await PrintAsync(byHand), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Printing_changes_nothing()
    {
        await using var database = await Prepared.EmptyAsync();
        await database.HoldFormerAsync("key of uuid, words unchecked");
        var before = await database.DumpAsync();

        _ = await PrintAsync(database);

        Assert.Equal(before, await database.DumpAsync());
    }

    [Fact]
    public async Task For_a_database_that_is_away_everything_is_printed()
    {
        await using var nowhere = NpgsqlDataSource.Create($"Host=127.0.0.1;Port={FreePort.Take()};Username=postgres;Database=postgres;Timeout=5");

        var script = await PostgresSchema.PrintAsync(nowhere, Prepared.Cancel);

        Assert.Contains("could not be asked", script, StringComparison.Ordinal);
        Assert.All(Migration.All, migration => Assert.Contains(migration.Name, script, StringComparison.Ordinal));
    }

    private static async Task<string> PrintAsync(PostgresDatabase database)
    {
        await using var source = database.SourceAs();
        return await PostgresSchema.PrintAsync(source, Prepared.Cancel);
    }

    // Without the rows: their references are random.
    private static async Task<string> SchemaOfAsync(PostgresDatabase database)
    {
        var dump = await database.DumpAsync();
        return string.Join('\n', dump.Split('\n').Where(line => !line.Contains('\t', StringComparison.Ordinal)));
    }
}
