using Offhook.Server.Supabase.Table;
using Offhook.Storage.Table;

namespace Offhook.Server.Supabase.Rest;

/// <summary>The parameters that filter: <c>column=operator.value</c>, and trees such as <c>or=(status.eq.busy,and(team.is.null,not.or(…)))</c>.</summary>
internal sealed class LogicTree
{
    private const int MostConditions = 100;
    private const int MostValues = 1000;
    private const int Deepest = 8;

    private readonly List<TableCondition> _conditions = [];
    private int _count;

    /// <summary>All that were added; null when none was.</summary>
    public TableCondition? Condition => _conditions.Count == 0 ? null : new TableCondition.All(_conditions);

    /// <summary>Adds a parameter.</summary>
    /// <returns>What is wrong, or null.</returns>
    public TableFault? Add(string name, string value)
    {
        var fault = name switch
        {
            "and" or "or" or "not.and" or "not.or" => AddTree(name, value),
            _ => AddFilter(name, value),
        };
        return fault ?? (_count > MostConditions ? TableFault.Unreadable("\"failed to parse filters\"", $"there may be at most {MostConditions}") : null);
    }

    private TableFault? AddFilter(string name, string value)
    {
        if (IvrCallsTable.Find(name) is not { } column)
        {
            return name.Split('.') is [{ Length: > 0 } table, _, ..] && IvrCallsTable.Find(table) is null ? TableFault.NotEmbedded(table) : TableFault.NoSuchColumn(name);
        }

        // Here the value is everything behind the operator, quotation marks too.
        var scanner = new FilterScanner(value);
        var fault = ReadOperation(scanner, column, value, static scanner => scanner.Until([]), out var condition);
        _conditions.Add(condition);
        return fault ?? (scanner.IsAtEnd ? null : Unreadable(value, scanner));
    }

    private TableFault? AddTree(string name, string value)
    {
        var scanner = new FilterScanner(value);
        var fault = ReadTree(scanner, name, value, Deepest, out var condition);
        _conditions.Add(condition);
        scanner.SkipBlanks();
        return fault ?? (scanner.IsAtEnd ? null : UnreadableTree(value, scanner));
    }

    private TableFault? ReadTree(FilterScanner scanner, string word, string whole, int depth, out TableCondition condition)
    {
        var inner = new List<TableCondition>();
        condition = new TableCondition.All(inner);
        if (depth == 0)
        {
            return TableFault.Unreadable($"\"failed to parse logic tree ({TableFault.Cut(whole)})\"", $"trees may be at most {Deepest} deep");
        }

        if (!scanner.Takes("("))
        {
            return UnreadableTree(whole, scanner);
        }

        do
        {
            scanner.SkipBlanks();
            if (ReadNode(scanner, whole, depth, out var node) is { } fault)
            {
                return fault;
            }

            inner.Add(node);
            scanner.SkipBlanks();
        }
        while (scanner.Takes(",") && _count <= MostConditions);
        if (!scanner.Takes(")"))
        {
            return UnreadableTree(whole, scanner);
        }

        TableCondition joined = word.EndsWith("or", StringComparison.Ordinal) ? new TableCondition.Any(inner) : new TableCondition.All(inner);
        condition = word.StartsWith("not.", StringComparison.Ordinal) ? new TableCondition.Opposite(joined) : joined;
        return null;
    }

    private TableFault? ReadNode(FilterScanner scanner, string whole, int depth, out TableCondition condition)
    {
        foreach (var word in (ReadOnlySpan<string>)["and", "or", "not.and", "not.or"])
        {
            if (scanner.Sees(word + "("))
            {
                _ = scanner.Takes(word);
                return ReadTree(scanner, word, whole, depth - 1, out condition);
            }
        }

        condition = new TableCondition.All([]);
        var name = scanner.QuotedOrUntil(".,()");
        if (!scanner.Takes("."))
        {
            return UnreadableTree(whole, scanner);
        }

        return IvrCallsTable.Find(name) is { } column
            ? ReadOperation(scanner, column, whole, static scanner => scanner.QuotedOrUntil(",)"), out condition)
            : TableFault.NoSuchColumn(name);
    }

    private TableFault? ReadOperation(FilterScanner scanner, TableColumn column, string whole, Func<FilterScanner, string> value, out TableCondition condition)
    {
        _count++;
        condition = new TableCondition.All([]);
        var isNegated = scanner.Takes("not.");
        if (scanner.UntilAndPast('.') is not { } word || !FilterOperators.Knows(word))
        {
            return TableFault.Unreadable($"\"failed to parse filter ({TableFault.Cut(whole)})\"", $"unexpected operator: there are {FilterOperators.Names}, each after not. too");
        }

        TableFault? fault;
        if (word != FilterOperators.In)
        {
            fault = FilterOperators.Make(column, word, value(scanner), starIsAny: true, out condition);
        }
        else if (scanner.List() is not { Count: <= MostValues } values)
        {
            fault = TableFault.Unreadable($"\"failed to parse filter ({TableFault.Cut(whole)})\"", $"in takes a list in parentheses with at most {MostValues} values");
        }
        else
        {
            fault = FilterOperators.MakeIn(column, values, out condition);
        }

        condition = isNegated ? new TableCondition.Opposite(condition) : condition;
        return fault;
    }

    private static TableFault Unreadable(string text, FilterScanner scanner) =>
        TableFault.Unreadable($"\"failed to parse filter ({TableFault.Cut(text)})\" (line 1, column {scanner.Place + 1})", $"unexpected \"{scanner.Rest}\"");

    private static TableFault UnreadableTree(string text, FilterScanner scanner) => TableFault.Unreadable(
        $"\"failed to parse logic tree ({TableFault.Cut(text)})\" (line 1, column {scanner.Place + 1})", scanner.IsAtEnd ? "unexpected end of input" : $"unexpected \"{scanner.Rest}\"");
}
