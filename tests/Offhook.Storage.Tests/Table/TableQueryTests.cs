using Offhook.Calls;
using Offhook.Storage.Table;

namespace Offhook.Storage.Tests.Table;

/// <summary>Lists that readers of the table ask for.</summary>
public sealed class TableQueryTests(ITestOutputHelper output)
{
    private static CancellationToken Cancel => TempStore.Cancel;

    [Fact]
    public async Task The_database_takes_the_rows_that_the_condition_takes()
    {
        var random = new Dice(output);
        await using var temp = await TempStore.OpenAsync();
        var rows = await FillAsync(temp, random);

        for (var i = 0; i < 400; i++)
        {
            var condition = random.Condition(rows, depth: 3);
            var found = await temp.Store.QueryAsync(new TableQuery { Audience = CallAudience.Everyone.Instance, Where = condition, Limit = 1000, CountsAll = true }, Cancel);

            var expected = rows.Where(row => condition.Ask(row) is true).Select(row => row.Call.Reference).ToHashSet();
            Assert.True(expected.SetEquals(found.Rows.Select(row => row.Call.Reference)), $"{condition}: {expected.Count} expected, {found.Rows.Count} found");
            Assert.Equal(expected.Count, found.Total);
        }
    }

    [Fact]
    public async Task The_database_orders_the_rows_as_asked_and_by_their_key()
    {
        var random = new Dice(output);
        await using var temp = await TempStore.OpenAsync();
        var rows = await FillAsync(temp, random);

        foreach (var column in IvrCallsTable.Columns)
        {
            foreach (var (isDescending, nullsFirst) in new[] { (false, false), (false, true), (true, false), (true, true) })
            {
                var order = new List<TableOrder> { new(column, isDescending, nullsFirst) };
                if (random.Next(2) == 0)
                {
                    order.Add(new TableOrder(random.One(IvrCallsTable.Columns), random.Next(2) == 0));
                }

                var found = await temp.Store.QueryAsync(new TableQuery { Audience = CallAudience.Everyone.Instance, Order = order, Limit = 1000 }, Cancel);

                Assert.Equal(References(rows.Order(new RowOrder(order))), References(found.Rows));
            }
        }
    }

    [Fact]
    public async Task Without_an_order_the_newest_come_first()
    {
        await using var temp = await TempStore.OpenAsync();
        var rows = await FillAsync(temp, new Dice(output));

        var found = await temp.Store.QueryAsync(new TableQuery { Audience = CallAudience.Everyone.Instance, Limit = 1000 }, Cancel);

        Assert.Equal(References(rows.OrderByDescending(row => row.Call.ReceivedAt).ThenByDescending(row => row.Call.Reference)), References(found.Rows));
        Assert.Equal(rows.ToHashSet(), found.Rows.ToHashSet());
        Assert.Null(found.Total);
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(25, 10)]
    [InlineData(55, 10)]
    [InlineData(60, 10)]
    [InlineData(1000, 10)]
    [InlineData(0, 0)]
    [InlineData(0, 1000)]
    [InlineData(long.MaxValue, 1000)]
    public async Task A_part_is_a_part_of_the_whole(long offset, int limit)
    {
        await using var temp = await TempStore.OpenAsync();
        var rows = await FillAsync(temp, new Dice(output));
        var all = await temp.Store.QueryAsync(new TableQuery { Audience = CallAudience.Everyone.Instance, Limit = 1000 }, Cancel);

        var found = await temp.Store.QueryAsync(new TableQuery { Audience = CallAudience.Everyone.Instance, Offset = offset, Limit = limit, CountsAll = true }, Cancel);

        Assert.Equal(References(all.Rows.Skip((int)Math.Min(offset, int.MaxValue)).Take(limit)), References(found.Rows));
        Assert.Equal(rows.Count, found.Total);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("north")]
    [InlineData("agent of north")]
    [InlineData("agent of no team")]
    [InlineData("hostile")]
    public async Task Nobody_finds_or_counts_what_is_not_theirs(string whose)
    {
        var random = new Dice(output);
        await using var temp = await TempStore.OpenAsync();
        var rows = await FillAsync(temp, random);
        CallAudience audience = whose switch
        {
            "north" => new CallAudience.OfTeam("north"),
            "agent of north" => new CallAudience.OfAgent(Said.OtherAgent(1), "north"),
            "agent of no team" => new CallAudience.OfAgent(Said.OtherAgent(2), null),
            "hostile" => new CallAudience.OfTeam("' or true --"),
            _ => CallAudience.Nobody.Instance,
        };

        for (var i = 0; i < 50; i++)
        {
            var condition = random.Condition(rows, depth: 2);
            var found = await temp.Store.QueryAsync(new TableQuery { Audience = audience, Where = condition, Limit = 1000, CountsAll = true }, Cancel);

            var expected = rows.Where(row => audience.Sees(row.Call) && condition.Ask(row) is true).Select(row => row.Call.Reference).ToHashSet();
            Assert.True(expected.SetEquals(found.Rows.Select(row => row.Call.Reference)), $"{condition}: {expected.Count} expected, {found.Rows.Count} found");
            Assert.Equal(expected.Count, found.Total);
        }
    }

