using Offhook.Server.Supabase.Table;
using Offhook.Storage.Table;

namespace Offhook.Server.Supabase.Rest;

/// <summary>A column of an answer.</summary>
/// <param name="Name">How it is called there: the column's name, unless the page asked for another.</param>
internal sealed record SelectedColumn(string Name, TableColumn Column);

/// <summary>The parameter <c>select</c>: <c>*</c>, <c>column</c> and <c>name:column</c>, joined by commas.</summary>
internal static class SelectList
{
    // More would be the same again: a short address must not make a long answer.
    private const int Most = 100;

    private static readonly string[] Aggregates = [".count()", ".sum()", ".avg()", ".min()", ".max()"];

    private static readonly SelectedColumn[] Everything = [.. IvrCallsTable.Columns.Select(column => new SelectedColumn(column.Name, column))];

    /// <returns>What is wrong, or null when <paramref name="columns"/> was read.</returns>
    public static TableFault? Read(string? text, out IReadOnlyList<SelectedColumn> columns)
    {
        columns = Everything;
        if (string.IsNullOrWhiteSpace(text) || text == "*")
        {
            return null;
        }

        var selected = new List<SelectedColumn>();
        var scanner = new FilterScanner(text);
        do
        {
            scanner.SkipBlanks();
            if (scanner.Takes("*"))
            {
                selected.AddRange(Everything);
            }
            else if (ReadColumn(scanner, text, selected) is { } fault)
            {
                return fault;
            }

            scanner.SkipBlanks();
            if (selected.Count > Most)
            {
                return Unreadable(text, $"at most {Most} columns can be selected");
            }
        }
        while (scanner.Takes(","));
        columns = selected;
        return scanner.IsAtEnd ? null : Unreadable(text, $"unexpected \"{scanner.Rest}\"");
    }

    private static TableFault? ReadColumn(FilterScanner scanner, string text, List<SelectedColumn> selected)
    {
        var isSpread = scanner.Takes("...");
        var name = scanner.QuotedOrUntil(",:(.-").Trim();
        var label = name;
        if (!scanner.Sees("::") && scanner.Takes(":"))
        {
            name = scanner.QuotedOrUntil(",:(.-").Trim();
        }

        if ((name == "count" && scanner.Sees("()")) || Array.Exists(Aggregates, scanner.Sees))
        {
            return new TableFault("PGRST123", "Use of aggregate functions is not allowed", Hint: "Rows are counted by the option { count: 'exact' }.");
        }

        if (scanner.Sees("("))
        {
            // Behind the name may stand how to join.
            return new TableFault(
                "PGRST200", $"Could not find a relationship between '{IvrCallsTable.Name}' and '{TableFault.Cut(name.Split('!')[0])}' in the schema cache",
                $"{IvrCallsTable.Name} is the only table that is offered.");
        }

        if (isSpread || scanner.Sees("::") || scanner.Sees(".") || scanner.Sees("-"))
        {
            return Unreadable(text, $"unexpected \"{scanner.Rest}\": other tables, casts and paths into JSON are not offered");
        }

        if (IvrCallsTable.Find(name) is not { } column)
        {
            return name.Length == 0 ? Unreadable(text, "a column's name is needed") : TableFault.NoSuchColumn(name);
        }

        selected.Add(new SelectedColumn(label, column));
        return null;
    }

    private static TableFault Unreadable(string text, string details) => TableFault.Unreadable($"\"failed to parse select parameter ({TableFault.Cut(text)})\"", details);
}
