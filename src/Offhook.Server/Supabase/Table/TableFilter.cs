using Offhook.Storage;
using Offhook.Storage.Table;

namespace Offhook.Server.Supabase.Table;

/// <summary>
/// The filter of a subscription to changes: <c>column=operator.value</c>, several joined by commas, all of which must hold. Values with
/// <c>, ( ) " \</c> or outer blanks stand in double quotes, where <c>\</c> takes the next character as it is.
/// </summary>
/// <remarks>
/// The operators are <c>eq neq lt lte gt gte</c>, <c>in.(a,b)</c> with at most 100 values, <c>is.null</c>, <c>is.not_null</c>, <c>like</c> and <c>ilike</c> with <c>%</c> and <c>_</c>,
/// <c>isdistinct</c>, each after <c>not.</c> too. Regular expressions are refused. A comparison with a missing value never holds.
/// </remarks>
internal sealed class TableFilter
{
    private const int MostConditions = 20;
    private const int MostValues = 100;

    private readonly TableCondition.All _conditions;

    private TableFilter(IReadOnlyList<TableCondition> conditions, int length) => (_conditions, Length) = (new TableCondition.All(conditions), length);

    /// <summary>No filter: takes every row.</summary>
    public static TableFilter None { get; } = new([], 0);

    /// <summary>How many conditions it has.</summary>
    public int Count => _conditions.Inner.Count;

    /// <summary>How long its text was, in characters: what it holds and what it costs to ask grow with it.</summary>
    public int Length { get; }

    /// <summary>Reads a filter. An empty text is no filter.</summary>
    /// <returns>What is wrong, as a sentence; null when <paramref name="filter"/> was read.</returns>
    public static string? TryParse(string text, out TableFilter filter)
    {
        filter = None;
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var scanner = new FilterScanner(text);
        var conditions = new List<TableCondition>();
        do
        {
            if (conditions.Count == MostConditions)
            {
                return $"A filter has at most {MostConditions} conditions.";
            }

            if (ReadCondition(scanner, out var condition) is { } fault)
            {
                return fault;
            }

            conditions.Add(condition);
            scanner.SkipBlanks();
        }
        while (scanner.Takes(","));
        if (!scanner.IsAtEnd)
        {
            return $"A comma or the end of the filter is needed at \"{scanner.Rest}\".";
        }

        filter = new TableFilter(conditions, text.Length);
        return null;
    }

    /// <summary>Whether the row is taken.</summary>
    public bool Matches(CallRow row) => _conditions.Ask(row) is true;

    private static string? ReadCondition(FilterScanner scanner, out TableCondition condition)
    {
        condition = new TableCondition.All([]);
        var rest = scanner.Rest;
        if (scanner.UntilAndPast('=')?.Trim() is not { } name)
        {
            return $"\"{rest}\" is not a filter: write column=operator.value, and values with commas in double quotes.";
        }

        if (IvrCallsTable.Find(name) is not { } column)
        {
            return TableFault.NoSuchColumn(name).Message;
        }

        var isNegated = scanner.Takes("not.");
        if (scanner.UntilAndPast('.') is not { } word || !FilterOperators.Knows(word))
        {
            return $"\"{rest}\" has no operator that is offered here; there are {FilterOperators.Names}, each after not. too.";
        }

        if (ReadOperand(scanner, column, word, out condition) is { } fault)
        {
            return fault;
        }

        condition = isNegated ? new TableCondition.Opposite(condition) : condition;
        return null;
    }

    private static string? ReadOperand(FilterScanner scanner, TableColumn column, string word, out TableCondition condition)
    {
        scanner.SkipBlanks();
        if (word != FilterOperators.In)
        {
            var isQuoted = scanner.Sees("\"");
            var value = scanner.QuotedOrUntil(",");
            return FilterOperators.Make(column, word, isQuoted ? value : value.TrimEnd(' '), starIsAny: false, out condition)?.Message;
        }

        condition = new TableCondition.OneOf(column, []);
        if (scanner.List() is not { } values)
        {
            return "in takes a list in parentheses: in.(a,b).";
        }

        return values.Count > MostValues ? $"in takes at most {MostValues} values." : FilterOperators.MakeIn(column, values, out condition)?.Message;
    }
}
