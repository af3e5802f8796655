using System.Text.Json;
using Offhook.Server.Supabase.Table;
using Offhook.Storage;
using Offhook.Storage.Table;

namespace Offhook.Server.Supabase.Realtime;

/// <summary>What a channel wants to hear of: some events of the table, perhaps of some rows only, perhaps only some columns.</summary>
/// <param name="Kind">The one event that is wanted; null for all.</param>
internal sealed record Binding(long Id, CallChangeKind? Kind, TableFilter Filter, ColumnChoice Columns)
{
    /// <summary>Reads a binding as Supabase does: without a schema it is <c>public</c>, without a table all, <c>*</c> stands for any, and an event that is none of the three is every one.</summary>
    /// <returns>What is wrong, as a sentence; null when <paramref name="binding"/> was read.</returns>
    public static string? TryRead(JsonElement wish, long id, out Binding? binding)
    {
        binding = null;
        if (!TryText(wish, "schema", out var schema) || !TryText(wish, "table", out var table) || !TryText(wish, "filter", out var text) || (schema ?? table) is null)
        {
            return "A binding needs a schema or a table; both, and the filter, are texts.";
        }

        if (!Covers(schema, IvrCallsTable.Schema) || !Covers(table, IvrCallsTable.Name))
        {
            return $"Only the table {IvrCallsTable.Schema}.{IvrCallsTable.Name} can be subscribed to here.";
        }

        if (TableFilter.TryParse(text ?? "", out var filter) is { } badFilter)
        {
            return badFilter;
        }

        if (TryColumns(wish, isWildcard: schema == "*" || table is null or "*", out var columns) is { } badColumns)
        {
            return badColumns;
        }

        binding = new Binding(id, KindOf(wish), filter, columns);
        return null;
    }

    /// <summary>Whether a change is one of those. A removed row is judged by what it last was.</summary>
    public bool Takes(TableChange change) => (Kind is null || Kind == change.Kind) && Filter.Matches(change.Row);

    private static bool Covers(string? wanted, string name) => wanted is null or "*" || wanted == name;

    private static CallChangeKind? KindOf(JsonElement wish) =>
        !wish.TryGetProperty("event", out var name) || name.ValueKind is not JsonValueKind.String ? null
        : name.GetString()!.ToUpperInvariant() switch
        {
            "INSERT" => CallChangeKind.Added,
            "UPDATE" => CallChangeKind.Updated,
            "DELETE" => CallChangeKind.Removed,
            _ => null,
        };

    private static string? TryColumns(JsonElement wish, bool isWildcard, out ColumnChoice columns)
    {
        columns = ColumnChoice.All;
        if (!wish.TryGetProperty("select", out var select) || select.ValueKind is JsonValueKind.Null)
        {
            return null;
        }

        if (select.ValueKind is not JsonValueKind.Array || select.EnumerateArray().Any(name => name.ValueKind is not JsonValueKind.String))
        {
            return "select is a list of column names.";
        }

        return select.GetArrayLength() == 0 ? null
            : isWildcard ? "Columns can be selected only of a table that is named."
            : ColumnChoice.TryRead(select.EnumerateArray().Select(name => name.GetString()!), out columns);
    }

    private static bool TryText(JsonElement wish, string name, out string? text)
    {
        var isThere = wish.TryGetProperty(name, out var member) && member.ValueKind is not JsonValueKind.Null;
        text = isThere && member.ValueKind is JsonValueKind.String ? member.GetString() : null;
        return !isThere || text is not null;
    }
}