    [Fact]
    public async Task The_providers_link_cannot_be_guessed()
    {
        await using var temp = await TempStore.OpenAsync();
        var intent = Said.Intent(temp.Clock.Now);
        await temp.Store.BegunAsync(intent);
        await temp.Store.KeptAsync(Said.Talked(intent.Reference, intent.At.AddMinutes(1)));
        var recording = IvrCallsTable.Find("recording_url")!;

        Assert.Equal(0, await CountAsync(new TableCondition.Patterned(recording, "https%", ignoreCase: false)));
        Assert.Equal(1, await CountAsync(new TableCondition.Compared(recording, Comparison.Equal, $"/calls/{intent.Reference}/recording")));
        Assert.Equal(1, await CountAsync(new TableCondition.Opposite(new TableCondition.Missing(recording))));

        async Task<long?> CountAsync(TableCondition condition) =>
            (await temp.Store.QueryAsync(new TableQuery { Audience = CallAudience.Everyone.Instance, Where = condition, Limit = 0, CountsAll = true }, Cancel)).Total;
    }

    private static IEnumerable<Guid> References(IEnumerable<CallRow> rows) => rows.Select(row => row.Call.Reference);

    // Several calls share each moment; texts are such as somebody would write who wants to be taken for a part of the statement.
    private static async Task<List<CallRow>> FillAsync(TempStore temp, Dice random)
    {
        var rows = new List<CallRow>();
        for (var i = 0; i < 60; i++)
        {
            var intent = Said.Intent(temp.Clock.Now.AddSeconds(i / 3), Said.OtherAgent(random.Next(4)));
            intent = intent with
            {
                Wish = intent.Wish! with { AgentName = random.Text(), Campaign = random.Text(), Department = random.Text(), Team = random.One([null, "north", "south", "' or true --"]) },
            };
            await temp.Store.BegunAsync(intent);
            temp.Clock.Advance(TimeSpan.FromMicroseconds(random.Next(2_000_000)));
            var reported = random.Next(4) switch
            {
                0 => Said.Accepted(intent.Reference, intent.At.AddMicroseconds(random.Next(9)), $"call-{random.Next(9)}"),
                1 => Said.Busy(intent.Reference, intent.At.AddSeconds(9)),
                2 => Said.Refused(intent.Reference, intent.At) with { Detail = random.Text() },
                _ => Said.Talked(intent.Reference, intent.At.AddMilliseconds(random.Next(90_000)), random.Next(100), id: null) with { KeyPress = random.One([null, "1", "2"]), Circle = random.Text() },
            };
            rows.Add((await temp.Store.KeptAsync(reported)).Row);
        }

        return rows;
    }

    private sealed class RowOrder(IReadOnlyList<TableOrder> order) : IComparer<CallRow>
    {
        public int Compare(CallRow? x, CallRow? y)
        {
            foreach (var term in order.Append(new TableOrder(IvrCallsTable.Key, order[^1].IsDescending)))
            {
                var (left, right) = (term.Column.Value(x!), term.Column.Value(y!)); // Rows are not null.
                var placed = (left, right) switch
                {
                    (null, null) => 0,
                    (null, _) => term.NullsFirst ? -1 : 1,
                    (_, null) => term.NullsFirst ? 1 : -1,
                    (string a, string b) => Sign(System.Text.Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(System.Text.Encoding.UTF8.GetBytes(b)), term),
                    _ => Sign(((IComparable)left).CompareTo(right), term),
                };
                if (placed != 0)
                {
                    return placed;
                }
            }

            return 0;
        }

        private static int Sign(int placed, TableOrder term) => term.IsDescending ? -placed : placed;
    }
}
