using System.Globalization;
using Offhook.Storage.Table;

namespace Offhook.Storage.Tests.Table;

/// <summary>Chance that can be repeated: its seed is printed.</summary>
internal sealed class Dice
{
    private static readonly string?[] Texts =
    [
        null, null, "", "a", "A", "b", "ab", "a b", "50%", "a_b", "a\\b", "'; drop table ivr_calls; --", "\"", "@v0", "$1", ":x", "(a,b)", "अशा", "É", "é", "😀", "\uffee", "null", "z",
    ];

    private static readonly string[] Patterns = ["%", "_", "a%", "%B%", "A_", "50\\%", "a\\_b", "a\\\\b", "%'%", "", "अ%", "__", "*", "%\\%%"];

    private readonly Random _random;

    public Dice(ITestOutputHelper output)
    {
        var seed = Environment.GetEnvironmentVariable("OFFHOOK_TEST_SEED") is { } given ? int.Parse(given, CultureInfo.InvariantCulture) : Random.Shared.Next();
        output.WriteLine($"To see this run again: OFFHOOK_TEST_SEED={seed}");
        _random = new Random(seed);
    }

    public int Next(int below) => _random.Next(below);

    public T One<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    public string? Text() => One(Texts);

    /// <summary>A condition on the values of these rows, or values beside them.</summary>
    public TableCondition Condition(IReadOnlyList<CallRow> rows, int depth)
    {
        var column = One(IvrCallsTable.Columns);
        return Next(depth == 0 ? 8 : 11) switch
        {
            0 => new TableCondition.Missing(column),
            1 => new TableCondition.OneOf(column, [.. Enumerable.Range(0, Next(4)).Select(_ => Value(column, rows))]),
            2 => new TableCondition.Distinct(column, Value(column, rows)),
            3 when column.Type is ColumnType.Text => new TableCondition.Patterned(column, One(Patterns), Next(2) == 0),
            8 => new TableCondition.Opposite(Condition(rows, depth - 1)),
            9 => new TableCondition.All(Several(rows, depth - 1)),
            10 => new TableCondition.Any(Several(rows, depth - 1)),
            _ => new TableCondition.Compared(column, One(Enum.GetValues<Comparison>()), Value(column, rows)),
        };
    }

    private List<TableCondition> Several(IReadOnlyList<CallRow> rows, int depth) => [.. Enumerable.Range(0, Next(4)).Select(_ => Condition(rows, depth))];

    private object Value(TableColumn column, IReadOnlyList<CallRow> rows) => column.Value(One(rows)) switch
    {
        string text => Next(3) == 0 ? Text() ?? "" : text,
        int number => number + Next(3) - 1,
        long number => number + Next(3) - 1,
        DateTimeOffset time => time.AddMicroseconds(Next(3) - 1),
        { } value => value,
        null => column.Type switch
        {
            ColumnType.Text => Text() ?? "",
            ColumnType.Number => Next(100),
            _ => new DateTimeOffset(2026, 1, 31, 9, 31, 0, TimeSpan.Zero),
        },
    };
}
