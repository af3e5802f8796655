using Offhook.Storage.Sqlite;

namespace Offhook.Storage.Tests.Sqlite;

public sealed class PlanTests
{
    [Theory]
    [MemberData(nameof(HistoryTests.FilterKinds), MemberType = typeof(HistoryTests))]
    public async Task Each_filter_walks_an_index_without_a_scan_or_a_sort(string kind)
    {
        await using var temp = await TempStore.OpenAsync();
        var filter = HistoryTests.FilterOf(kind, temp.Clock.Now);

        Assert.All([null, new CallCursor(temp.Clock.Now, Guid.Empty)], cursor => Assert.All(PlanOf(temp, ListQuery.Sql(filter, cursor)), step =>
        {
            Assert.DoesNotContain("TEMP B-TREE", step, StringComparison.Ordinal);
            Assert.True(!step.Contains("SCAN", StringComparison.Ordinal) || step.Contains("USING INDEX", StringComparison.Ordinal) || step.Contains("COVERING INDEX", StringComparison.Ordinal), step);
        }));
    }

    [Fact]
    public async Task A_narrowing_filter_searches_and_does_not_walk_the_whole_index()
    {
        await using var temp = await TempStore.OpenAsync();

        Assert.All(["customer", "agent", "status", "from", "until"], kind =>
            Assert.All(PlanOf(temp, ListQuery.Sql(HistoryTests.FilterOf(kind, temp.Clock.Now), null)), step => Assert.StartsWith("SEARCH", step, StringComparison.Ordinal)));
    }

    private static List<string> PlanOf(TempStore temp, string sql)
    {
        using var connection = temp.File.OpenFile();
        using var command = connection.CreateCommand();
        command.CommandText = "explain query plan " + sql;
        foreach (var name in (string[])["@customer", "@agent", "@status", "@from", "@until", "@after_at", "@after_id", "@limit"])
        {
            _ = command.Parameters.AddWithValue(name, name == "@limit" ? 10 : "text");
        }

        using var reader = command.ExecuteReader();
        var steps = new List<string>();
        while (reader.Read())
        {
            steps.Add(reader.GetString(3));
        }

        return steps;
    }
}
